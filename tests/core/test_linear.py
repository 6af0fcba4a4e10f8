"""Work that grows with the workspace and no faster: counted, not timed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from reconciler import near
from reconciler.core.declared.references import references
from reconciler.core.planned.plan import plan
from reconciler.core.planned.situation import Situation
from reconciler.model import Live, Ref
from tests.core.toys import KINDS, live, want


class Counted(list[Live]):
    """Objects that count how often somebody goes through all of them."""

    walks = 0

    def __iter__(self) -> Iterator[Live]:
        self.walks += 1
        return super().__iter__()


def walks(count: int) -> int:
    there = Counted(live("label", str(n), name=f"there {n}") for n in range(count))
    new = [want("label", f"new {n}") for n in range(count)]
    made = plan(Situation("toy", KINDS, {one.ref: one for one in new}, {"label": there}, {}))
    assert len(made.plan.changes) == count
    return there.walks


def test_each_create_looks_at_the_one_object_that_may_have_its_name() -> None:
    assert walks(300) == walks(3)


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many names each search for a near one went through."""
    found: list[int] = []
    nearest = near.nearest

    def counted(word: str, known: Any) -> str | None:
        found.append(len(known))
        return nearest(word, known)

    monkeypatch.setattr(near, "nearest", counted)
    return found


def test_thousands_of_missing_references_do_not_look_through_thousands_of_names(
    looked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(near, "COMPARED", 10_000)
    labels = [want("label", f"label {n}") for n in range(3_000)]
    pages = [want("page", f"p{n}", labels=[f"lable {n}"]) for n in range(3_000)]
    wrong = references({one.ref: one for one in (*labels, *pages)}, KINDS)
    hints = [one.hint for one in wrong if one.code == "missing-reference"]
    assert len(hints) == 3_000
    assert hints[0] == "did you mean label 0?"
    assert hints[-1] == "declare it under labels:"
    assert sum(looked) <= 10_000 + 3_000


def test_a_name_that_is_missing_everywhere_is_looked_for_once(looked: list[int]) -> None:
    pages = [want("page", f"p{n}", labels=["vop"]) for n in range(50)]
    wrong = references({one.ref: one for one in (want("label", "vip"), *pages)}, KINDS)
    assert {one.hint for one in wrong if one.code == "missing-reference"} == {"did you mean vip?"}
    assert looked == [1]


def test_references_to_what_is_declared_look_for_nothing(looked: list[int]) -> None:
    page = want("page", "p", labels=["vip"])
    found = {one.ref: one for one in (want("label", "vip"), page)}
    assert (references(found, KINDS), looked, found[Ref("page", "p")]) == ([], [], page)
