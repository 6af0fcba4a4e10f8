"""Texts for a recipient wait; all else of a file is rendered when it is read."""

from pathlib import Path
from typing import Any

from reconciler.model import Files
from reconciler.source import load

CONFIG = "version: 1\nvars: {n: 3, who: role = user, key: hello}\n"
FILES = {"message": Files("messages", folder_file="_series.yaml", late=True)}


def loaded(root: Path, files: dict[str, str]) -> Any:
    for path, text in {"reconciler.yaml": CONFIG, **files}.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    found = load(root, files=FILES, isolated=False)
    assert not found.findings
    return found


def test_in_yaml_bodies_and_subjects_wait_and_the_rest_does_not(tmp_path: Path) -> None:
    text = """messages:
  hello:
    where: "{{ who }}"
    body: "Hi {{ contact.name }}"
    subject: "{{ n }}"
  '{{ key }} two':
    body: "{{ contact.name }}"
events:
  one: {metadata: {a: "{{ contact.name }}", b: 1}, at: "{{ n }}"}
  two: {metadata: {a: "{{ n }}"}}
tags: {x: {name: "{{ key }}"}}
"""
    (file,) = loaded(tmp_path, {"specs/a.yaml": text}).yaml
    hello = file.data["messages"]["hello"]
    assert (hello["where"], hello["body"]) == ("role = user", "Hi {{ contact.name }}")
    assert hello["subject"] == "{{ n }}"
    assert file.data["messages"]["{{ key }} two"] == {"body": "{{ contact.name }}"}
    assert file.data["events"]["one"]["metadata"]["a"] == "{{ contact.name }}"
    assert str(file.data["events"]["one"]["at"]) == "3"
    assert str(file.data["events"]["two"]["metadata"]["a"]) == "3"
    assert file.data["tags"]["x"]["name"] == "hello"


def test_in_a_file_the_body_and_the_subject_wait(tmp_path: Path) -> None:
    text = "---\nday: '{{ n }}'\nsubject: '{{ contact.name }}'\ntemplate: plain\n---\n{{ contact.name }}\n"
    series = "template: personal\nwhere: '{{ who }}'\n"
    found = loaded(
        tmp_path, {"specs/messages/a.md": text, "specs/messages/_series.yaml": series}
    ).texts[0]
    (file,) = found.files
    assert str(file.front["day"]) == "3"
    assert file.front["subject"] == "{{ contact.name }}"
    assert file.front["template"] == "plain"
    assert file.body == "{{ contact.name }}\n"
    assert found.folders[""]["where"] == "role = user"


def test_a_file_can_say_that_it_is_no_template(tmp_path: Path) -> None:
    text = "---\ntemplate: false\nday: '{{ n }}'\n---\nx\n"
    (file,) = loaded(tmp_path, {"specs/messages/a.md": text}).texts[0].files
    assert file.front["day"] == "{{ n }}"
