"""Did you mean: the nearest of the names that would have been right."""

from __future__ import annotations

from collections.abc import Collection, Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    from difflib import get_close_matches  # noqa: PLC0415 - only where something is wrong

    names = {one.casefold(): one for one in known}
    close = get_close_matches(word.casefold(), names, n=1, cutoff=0.6)
    return names[close[0]] if close else None


COMPARED = 100_000
"""Names that the hints of one run look at, before they stop: about a second."""


class Hints:
    """Did you mean, where there may be as many mistakes as names.

    The same word is looked for once; when enough names were looked at, no more hints come.
    """

    def __init__(self) -> None:
        self._left = COMPARED
        self._found: dict[tuple[str, str], str | None] = {}

    def nearest(self, word: str, among: str, known: Collection[str]) -> str | None:
        """`among`: what the names are of, the same for the same names."""
        if (word, among) not in self._found:
            spent, self._left = self._left <= 0, self._left - len(known)
            self._found[word, among] = None if spent else nearest(word, known)
        return self._found[word, among]

    def did_you_mean(self, word: str, among: str, known: Collection[str]) -> str:
        """A hint, or nothing."""
        near = self.nearest(word, among, known)
        return f"did you mean {near}?" if near else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint, or nothing."""
    near = nearest(word, known)
    return f"did you mean {near}?" if near else ""
