"""Whatever is declared: applied once, the second plan is empty, with and without the ledger."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconciler.source.write import yaml_text
from tests.world import open_world

ODD = ["&", "&amp;", "<b>", '"', "'", "é", "Ж", "中", "🙂", "{{ x }}", "#", ": ", "- ", "null", "00",
       "~", " ", "%", "@", "\\", "|", "*", "_", "`"]  # fmt: skip
texts = st.lists(st.sampled_from([*ODD, "word", "two words", "A", "b"]), min_size=1, max_size=4).map(
    lambda parts: " ".join("".join(parts).split())
).filter(lambda text: any(one.isalnum() for one in text))  # fmt: skip
names = st.lists(texts, min_size=1, max_size=4, unique_by=str.casefold)
companies = st.fixed_dictionaries(
    {"name": texts},
    optional={"plan": texts, "industry": texts, "website": texts,
              "size": st.integers(0, 10**6), "monthly_spend": st.floats(0, 10**6)},
)  # fmt: skip
workspaces = st.fixed_dictionaries({
    "tags": names, "companies": st.lists(companies, max_size=3), "collections": names,
    "titles": st.lists(texts, min_size=1, max_size=3, unique=True), "words": st.lists(texts, max_size=4),
    "version": st.sampled_from(["2.11", "2.13", "2.16"]), "draft": st.booleans(),
})  # fmt: skip


def files(drawn: dict[str, Any]) -> dict[str, str]:
    made = {
        "tags.yaml": yaml_text({"tags": dict.fromkeys(drawn["tags"])}),
        "collections.yaml": yaml_text({"collections": {
            f"c{number}": {"name": name, "description": name}
            for number, name in enumerate(drawn["collections"])}}),
        "companies.yaml": yaml_text({"companies": {
            f"c{number}": {"company_id": f"c{number}", "tags": drawn["tags"][:1], **fields}
            for number, fields in enumerate(drawn["companies"])}}),
    }  # fmt: skip
    for number, title in enumerate(drawn["titles"]):
        front = {"title": title, "template": False, "parent": "c0",
                 "state": "draft" if drawn["draft"] else "published"}  # fmt: skip
        body = "\n\n".join([*drawn["words"], f"[next](p{(number + 1) % len(drawn['titles'])}.md)"])
        made[f"articles/p{number}.md"] = f"---\n{yaml.safe_dump(front)}---\n{body}\n"
    return {path: text.replace(": null\n", ":\n") if path == "tags.yaml" else text
            for path, text in made.items()}  # fmt: skip


@given(workspaces)
@settings(max_examples=25, deadline=None, derandomize=True,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
def test_the_second_plan_is_empty_whatever_is_declared(drawn: dict[str, Any]) -> None:
    root = Path(tempfile.mkdtemp())
    generator = open_world(root, drawn["version"])
    world = next(generator)
    try:
        world.write(files(drawn))
        world.apply()
        world.settled()
        world.ledger.unlink()
        world.settled()
    finally:
        generator.close()
        shutil.rmtree(root)
