"""The plan and the report of an apply as people read them.

Removals and refusals first, then what is created and changed; unchanged is only counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from reconciler.core.compared.verdict import RENDERED_ANEW
from reconciler.core.planned.saved import summary
from reconciler.model import Change, Editor, FieldChange, Plan, StepResult
from reconciler.render.lists import item_changes
from reconciler.render.safe import Paint, plural, printable, value

SIGNS = {
    "create": "+", "update": "~", "adopt": "=", "move": ">", "delete": "-", "archive": "-",
    "unpublish": "-", "refuse": "!", "release": "?", "keep": "*", "replace": "~",
    "stage": "~", "publish": "^",
}  # fmt: skip
STYLES = {"delete": "remove", "archive": "remove", "unpublish": "remove", "release": "dim",
          "keep": "dim"}  # fmt: skip
RANK = {"delete": 0, "archive": 0, "unpublish": 0, "replace": 0, "refuse": 1}
SHORT = 40
EDITED_HINT = (
    "`reconciler pull` takes it into the files; --edited-in-intercom overwrite writes yours."
)


def plan(one: Plan, paint: Paint, *, title: str, people: bool = False) -> str:
    """The whole plan; the last line is the summary. `people`: personal values are shown too."""
    lines = [paint("bold", printable(title)), ""]
    anew = [each for each in one.changes if _is_anew(each)]
    lines += _anew(anew, paint) if anew else ()
    alone = (each for each in one.changes if not _is_anew(each))
    for change in sorted(alone, key=lambda each: RANK.get(each.op, 2)):
        lines += _change(change, paint, one.editors.get(change.ref))
        lines += _people(change) if people else ()
    if one.changes:
        lines.append("")
    if one.kept:
        lines += ["Edited in Intercom, left as it is there:", *_kept(one, paint)]
        lines += [f"  {paint('dim', EDITED_HINT)}", ""]
    if one.left_out:
        lines += [f"Left out by --only and --exclude: {plural(len(one.left_out), 'change')}.", ""]
    if one.unmanaged:
        lines += [_unmanaged(one), ""]
    lines.append(paint("bold", summary_line(one)))
    return "\n".join(lines)


def summary_line(one: Plan) -> str:
    """Fixed words in a fixed order, for people and for grep."""
    counts = summary(one)
    words = [f"{counts['create']} to create", f"{counts['update']} to update"]
    if counts["move"]:
        words.append(f"{counts['move']} to move")
    words += [f"{counts['remove']} to remove", f"{counts['refuse']} refused"]
    return f"Plan: {', '.join(words)}; {counts['unchanged']:,} unchanged."


def forecast_line(one: Plan) -> str:
    if not one.steps:
        return "Nothing to write."
    files = one.forecast.uploads
    uploads = f" It uploads at most {plural(files, 'file')} before." if files else ""
    return (f"Applying sends {plural(one.forecast.writes, 'write')} "
            f"and at most {plural(one.forecast.reads, 'read')}.{uploads}")  # fmt: skip


def looked_up_line(one: Plan) -> str:
    """What no list was read for; empty where there is nothing of that sort."""
    counts = sorted(one.forecast.looked_up.items())
    parts = ", ".join(f"{name} ({count:,})" for name, count in counts)
    return parts and f"Looked up one by one: {parts}."


def _is_anew(one: Change) -> bool:
    return one.op == "update" and one.why.startswith(RENDERED_ANEW)


def _anew(changes: Sequence[Change], paint: Paint) -> Iterator[str]:
    """One group of what nobody edited; `--json` has each with its differences."""
    yield f"  {paint('update', '~ update')}    {len(changes):,} together, {RENDERED_ANEW}"
    shown = ", ".join(str(one.ref) for one in changes[:3])
    rest = f", and {len(changes) - 3:,} more" if len(changes) > 3 else ""  # noqa: PLR2004 - as shown
    yield f"      {paint('dim', printable(shown + rest))}"


def _change(one: Change, paint: Paint, editor: Editor | None) -> Iterator[str]:
    sign = paint(STYLES.get(one.op, one.op), f"{SIGNS[one.op]} {one.op:<9}")
    place = f"  {one.desired.spec.pos()}" if one.desired else ""
    yield f"  {sign} {printable(str(one.ref))}{paint('dim', printable(place))}"
    if one.op == "create":
        yield f"      {paint('dim', _in_short(one.fields))}"
        return
    by = _by(editor)
    yield f"      {paint('dim', printable(one.why) + (f' ({by})' if by else ''))}"
    conflicts = one.drift if one.op == "refuse" else ()
    for each in () if one.op == "delete" else one.fields:
        yield from _edit(each, paint) if each in conflicts else _field(each, paint)


def _people(one: Change) -> Iterator[str]:
    """Personal values as they are in Intercom and in the specs: a change holds digests of them."""
    there, here = (dict(side.fields) if side else {} for side in (one.live, one.desired))
    for each in one.fields:
        if each.personal:
            both = f"{value(_at(there, each.path))} -> {value(_at(here, each.path))}"
            yield f"      {printable('.'.join(each.path))}: {both}"


def _at(values: object, path: Sequence[str]) -> object:
    for part in path:
        values = values.get(part) if isinstance(values, dict) else None
    return values


def _in_short(fields: Sequence[FieldChange]) -> str:
    """The first fields of a new object; the spec is there to be read."""
    short = [f"{'.'.join(each.path)}: {value(each.after)}" for each in fields
             if len(value(each.after)) <= SHORT][:4]  # fmt: skip
    more = len(fields) - len(short)
    return printable(", ".join(short)) + (f", and {plural(more, 'field')} more" if more else "")


def _field(each: FieldChange, paint: Paint) -> Iterator[str]:
    name = printable(".".join(each.path))
    if each.item:
        sign = paint("create", "+") if each.after else paint("remove", "-")
        yield f"      {printable(each.path[0])}: {sign} {printable('.'.join(each.path[1:]))}"
    elif each.personal:
        yield f"      {name}: changed (personal, not shown)"
    elif isinstance(each.before, list) and isinstance(each.after, list):
        yield f"      {name}: {', '.join(item_changes(each.before, each.after, paint))}"
    elif _is_long(each.before) or _is_long(each.after):
        yield f"      {name}:"
        yield from _words(each.before, each.after, paint)
    else:
        yield f"      {name}: {value(each.before)} -> {value(each.after)}"


def _words(before: object, after: object, paint: Paint) -> Iterator[str]:
    from reconciler.render.words import changes  # noqa: PLC0415 - most plans change no long text

    return changes(str(before or ""), str(after or ""), paint)


def _is_long(one: object) -> bool:
    return isinstance(one, str) and (len(one) > 60 or "\n" in one)  # noqa: PLR2004 - half a line


def _by(editor: Editor | None) -> str:
    """Who it was and when, as far as Intercom tells."""
    if editor is None or editor.at is None:
        return ""
    when = datetime.fromtimestamp(editor.at, UTC).strftime("%Y-%m-%d %H:%M UTC")
    if not editor.via:
        return f"last changed {when}"
    return printable(f"by {editor.name or 'somebody'}, {editor.via}, {when}")


def _kept(made: Plan, paint: Paint) -> Iterator[str]:
    for one in made.kept:
        by = _by(made.editors.get(one.ref))
        aside = f" {paint('dim', by)}" if by else ""
        yield f"  {paint('dim', '*')} {printable(str(one.ref))}{aside}"
        for each in one.drift:
            yield from _edit(each, paint)


def _edit(each: FieldChange, paint: Paint) -> Iterator[str]:
    """What was declared and what somebody made of it."""
    name = printable(".".join(each.path))
    if not each.personal and not each.item and (_is_long(each.before) or _is_long(each.after)):
        yield f"      {name}, from declared to what is in Intercom:"
        yield from _words(each.after, each.before, paint)
    else:
        yield f"      {name}: {_both(each)}"


def _both(each: FieldChange) -> str:
    if each.personal:
        return "changed (personal, not shown)"
    if each.item:
        return "declared, not in Intercom" if each.after else "in Intercom, not declared"
    return f"{value(each.after)} declared, {value(each.before)} in Intercom"


def _unmanaged(one: Plan) -> str:
    parts = ", ".join(f"{name} ({count:,})" for name, count in sorted(one.unmanaged.items()))
    return f"Not managed, and never touched: {parts}."


# ---------------------------------------------------------------- apply


def result(one: StepResult, done: int, total: int, paint: Paint) -> str:
    """One line of progress, for a log."""
    style = {"done": "create", "unchanged": "dim"}.get(one.outcome, "error")
    part = f" ({one.step.part})" if one.step.part else ""
    width = len(str(total))
    ref = printable(str(one.step.change.ref))
    head = f"[{done:>{width}}/{total}] {paint(style, f'{one.outcome:<9}')}"
    return f"{head} {one.step.change.op:<9} {ref}{part}"
