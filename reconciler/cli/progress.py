"""Progress of long work: a bar on a terminal, plain lines elsewhere, nothing with --json."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from reconciler.cli.output import painter, say
from reconciler.model import StepResult
from reconciler.render.terminal import result


class Progress:
    """Called with each result; a context, so that the bar is taken down in any case."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self._total = total
        self._quiet = quiet or not total
        self._done = 0
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        if not self._quiet and sys.stdout.isatty():
            from rich.progress import Progress as Bar  # noqa: PLC0415 - only on a terminal

            self._bar = Bar(transient=True)
            self._bar.start()
            self._task = self._bar.add_task("Applying", total=self._total)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, one: StepResult) -> None:
        self._done += 1
        if self._bar is not None:
            self._bar.update(self._task, advance=1)
        elif not self._quiet and one.outcome != "skipped":
            # After an interruption hundreds are skipped at once; the report counts them.
            say(result(one, self._done, self._total, painter()))


@contextmanager
def counting(words: str, total: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Gives what is told how many more are done: a bar on a terminal, one line elsewhere."""
    if quiet or not total or not sys.stderr.isatty():
        if total and not quiet:
            say(f"{words}: {total:,}", err=True)
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - only on a terminal
    from rich.progress import Progress as Bar  # noqa: PLC0415 - as above

    with Bar(transient=True, console=Console(stderr=True)) as bar:
        task = bar.add_task(words, total=total)
        yield lambda more: bar.update(task, advance=more)
