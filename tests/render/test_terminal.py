"""Plans and findings as people read them, whole."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reconciler.codes import finding
from reconciler.model import Editor, Entry, FieldChange, Finding, Pos, Ref, StepResult
from reconciler.render.findings import counts, findings
from reconciler.render.report import closing, report_json
from reconciler.render.safe import coloured, plain, plural, printable, value
from reconciler.render.terminal import EDITED_HINT, forecast_line, plan, result
from tests.core.toys import live, owned, planned, want

GOLDEN = Path(__file__).parent / "plan.txt"
MANY = "\n".join(f"<p>{number}</p>" for number in range(20))


def everything() -> object:
    one = want("page", "guide/a", title="New", text="<p>one</p>\n<p>two</p>\n<p>three</p>",
               state="published")  # fmt: skip
    before = "<p>one</p>\n<p>2</p>\n<p>three</p>"
    kept = want("page", "kept", title="K", text="mine")
    long = want("page", "long", title="L", text=MANY, labels=["vip"])
    desired = [
        one,
        want("label", "vip", size=3),
        want("label", "up", size=5, secret="n"),
        want("box", "b", name="B"),
        want("page", "amb", title="Amb"),
        kept,
        long,
        want("label", "ad", size=1),
    ]
    lives = [
        live(
            "page",
            "1",
            title="Old",
            text=before,
            state="published",
            url="https://h.test/articles/1",
        ),
        live("label", "2", name="up", size=4),
        live("page", "3", title="Amb"),
        live("page", "4", title="Amb"),
        live("label", "5", name="gone"),
        live("page", "6", title="K", text="theirs"),
        live("label", "7", name="ad", size=2),
        live("page", "9", title="L"),
        live("label", "8", name="else"),
    ]
    entries = [owned(one, "1", title="Old", text=before, state="published"),
               owned(want("label", "up"), "2", name="up", size=4, secret="o"),
               Entry(Ref("label", "gone"), "5"), owned(kept, "6", title="K", text="mine"),
               owned(long, "9", title="L", text=None, labels__else=True)]  # fmt: skip
    return planned(desired, lives, entries, exclude=("label/else", "box")).plan


def test_a_plan_as_it_looks(request: pytest.FixtureRequest) -> None:
    made = everything()
    text = plan(made, plain, title="Plan for production (toy), API 2.16") + "\n"  # type: ignore[arg-type]
    if request.config.getoption("--update"):
        GOLDEN.write_text(text, "utf-8")
    assert text == GOLDEN.read_text("utf-8")


def test_colour_is_only_added() -> None:
    made = planned([want("label", "a")]).plan
    bare = plan(made, plain, title="T")
    import re  # noqa: PLC0415 - only here

    assert re.sub(r"\x1b\[[0-9;]*m", "", plan(made, coloured, title="T")) == bare
    assert coloured("unheard-of", "x") == "x"


def test_an_edit_in_intercom_shows_both_sides_on_one_line() -> None:
    drift = (
        FieldChange(("title",), "Theirs", "Mine"),
        FieldChange(("text",), MANY, "short"),
        FieldChange(("secret",), "a", "b", personal=True),
        FieldChange(("labels", "vip"), None, after=True, item=True),
        FieldChange(("labels", "old"), before=True, after=None, item=True),
    )
    made = planned([want("label", "a")]).plan
    kept = replace(made.changes[0], drift=drift)
    lines = plan(replace(made, changes=(), kept=(kept,)), plain, title="T").splitlines()
    assert lines[2:-2] == [
        "Edited in Intercom, left as it is there:",
        "  * label/a",
        '      title: "Mine" declared, "Theirs" in Intercom',
        "      text, from declared to what is in Intercom:",
        *(
            f"        {sign} | {line}"
            for sign, line in [("-", "short"), *(("+", f"<p>{number}</p>") for number in range(20))]
        ),
        "      secret: changed (personal, not shown)",
        "      labels.vip: declared, not in Intercom",
        "      labels.old: in Intercom, not declared",
        f"  {EDITED_HINT}",
    ]


def test_who_edited_it_is_named_as_far_as_intercom_tells() -> None:
    made = planned([want("label", "a")]).plan
    kept = replace(made.changes[0], drift=(FieldChange(("title",), "Theirs", "Mine"),))
    refused = replace(kept, op="refuse", why="both", fields=kept.drift)
    for editor, said in ((Editor("ada@x.test", 0, "web"), "by ada@x.test, web, 1970-01-01 00:00 UTC"),
                         (Editor("", 60, "api"), "by somebody, api, 1970-01-01 00:01 UTC"),
                         (Editor(at=60), "last changed 1970-01-01 00:01 UTC")):  # fmt: skip
        one = replace(made, changes=(refused,), kept=(kept,), editors={kept.ref: editor})
        lines = plan(one, plain, title="T").splitlines()
        assert f"      both ({said})" in lines
        assert f"  * label/a {said}" in lines
        assert lines.count('      title: "Mine" declared, "Theirs" in Intercom') == 2
    unknown = replace(made, changes=(refused,), kept=(), editors={kept.ref: Editor()})
    assert "      both" in plan(unknown, plain, title="T").splitlines()


def test_nothing_to_do_is_said() -> None:
    made = planned([]).plan
    assert plan(made, plain, title="T").splitlines()[-1] == (
        "Plan: 0 to create, 0 to update, 0 to remove, 0 refused; 0 unchanged."
    )
    assert forecast_line(made) == "Nothing to write."
    assert "to move" in plan(
        planned([want("label", "n", name="x")], [live("label", "1", name="x")],
                [owned(Ref("label", "o"), "1", name="x")]).plan, plain, title="T",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text é 中", "plain text é 中"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("a\nb\rc\td", "a\\nb\\rc\\td"),
        ("\u202eabc", "\\u202eabc"),
        ("no\u00a0break", "no\u00a0break"),
        ("\x9b31m", "\\x9b31m"),
    ],
)
def test_text_of_strangers_moves_no_cursor(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    ("one", "shown"),
    [(None, "(nothing)"), (True, "true"), (False, "false"), (3, "3"), (["a", 1], '["a", 1]'),
     ("x" * 90, f'"{"x" * 80}…"'), ("a\nb", '"a\\nb"')],
)  # fmt: skip
def test_values_fit_on_a_line(one: object, shown: str) -> None:
    assert value(one) == shown


def test_counts_are_in_words() -> None:
    assert [plural(1, "write"), plural(2, "write"), plural(2000, "company", "companies")] == [
        "1 write", "2 writes", "2,000 companies",
    ]  # fmt: skip


def found(column: int = 3, line: int = 2, hint: str = "do this") -> Finding:
    return finding("unknown-field", "there is no field x", Pos("a.yaml", line, column), hint=hint)


def test_a_finding_shows_its_line_with_a_caret_and_the_way_out() -> None:
    text = findings([found()], plain, lambda _: "  x: 1\n")
    assert text.splitlines() == [
        "a.yaml:2:3: error[unknown-field]: there is no field x",
        "    2 |   x: 1",
        "          ^",
        "  help: do this",
    ]


def test_a_long_line_is_cut_around_the_place() -> None:
    lines = findings([found(column=500)], plain, lambda _: "y" * 499 + "x" + "z" * 500).splitlines()
    assert len(lines[1]) < 130
    assert lines[1][lines[2].index("^")] == "x"


def test_a_finding_without_a_line_or_place_is_one_line() -> None:
    assert findings([finding("scope", "left out")], plain, lambda _: "never") == (
        "note[scope]: left out"
    )
    assert findings([found()], plain, lambda _: None).count("\n") == 1
    assert "^" not in findings([found(column=0)], plain, lambda _: "x")


def test_the_same_message_is_shown_once_and_counted() -> None:
    many = [found(line=number) for number in range(1, 7)]
    text = findings(many, plain, lambda _: None)
    assert text.count("error[unknown-field]") == 1
    assert "also: a.yaml:2:3, a.yaml:3:3, a.yaml:4:3 and 2 more in 1 file; --json lists all" in text
    assert counts([*many, finding("scope", "x")]) == "6 errors, 1 note"


def test_the_report_adds_up() -> None:
    made = planned([want("label", str(number)) for number in range(4)]).plan
    outcomes = ["done", "unchanged", "failed", "blocked"]
    results = [StepResult(step, outcome, "1", found() if outcome == "failed" else None)  # type: ignore[arg-type]
               for step, outcome in zip(made.steps, outcomes, strict=True)]  # fmt: skip

    def shown_of(some: list[StepResult], **options: Any) -> list[str]:
        given = {"deviations": 0, "checked": 2, "requests": (5, 2), "seconds": 1.25} | options
        return closing(made, some, paint=plain, **given).splitlines()

    assert shown_of(results) == [
        "Applied: 2 of 4 writes done, 1 failed, 1 blocked, in 1.2 s.",
        "Requests: 5 reads, 2 writes (forecast: at most 0 reads, 4 writes).",
        "What was written reads back as declared (2 objects); 2 writes are still due: apply again.",
    ]
    assert shown_of(results[:2])[-1] == "Second plan: empty, 2 objects read again."
    assert shown_of(results[1:3], checked=0)[-1] == "1 write is still due: apply again."
    assert len(shown_of([], checked=0)) == 2
    assert shown_of(results, deviations=3)[-1] == "Second plan: 3 fields not as declared."
    stopped = "Interrupted: what was in flight is finished; apply again to go on."
    assert shown_of(results, checked=0, interrupted=True)[2:] == [stopped]
    shown = report_json(
        made, results, deviations=[found()], findings=[], requests=(5, 2), certified=True
    )
    assert sum(shown["outcomes"].values()) == len(results)
    assert shown["results"][2]["error"]["code"] == "unknown-field"
    assert shown["second_plan_empty"] is False
    for some, empty in ((results, False), (results[:2], True)):
        again = report_json(made, some, deviations=[], findings=[], requests=(5, 2), certified=True)
        assert again["second_plan_empty"] is empty
    assert result(results[0], 1, 10, plain) == "[ 1/10] done      create    label/0"
