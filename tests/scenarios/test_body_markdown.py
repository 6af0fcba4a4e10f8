"""API version 2.16: bodies go as Intercom's Markdown where it has a form for them, else as HTML."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reconciler.api.client import HttpClient
from reconciler.model import Json, Request
from reconciler.simulator import Fault, Switches
from tests.content.shapes import SHAPES
from tests.recorded import RECORDED
from tests.world import World, open_world

PAGE = "---\ntitle: {}\n---\n{}\n"


Sent = list[dict[str, Any]]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """The bodies of all requests that write."""
    found: Sent = []
    send = HttpClient.send

    def recording(self: HttpClient, request: Request, *, repeatable: bool) -> Json:
        found.append(request.body or {})
        return send(self, request, repeatable=repeatable)

    monkeypatch.setattr(HttpClient, "send", recording)
    return found


def texts(sent: Sent) -> Sent:
    """Each text that was written, in whichever language."""
    return [one for body in sent for one in (body, *body.get("translated_content", {}).values())]


def test_from_2_16_on_texts_in_every_language_go_as_markdown(world: World, sent: Sent) -> None:
    world.write({"articles/a.md": PAGE.format("A", "## Part\n\n**a** _b_\n\n- c\n  - d"),
                 "articles/a.fr.md": PAGE.format("F", "1. x")})  # fmt: skip
    world.apply()
    for one in texts(sent):
        newer = world.version == "2.16"
        assert ("body" in one, "body_markdown" in one) == (not newer, newer)
    if world.version == "2.16":
        english, french = (one["body_markdown"] for one in texts(sent))
        assert english.startswith("## Part {#h_")
        assert english.endswith("}\n\n**a** _b_\n\n- c\n  - d\n")
        assert french == "1. x\n"
    world.settled()


def test_what_intercoms_markdown_has_no_form_for_goes_as_html(newest: World, sent: Sent) -> None:
    aligned = '<p align="center">a</p>'
    newest.write(
        {"articles/a.md": PAGE.format("A", aligned), "articles/a.fr.md": PAGE.format("F", "x")}
    )
    newest.apply()
    (own, french) = texts(sent)
    assert "intercom-align-center" in own["body"]
    assert french["body_markdown"] == "x\n"
    newest.settled()


def test_an_empty_body_stays_empty(newest: World) -> None:
    newest.write({"articles/a.md": PAGE.format("A", "text")})
    newest.apply()
    newest.write({"articles/a.md": "---\ntitle: A\nbody: ''\n---\n"})
    newest.apply()
    assert newest.simulator.store.rows("article")[0]["body"] == ""
    newest.settled()


def test_every_shape_is_sent_and_nothing_is_due(newest: World, sent: Sent) -> None:
    author = int(newest.simulator.store.rows("admin")[0]["id"])
    shapes = {**RECORDED, **SHAPES}
    for name, body in shapes.items():
        newest.simulator.store.create(
            "article", title=name, body=body, state="published", author_id=author
        )
    newest.write({})
    newest.ok("import", "articles")
    for path in (newest.root / "specs").rglob("*.md"):
        path.write_text(f"{path.read_text('utf-8')}\nOne line more.\n", "utf-8")
    report = newest.apply()
    assert report["second_plan_empty"], report["deviations"]
    assert sum("body_markdown" in one for one in sent) > len(shapes) // 2
    newest.settled()


@pytest.mark.parametrize("version", ["2.15", "2.16"])
def test_the_language_of_code_arrives_from_2_16_on(tmp_path: Path, version: str) -> None:
    for world in open_world(tmp_path, version, switches=Switches(code_language_kept=True)):
        world.write({"articles/a.md": PAGE.format("A", "```ruby\nx\n```")})
        world.apply()
        body = world.simulator.store.rows("article")[0]["body"]
        assert ("language-ruby" in body) is (version == "2.16")
        world.settled()


@pytest.fixture
def misreading(tmp_path: Path) -> Iterator[World]:
    yield from open_world(tmp_path, switches=Switches(markdown_directives=False))


def test_markdown_that_is_misread_is_mended_with_html_at_once(misreading: World) -> None:
    world = misreading
    callout = ":::callout\nText.\n:::"
    world.write({f"articles/{name}.md": PAGE.format(name, callout) for name in "abcdefgh"})
    world.write({"articles/z/later.md": PAGE.format("Later", callout)})
    report = world.apply()
    assert report["second_plan_empty"], report["deviations"]
    assert [one["code"] for one in report["findings"]] == ["form-misread"]
    rows = world.simulator.store.rows("article")
    assert len(rows) == 9
    assert all("intercom-interblocks-callout" in one["body"] for one in rows)
    assert all(one["state"] == "published" for one in rows)
    world.settled()


def refusal(message: str) -> bytes:
    error = {"code": "parameter_invalid", "message": message}
    return json.dumps({"type": "error.list", "errors": [error]}).encode()


def test_markdown_that_is_refused_goes_as_html(newest: World, sent: Sent) -> None:
    newest.write({f"articles/{name}.md": PAGE.format(name, "**x**") for name in "abc"})
    newest.simulator.faults.append(Fault(method="POST", path="/articles", times=1, status=400,
                                         body=refusal("body_markdown is not known")))  # fmt: skip
    report = newest.apply()
    assert report["second_plan_empty"], report["deviations"]
    assert [one["code"] for one in report["findings"]] == ["form-misread"]
    assert len(newest.simulator.store.rows("article")) == 3
    assert "body" in sent[-1]
    newest.settled()


def test_any_other_refusal_is_told_and_not_tried_again(newest: World, sent: Sent) -> None:
    newest.write({"articles/a.md": PAGE.format("A", "**x**")})
    newest.simulator.faults.append(Fault(method="POST", path="/articles", times=1, status=400,
                                         body=refusal("title is odd")))  # fmt: skip
    assert "title is odd" in json.dumps(newest.apply(code=1))
    assert len(sent) == 1


def test_where_mending_is_refused_what_differs_is_named(misreading: World) -> None:
    misreading.write({"articles/a.md": PAGE.format("A", ":::callout\nText.\n:::")})
    misreading.simulator.faults.append(Fault(method="PUT", path="/articles/*", status=422,
                                             body=refusal("no")))  # fmt: skip
    report = misreading.apply(code=8)
    assert {"form-misread", "dropped"} <= {one["code"] for one in report["findings"]}
    (row,) = misreading.simulator.store.rows("article")
    misreading.simulator.faults.clear()
    misreading.apply()
    assert [one["id"] for one in misreading.simulator.store.rows("article")] == [row["id"]]
    misreading.settled()
