"""The entry: which commands there are, and how any failure ends, in text or in JSON."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import signal
import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any, NoReturn

import click

from reconciler import __version__
from reconciler.cli.once import DOCUMENT
from reconciler.cli.resort import last_resort
from reconciler.errors import (
    Exit,
    ReconcilerError,
    StoppedError,
    TerminatedError,
    interruption,
)
from reconciler.memory import Store, remembering

COMMANDS = {
    "validate": "Check the specs offline.",
    "plan": "Show what would change in Intercom.",
    "apply": "Make Intercom as declared, exactly as approved.",
    "deliver": "Send what is due, to each contact once.",
    "deliveries": "See and settle what was sent once.",
    "import": "Write what Intercom has into specs.",
    "pull": "Take edits made in Intercom into the files.",
    "get": "Show what Intercom has.",
    "simulate": "Run the built-in Intercom on a port.",
    "doctor": "Check token, workspace, rights and limits.",
    "ledger": "Look after the ledger.",
    "mv": "Give a resource another name.",
    "rm": "Take a resource out of the specs.",
    "translations": "Show which translations are missing or fell behind.",
    "explain": "Show what a kind or a field takes, or what a finding means.",
    "render": "Show an article's body on its way to Intercom.",
    "schema": "Print the JSON Schema of the spec files.",
}

SHORT = (["validate"], ["plan"])
"""Commands that build much and end soon after: searching all that for garbage finds nothing."""
LONGEST = 500
"""Characters of an unforeseen error."""


class Commands(click.Group):
    """Loads a command's file only when it is called: `--help` loads none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002 - click's parameter is positional
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"reconciler.cli.{name.replace('import', 'import_')}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS:
            from reconciler.near import did_you_mean  # noqa: PLC0415 - start-up

            hint = did_you_mean(args[0], COMMANDS)
            ctx.fail(f"there is no command {args[0]!r}. {hint.capitalize()}".strip())
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Every flag can be set as RECONCILER_<COMMAND>_<FLAG>. The token is read from "
    "INTERCOM_ACCESS_TOKEN. Exit codes: docs/exit-codes.md.",
)
@click.version_option(__version__, message="%(version)s")
def cli() -> None:
    """Keep an Intercom workspace in git: plan, review, apply."""


def run() -> NoReturn:
    """The console script: never a traceback, always an exit code of the table."""
    signal.signal(signal.SIGTERM, _terminated)
    last_resort(_given_up)
    if sys.argv[1:2] in SHORT:
        gc.disable()
    code = main(sys.argv[1:])
    if code in (Exit.INTERRUPTED, Exit.TERMINATED):
        _leave(code)
    sys.exit(code)


def _given_up(cause: KeyboardInterrupt) -> NoReturn:
    _leave(_stopped(cause, as_json="--json" in sys.argv))


def _leave(code: int) -> NoReturn:
    """Without waiting for threads that still wait for an answer nobody wants any more."""
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def main(args: list[str]) -> int:
    """Runs one command line and returns its exit code."""
    DOCUMENT.printed = DOCUMENT.begun = False
    try:
        with _remembering():
            return _ended(args)
    except BrokenPipeError:
        # The reader of our output is gone; what is left to write has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(Exit.FAILED)


@contextlib.contextmanager
def _remembering() -> Iterator[None]:
    """What is worked out of many bodies is kept for the next run, in the user's cache folder."""
    opened: list[Any] = []

    def opening() -> Store:
        from pathlib import Path  # noqa: PLC0415 - only where there are many bodies

        from reconciler.web import cache_file  # noqa: PLC0415 - as above
        from reconciler.workflow.remembered import Rows  # noqa: PLC0415 - as above

        file = cache_file(os.environ, Path.home(), sys.platform)
        rows = Rows(file.with_name("bodies.sqlite3"))
        opened.append(rows)
        return rows

    with remembering(opening):
        try:
            yield
        finally:
            for one in opened:
                one.save()


def _ended(args: list[str]) -> int:
    try:
        code = cli.main(args, prog_name="reconciler", standalone_mode=False,
                        auto_envvar_prefix="RECONCILER")  # fmt: skip
        sys.stdout.flush()
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return int(Exit.USAGE)
    except click.UsageError as error:
        return _usage(error, as_json="--json" in args)
    except (click.Abort, KeyboardInterrupt) as error:
        cause = error.__cause__ if isinstance(error, click.Abort) else error
        return _stopped(cause, as_json="--json" in args)
    except ReconcilerError as error:
        from reconciler.cli.output import failure  # noqa: PLC0415 - start-up

        return failure(error, as_json="--json" in args)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - the last place that can end a run in order
        if cause := interruption(error):
            return _stopped(cause, as_json="--json" in args)
        return _defect(error, args)
    return int(code or 0)


def _stopped(cause: BaseException | None, *, as_json: bool) -> int:
    """The end of a run that somebody ended; `connect` counted what it had sent."""
    from reconciler.cli.output import failure  # noqa: PLC0415 - start-up
    from reconciler.render.safe import plural  # noqa: PLC0415 - start-up

    what, code = "interrupted", Exit.INTERRUPTED
    if isinstance(cause, TerminatedError):
        what, code = "terminated", Exit.TERMINATED
    requests = getattr(cause, "requests", None)
    if requests is not None:
        reads, writes = requests
        what += f" after {plural(reads, 'read')} and {plural(writes, 'write')}"
    return failure(StoppedError(what, requests), as_json=as_json, code=code)


def _terminated(signum: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001 - a signal handler
    raise TerminatedError


def _usage(error: click.UsageError, *, as_json: bool) -> int:
    command = error.ctx.command_path if error.ctx else "reconciler"
    hint = _misplaced(error) or f"see {command} --help"
    return _failed(error.format_message(), Exit.USAGE, ["--json"] if as_json else [], hint)


def _misplaced(error: click.UsageError) -> str:
    """The way out where an option of the commands stands before the command."""
    if not isinstance(error, click.NoSuchOption) or error.ctx is None or error.ctx.parent:
        return ""
    shared = {"-C": "-C DIR", "--directory": "--directory DIR", "-w": "-w NAME",
              "--workspace": "--workspace NAME", "--json": "--json"}  # fmt: skip
    option = shared.get(error.option_name)
    return f"write it after the command: reconciler plan {option}" if option else ""


def _defect(error: Exception, args: list[str]) -> int:
    """What nobody foresaw: its kind and its words, and the traceback only on demand."""
    if os.environ.get("RECONCILER_DEBUG") == "1":
        import traceback  # noqa: PLC0415 - start-up

        traceback.print_exception(error)
    what = " ".join(f"{type(error).__name__}: {error}"[:LONGEST].split())
    hint = "run it again with RECONCILER_DEBUG=1 to see the traceback"
    message = f"{what} (a defect of reconciler, please report it)"
    return _failed(message, Exit.FAILED, args, hint)


def _failed(message: str, code: Exit, args: list[str], hint: str = "") -> int:
    from reconciler.cli.output import failure  # noqa: PLC0415 - start-up

    error = ReconcilerError(message, hint=hint)
    return failure(error, as_json="--json" in args, code=code)
