"""Links and images as they are written, for tests that are about something else."""

from collections.abc import Callable


def asis(written: str, _line: int, _column: int) -> str:
    return written


def put(answer: Callable[[str], str | None]) -> Callable[[str, int, int], str | None]:
    return lambda written, _line, _column: answer(written)
