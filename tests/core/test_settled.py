"""What is as it was is told at one look, and never otherwise than leaf by leaf."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.core.compared import pairs
from reconciler.core.planned.plan import Planned
from reconciler.model import Entry, Ref
from tests.core.toys import live, owned, planned, want

WORDS = st.sampled_from(["A", "a", "B", ""])
VALUES = st.sampled_from([1, True, 1.0, "1", "A", None])
LABELS = [want("label", one) for one in ("x", "y")]
FIELDS = st.fixed_dictionaries(
    {"title": st.sampled_from(["A", "B"])},
    optional={
        "text": WORDS,
        "words": st.lists(WORDS, max_size=2),
        "labels": st.lists(st.sampled_from(["x", "y"]), unique=True, max_size=2),
        "extra": st.dictionaries(st.sampled_from(["k", "l"]), VALUES, max_size=2),
        "translations": st.dictionaries(
            st.just("fr"), st.fixed_dictionaries({}, optional={"title": WORDS}), max_size=1
        ),
    },
)
IDS = {"x": "71", "y": "72"}


def there(fields: dict[str, Any], *, archived: bool) -> Any:
    names = [IDS[one] for one in fields.get("labels", [])]
    return live("page", "1", **{**fields, "labels": names}, archived=archived)


def remembered(fields: dict[str, Any], *, protected: bool) -> Entry:
    leaves = {}
    for name, value in fields.items():
        if name == "labels":
            leaves |= {f"labels__{one}": True for one in value}
        elif name == "translations":
            leaves |= {f"translations__fr__{key}": one for key, one in value.get("fr", {}).items()}
        elif name == "extra":
            leaves |= {f"extra__{key}": one for key, one in value.items()}
        else:
            leaves[name] = value or None
    found = owned(Ref("page", "p"), "1", **leaves)
    return Entry(found.ref, found.id, found.meant, found.echoed, protected=protected)


def both(*situation: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[Planned, Planned]:
    quick = planned(*situation)
    with monkeypatch.context() as patch:
        patch.setattr(pairs, "settled", lambda *_: False)
        return quick, planned(*situation)


@settings(deadline=None, max_examples=300)
@given(
    desired=FIELDS, meant=st.none() | FIELDS, now=st.none() | FIELDS,
    protect=st.sampled_from([None, True, False]), protected=st.booleans(), archived=st.booleans(),
)  # fmt: skip
def test_one_look_says_what_a_closer_one_says(
    desired: dict[str, Any],
    meant: dict[str, Any] | None,
    now: dict[str, Any] | None,
    *,
    protect: bool | None,
    protected: bool,
    archived: bool,
) -> None:
    page = want("page", "p", **desired, protect=protect)
    labels = [live("label", IDS[one.ref.name], name=one.ref.name) for one in LABELS]
    lives = [there(desired if now is None else now, archived=archived), *labels]
    entries = [remembered(desired if meant is None else meant, protected=protected)]
    entries += [owned(one, IDS[one.ref.name], name=one.ref.name) for one in LABELS]
    with pytest.MonkeyPatch.context() as patch:
        quick, close = both([*LABELS, page], lives, entries, monkeypatch=patch)
    assert quick.plan == close.plan


def test_the_one_look_is_what_nearly_everything_ends_with(monkeypatch: pytest.MonkeyPatch) -> None:
    page = want("page", "p", title="A", labels=["x"])
    looked: list[str] = []
    change = pairs.change
    monkeypatch.setattr(
        pairs, "change", lambda *given: looked.append(given[1].desired.ref.name) or change(*given)
    )
    made = planned(
        [LABELS[0], page],
        [live("label", "71", name="x"), there({"title": "A", "labels": ["x"]}, archived=False)],
        [
            owned(LABELS[0], "71", name="x"),
            remembered({"title": "A", "labels": ["x"]}, protected=False),
        ],
    )
    assert (made.plan.changes, looked) == ((), [])
