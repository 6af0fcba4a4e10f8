"""Comments that ignore findings: which codes, on which lines, and why.

`# reconciler: ignore CODE because REASON` in YAML and front matter, `<!-- ... -->` in a page.
Behind a line it covers that line; alone on a line also the next one; above everything the
whole file. Whether there is such a finding is for core.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate, islice

from reconciler.codes import CODES, finding
from reconciler.model import Finding, Pos, Suppression
from reconciler.near import did_you_mean
from reconciler.source.scan import pieces

MARK = "reconciler:"
START = r"[ \t]{0,9}reconciler:[ \t]{0,9}ignore\b"
HASH = re.compile(rf"(?:^|(?<=[ \t]))#{START}(?P<said>[^\n]{{0,500}})", re.MULTILINE)
ANGLE = re.compile(rf"<!--{START}(?P<said>[^\n]{{0,500}}?)-->")
SAID = re.compile(r"(?P<codes>[\w-]+(?:\s*,\s*[\w-]+)*)?(?:\s+because\s+(?P<reason>.*\w.*))?.*")
NOTHING = re.compile(r"[ \t]*(?:#.*|---)?[ \t]*"), re.compile(r"[ \t]*(?:<!--.*-->)?[ \t]*")
"""A line without content in YAML, and in a body."""
REASON = "write it as `ignore CODE because REASON`"
MOST = 1000
"""Comments of a file that count; a file with more is no spec that somebody wrote."""


def suppressions(
    text: str, path: str, *, body_line: int = 0, form: str = "md"
) -> tuple[list[Suppression], list[Finding]]:
    """What a file ignores, and what is wrong with that.

    body_line, form: of a page, where its body begins and what it is; all before is YAML.
    """
    if MARK not in text:
        return [], []
    lines = text.split("\n")
    starts = list(accumulate((len(one) + 1 for one in lines), initial=0))
    content = [number for number, one in enumerate(lines, 1)
               if not NOTHING[0 < body_line <= number].fullmatch(one)]  # fmt: skip
    found: list[Suppression] = []
    wrong: list[Finding] = []
    body = starts[min(body_line - 1, len(lines))] if body_line else len(text)
    for at, said in islice(_comments(text, body, form), MOST):
        line = bisect_right(starts, at)
        pos = Pos(path, line, at - starts[line - 1] + 1)
        codes, reason = _said(said, pos, wrong)
        if codes and reason:
            found.append(Suppression(codes, reason, pos, line, _last(content, line)))
    return found, wrong


def _comments(text: str, body: int, form: str) -> Iterator[tuple[int, str]]:
    """Where each comment begins, and what it says after `ignore`; none in the code of a body."""
    for found in HASH.finditer(text, 0, body):
        yield found.start(), found["said"]
    at = body
    for number, piece in enumerate(pieces(text[body:], form)):
        if number % 2 == 0:
            yield from ((at + one.start(), one["said"]) for one in ANGLE.finditer(piece))
        at += len(piece)


def _said(said: str, pos: Pos, wrong: list[Finding]) -> tuple[tuple[str, ...], str]:
    parts = SAID.match(said.strip(" \t:"))
    named = re.findall(r"[\w-]+", (parts and parts["codes"]) or "")
    reason = ((parts and parts["reason"]) or "").strip()
    if not named or not reason:
        about = f"nothing says why {', '.join(named)} is ignored" if named else "no code is named"
        wrong.append(finding("ignore-reason", f"{about}; so it is not", pos, hint=REASON))
    codes = []
    for code in named:
        if code in CODES and CODES[code].adjustable:
            codes.append(code)
        else:
            wrong.append(_refused(code, pos))
    return tuple(codes), reason


def _refused(code: str, pos: Pos) -> Finding:
    if code in CODES:
        hint = f"correct what it is about; `reconciler explain {code}` says why"
        return finding("ignore-refused", f"{code} cannot be ignored", pos, hint=hint)
    hint = did_you_mean(code, CODES) or "docs/codes lists them all"
    return finding("ignore-refused", f"there is no finding {code}", pos, hint=hint)


def _last(content: list[int], line: int) -> int:
    """The last line that is covered: its own, or the next with content; 0 at the head of a file."""
    after = bisect_left(content, line)
    if after == 0 and content[:1] != [line]:
        return 0
    return content[after] if after < len(content) else line
