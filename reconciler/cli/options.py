"""Options that several commands share, and what they stand for."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial, wraps
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])
IN_MEMORY = ":memory:"


@dataclass(frozen=True, slots=True)
class Common:
    """The shared options of one call."""

    directory: Path
    workspace: str | None
    as_json: bool
    simulator: str | None
    base_url: str | None
    token_env: str
    ledger: str | None
    reserve: float = 0.0
    trace: Path | None = None
    assets: str | None = None


def _options() -> list[Callable[[Any], Any]]:
    return [
        click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout."),
        click.option("-C", "--directory", type=click.Path(path_type=Path, file_okay=False),
                     default=Path(), help="The project's folder.", show_default="here"),
        click.option("-w", "--workspace", metavar="NAME", help="A workspace of reconciler.yaml; "
                     "the first one by default."),
    ]  # fmt: skip


def _online_options() -> list[Callable[[Any], Any]]:
    return [
        click.option("--simulator", is_flag=False, flag_value=IN_MEMORY, metavar="[FILE]",
                     help="The built-in Intercom instead of a real one, kept in FILE."),
        click.option("--base-url", envvar="INTERCOM_BASE_URL", metavar="URL",
                     help="Another address of the API, such as a proxy."),
        click.option("--token-env", default="INTERCOM_ACCESS_TOKEN", metavar="NAME",
                     show_default=True, help="The variable that holds the token."),
        click.option("--ledger", envvar="RECONCILER_LEDGER", metavar="PLACE",
                     help="Where the ledger is kept: file:PATH or git:REMOTE."),
        click.option("--assets", envvar="RECONCILER_ASSETS", metavar="PLACE",
                     help="Where apply uploads images to: git:REMOTE or s3://BUCKET/PREFIX."),
        click.option("--reserve", type=click.FloatRange(0, 0.9), default=0.0, metavar="SHARE",
                     help="Leave this share (0 to 0.9) of Intercom's request limit to other apps."),
        click.option("--trace", type=click.Path(path_type=Path), metavar="FILE",
                     help="Add a line of JSON to FILE for every request: no token, no bodies."),
    ]  # fmt: skip


DEFAULTS: dict[str, Any] = {
    "simulator": None, "base_url": None, "token_env": "INTERCOM_ACCESS_TOKEN", "ledger": None,
    "reserve": 0.0, "trace": None, "assets": None,
}  # fmt: skip


def _with(options: list[Callable[[Any], Any]], command: Command) -> Command:
    @wraps(command)
    def called(**given: Any) -> Any:
        names = [one.name for one in fields(Common)]
        shared = {name: given.pop(name, DEFAULTS.get(name)) for name in names}
        return command(Common(**shared), **given)

    for option in reversed(options):
        called = option(called)
    return called  # type: ignore[return-value] # the decorated function takes its place


def offline(command: Command) -> Command:
    """For commands that never open a connection."""
    return _with(_options(), command)


def online(command: Command) -> Command:
    """For commands that talk to Intercom."""
    return _with([*_options(), *_online_options()], command)


def selection(command: Command) -> Command:
    """--only and --exclude."""
    only = click.option("--only", multiple=True, metavar="SELECTOR",
                        help="KIND, KIND/GLOB or a file; may be repeated.")  # fmt: skip
    exclude = click.option("--exclude", multiple=True, metavar="SELECTOR",
                           help="The same, to leave out.")  # fmt: skip

    @wraps(command)
    def called(common: Common, **given: Any) -> Any:
        named = {one: as_written(given.pop(one), common.directory) for one in ("only", "exclude")}
        return command(common, **named, **given)

    selected: Command = only(exclude(called))  # type: ignore[assignment] # takes its place
    return selected


def as_written(selectors: tuple[str, ...], root: Path) -> tuple[str, ...]:
    """Files as findings name them: relative to the project, without a leading ./"""
    return tuple(map(partial(_inside, root.resolve()), selectors))


def _inside(root: Path, selector: str) -> str:
    if selector.startswith("./"):
        return posixpath.normpath(selector)
    path = Path(selector)
    inside = path.is_absolute() and path.resolve().is_relative_to(root)
    return path.resolve().relative_to(root).as_posix() if inside else selector


def modes(command: Command) -> Command:
    """--stage and --publish, which exclude each other, as `mode`."""

    @wraps(command)
    def called(common: Common, *, stage: bool, publish: bool, **given: Any) -> Any:
        if stage and publish:
            raise click.UsageError("--stage and --publish exclude each other")
        mode = "stage" if stage else "publish" if publish else None
        return command(common, mode=mode, **given)

    staging = click.option("--stage", is_flag=True,
                           help="Put texts of published articles into drafts.")  # fmt: skip
    publishing = click.option("--publish", is_flag=True,
                              help="Publish what was staged, too.")  # fmt: skip
    chosen: Command = staging(publishing(called))  # type: ignore[assignment] # it takes its place
    return chosen


def edits(command: Command) -> Command:
    """--edited-in-intercom, for this run stronger than the files."""
    option = click.option(
        "--edited-in-intercom", "--edited", "edited",
        type=click.Choice(["keep", "refuse", "overwrite"]),
        help="What to do with edits made in Intercom; stronger than the files.",
    )  # fmt: skip
    edited: Command = option(command)
    return edited
