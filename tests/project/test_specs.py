from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from reconciler.kinds.data_attribute import TYPES
from reconciler.workflow import open_project

ROOT = Path(__file__).parents[2]


def test_all_that_is_found_in_the_workspace_of_the_demo_is_what_is_not_translated() -> None:
    assert {one.code for one in open_project(ROOT).findings} <= {"missing-translation"}


def test_the_workspace_of_the_demo_has_every_kind() -> None:
    kinds = Counter(ref.kind for ref in open_project(ROOT).desired)
    assert kinds == {
        "tag": 8, "data_attribute": 10, "collection": 6, "article": 15, "company": 10,
    }  # fmt: skip


def test_the_demo_uses_every_type_of_attribute_for_people_and_for_companies() -> None:
    attributes = [one.fields for ref, one in open_project(ROOT).desired.items()
                  if ref.kind == "data_attribute"]  # fmt: skip
    assert {one["data_type"] for one in attributes} == set(TYPES)
    assert {one["model"] for one in attributes} == {"contact", "company"}


def test_the_demo_leaves_no_template_in_text_and_all_of_them_in_code() -> None:
    bodies = [one.fields["body"] for ref, one in open_project(ROOT).desired.items()
              if ref.kind == "article"]  # fmt: skip
    assert len([one for one in bodies if "{{" in one]) == 2
    assert not re.search(r"\{[{%]", "".join(
        re.sub(r"<(pre|code)\b.*?</\1>", "", one, flags=re.DOTALL) for one in bodies))  # fmt: skip


def test_the_demo_links_articles_forward_and_backward() -> None:
    desired = open_project(ROOT).desired
    order = list(desired)
    links = [(order.index(ref), order.index(link.target.ref))
             for ref, one in desired.items() for link in one.links]  # fmt: skip
    assert any(source < target for source, target in links)
    assert any(source > target for source, target in links)
