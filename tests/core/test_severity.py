"""What the project and its comments say about findings."""

from reconciler.codes import finding
from reconciler.core.declared.severity import weighed
from reconciler.model import Pos, Suppression

DEAD = finding("dead-link", "m", Pos("a.md", 3, 1))
ERROR = finding("wrong-type", "m", Pos("a.md", 1, 1))


def ignore(*codes: str, first: int = 3, last: int = 3, file: str = "a.md") -> Suppression:
    return Suppression(codes, "why", Pos(file, 2, 1), first, last)


def test_findings_are_shown_once_in_the_order_of_their_places() -> None:
    nowhere = finding("no-project", "m")
    assert weighed([DEAD, ERROR, DEAD, nowhere], {}).findings == (nowhere, ERROR, DEAD)


def test_the_project_makes_a_finding_graver_milder_or_silent() -> None:
    assert [one.severity for one in weighed([DEAD], {"dead-link": "error"}).findings] == ["error"]
    assert [one.severity for one in weighed([DEAD], {"dead-link": "note"}).findings] == ["note"]
    assert weighed([DEAD], {"dead-link": "ignore"}).findings == ()


def test_a_comment_ignores_findings_of_its_codes_on_its_lines() -> None:
    comment = ignore("dead-link")
    assert weighed([DEAD], {}, [comment]) == ((), ((DEAD, comment),))
    whole = ignore("dead-link", last=0)
    assert weighed([DEAD], {}, [whole]).findings == ()


def test_a_comment_that_ignores_nothing_is_a_finding() -> None:
    for comment in (ignore("body-changed"), ignore("dead-link", first=4, last=4)):
        found = weighed([DEAD], {}, [comment]).findings
        assert [one.code for one in found] == ["ignore-unused", "dead-link"]
        assert found[0].pos == Pos("a.md", 2, 1)
    elsewhere = weighed([DEAD], {}, [ignore("dead-link", file="b.md")]).findings
    assert [one.code for one in elsewhere] == ["dead-link", "ignore-unused"]


def test_of_two_codes_the_one_that_is_not_there_is_named() -> None:
    found = weighed([DEAD], {}, [ignore("dead-link", "body-changed")]).findings
    assert [one.message for one in found] == ["there is no body-changed here to ignore"]


def test_beside_an_error_nothing_is_said_of_unused_comments() -> None:
    assert weighed([ERROR], {}, [ignore("body-changed")]).findings == (ERROR,)


def test_what_could_not_be_read_is_said_once_at_its_place() -> None:
    braces = finding("yaml-braces", "m", Pos("a.yaml", 2, 3))
    follows = finding("wrong-type", "m", Pos("a.yaml", 2, 3))
    beside = finding("wrong-type", "m", Pos("a.yaml", 2, 9))
    assert weighed([follows, braces, beside], {}).findings == (braces, beside)
