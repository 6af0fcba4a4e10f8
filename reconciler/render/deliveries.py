"""Deliveries as people read them: what is due, how a run goes, what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reconciler.core.delivered.due import Due
from reconciler.core.delivered.rule import Event, Message, Rule
from reconciler.render.safe import Paint, plural, printable

WORDS: Mapping[str, str] = {
    "sent": "sent",
    "uncertain": "uncertain",
    "failed": "refused by Intercom",
    "template": "without a text that can be made",
    "had": "had it already",
    "foreign": "in the hands of another run",
    "changed": "no longer matching",
    "gone": "gone",
    "unreachable": "not reachable by e-mail",
    "unclaimed": "that could not be claimed",
    "stopped": "not begun",
}
NAMED = 20
"""Ids in one line."""


def due(found: Sequence[Due], paint: Paint) -> str:
    """The section of a plan."""
    lines = [paint("bold", "Deliveries, not part of apply (`reconciler deliver` sends them):")]
    for one in found:
        count = f"{one.found:,} due" if one.found is not None else "not known"
        lines.append(f"  {printable(one.label or one.rule.ref)}: {count}; {kind_of(one.rule)}")
        lines.append(f"      {paint('dim', printable(one.query))}")
        if one.problem:
            lines.append(f"      {printable(one.problem)}")
    return "\n".join(lines)


def kind_of(rule: Rule) -> str:
    match rule.content:
        case Message(channel=channel, texts=texts):
            languages = f" in {plural(len(texts), 'language')}" if len(texts) > 1 else ""
            return f"{'e-mail' if channel == 'email' else 'in-app message'}{languages}"
        case Event(name=name):
            return f"event {printable(name)}"
    return "reply"


def rate(done: int, total: int, seconds: float) -> str:
    """How far it is, how fast it goes, how long it will take."""
    if seconds <= 0 or not done:
        return f"{done:,} of {total:,}"
    speed = done / seconds
    left = max(total - done, 0) / speed
    return f"{done:,} of {total:,}, {speed:.1f}/s, {_span(left)} left"


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


def outcome(
    ref: str, due_: int, results: Mapping[str, int], *, dry: bool, refused: str = ""
) -> str:
    """One line for one rule."""
    parts = [f"{results[name]:,} {word}" for name, word in WORDS.items() if results.get(name)]
    would = f"{due_:,} would be sent" if dry else f"{due_:,} due"
    if refused:
        parts.append("refused")
    return f"{printable(ref)}: {'; '.join([would, *parts])}"


def uncertain(ref: str, ids: Sequence[str], paint: Paint) -> str:
    """Everybody by name, for a person has to decide."""
    what = f"nobody knows whether these {len(ids):,} were sent:"
    lines = [f"{paint('warning', 'uncertain')}: {printable(ref)}: {what}"]
    lines += [f"  {printable(one)}" for one in ids]
    lines.append(f"  {paint('dim', 'help:')} look into Intercom, then `reconciler deliveries "
                 f"resolve {printable(ref)} --skip | --resend [ID..]`")  # fmt: skip
    return "\n".join(lines)
