"""What a field may say besides its value: nothing at all, null, empty, and exactly these."""

import pytest

from reconciler.core.described.schema import schema
from reconciler.model import Ref
from tests.core.test_desired import Read, one_problem, read
from tests.core.toys import KINDS, live, only, owned, planned, want

__all__ = ["read"]
LIVES = [
    live("label", "1", name="ours"),
    live("label", "2", name="theirs"),
    live("label", "3", name="x"),
]


def test_exactly_is_read_as_a_list_of_all(read: Read) -> None:
    found = read(
        a="labels: {a: }\npages:\n  p: {title: P, labels: {exactly: [a]}}\n  q: {title: Q, labels: {exactly: []}}\n  r: {title: R, labels: [a]}\n"
    )
    assert not found.findings
    pages = {one.ref.name: one for one in found.desired.values() if one.ref.kind == "page"}
    assert [(one.fields["labels"], set(one.exact)) for one in pages.values()] == [
        (["a"], {"labels"}), ([], {"labels"}), (["a"], set()),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("labels", "code", "pos", "says"),
    [
        ("{exactly: [b]}", "missing-reference", "3:36", "label/b is not declared"),
        ("{exactly: }", "bare-key", "3:26", "labels.exactly: has no value"),
        ("{exactly: a}", "wrong-type", "3:35", "is not a list"),
        ("{exactly: {a: b}}", "wrong-type", "3:35", "a mapping is not a list"),
        ("{exact: [a]}", "wrong-type", "3:25", "a mapping is not a list"),
        ("{exactly: [a], also: [a]}", "unknown-field", "3:40", "fields: exactly"),
    ],
)
def test_a_mistake_in_exactly_has_an_address(
    read: Read, labels: str, code: str, pos: str, says: str
) -> None:
    found = one_problem(read(a=f"labels: {{a: }}\npages:\n  p: {{title: P, labels: {labels}}}\n"))
    assert (found.code, str(found.pos)) == (code, f"specs/a.yaml:{pos}")
    assert says in f"{found.message} {found.hint}"


def test_exactly_takes_off_what_others_attached_by_its_own_name() -> None:
    page = want("page", "p", title="P", labels=["ours"], exact=frozenset({"labels"}))
    desired = [page, want("label", "ours"), want("label", "x", name="ours too")]
    lives = [*LIVES, live("page", "9", title="P", labels=["1", "2", "3", "404"])]
    made = planned(desired, lives, [owned(page, "9", title="P", labels__ours=True)])
    change = next(one for one in made.plan.changes if one.ref == page.ref)
    assert [(each.path, each.before, each.after) for each in change.fields] == [
        (("labels", "#3"), True, None), (("labels", "theirs"), True, None),
    ]  # fmt: skip
    assert made.names.texts == {Ref("label", "#3"): "x", Ref("label", "theirs"): "theirs"}


def test_exactly_holds_on_adoption_too() -> None:
    page = want("page", "p", title="P", labels=[], exact=frozenset({"labels"}))
    made = planned([page], [*LIVES, live("page", "9", title="P", labels=["2"])])
    assert (only(made).op, only(made).fields[0].path) == ("adopt", ("labels", "theirs"))


def test_a_list_that_names_all_is_equal_to_itself() -> None:
    page = want("page", "p", title="P", labels=["ours"], exact=frozenset({"labels"}))
    made = planned(
        [page, want("label", "ours")], [*LIVES, live("page", "9", title="P", labels=["1"])]
    )
    assert not made.plan.changes


def test_a_bare_key_in_an_open_map_is_a_mistake_too(read: Read) -> None:
    found = one_problem(
        read(a="labels: {score: {code: x}}\npages:\n  p:\n    title: P\n    extra:\n      score:\n")
    )
    assert (found.code, str(found.pos)) == ("bare-key", "specs/a.yaml:6:7")


def test_the_schema_takes_both_forms_of_a_list_of_relations() -> None:
    labels = schema(KINDS)["properties"]["pages"]["additionalProperties"]["properties"]["labels"]
    assert [sorted(one) for one in labels["anyOf"]] == [
        ["items", "type"], ["additionalProperties", "properties", "required", "type"],
    ]  # fmt: skip
