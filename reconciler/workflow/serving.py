"""Files of the project that a plan is about to show: where each is served, before it is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from reconciler.apply import Served
from reconciler.core.compared.links import File, files
from reconciler.core.planned.plan import Planned
from reconciler.errors import ReconcilerError
from reconciler.model import Absent, Step
from reconciler.parallel import at_once
from reconciler.source.looking import Looking, content

WORKERS = 8


class Content(NamedTuple):
    """A file with its type by content. `read` gives the bytes of `digest`, else an error."""

    file: File
    media: str
    digest: str
    read: Callable[[], bytes]


Upload = Callable[[Sequence[Content]], Mapping[File, str]]
"""Gives the address of each; ReconcilerError where the place does not take them."""
Check = Callable[[str, str], str]
"""An address and the type that has to arrive from there -> why it does not; else nothing."""


def needed(steps: Iterable[Step]) -> list[File]:
    """Every file that the requests of a plan name, once."""
    found = (one for step in steps for one in _in(step.request.body))
    return list(dict.fromkeys(found))


def _in(value: Any) -> Iterator[File]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _in(inner)
    elif isinstance(value, str):
        yield from files(value)


def already_served(planned: Planned) -> Served:
    """By their paths, below the address that the configuration names."""
    base = planned.assets.base_url
    if not base or planned.assets.to:
        return Served()
    return Served({one: f"{base}/{quote(one.path)}" for one in needed(planned.plan.steps)})


def serve(
    planned: Planned, root: Path, *, upload: Upload | None = None, check: Check | None = None
) -> Served:
    """Uploads what has to be, and looks whether everybody can fetch it.

    Where something is wrong with a file, the articles that show it are not written.
    """
    contents, problems = _contents(needed(planned.plan.steps), Looking(root.resolve()))
    urls = dict(already_served(planned).urls)
    if planned.assets.to and upload is not None and contents:
        try:
            urls = dict(upload(contents))
        except ReconcilerError as error:
            why = f"cannot be served: {error.message}" + (f" ({error.hint})" if error.hint else "")
            problems |= {one.file: why for one in contents}
    if check is not None:
        problems |= _unreachable(urls, contents, check)
    return Served({one: url for one, url in urls.items() if one not in problems}, problems)


def _contents(wanted: Iterable[File], looking: Looking) -> tuple[list[Content], dict[File, str]]:
    contents, problems = [], {}
    for one in wanted:
        found = looking(one.path)
        if isinstance(found, Absent):
            problems[one] = found.why
        elif found.problem:
            problems[one] = found.problem
        elif not found.digest.startswith(one.digest):
            problems[one] = "changed since it was planned; plan again"
        else:
            read = partial(_bytes, looking.root, found.path, found.digest)
            contents.append(Content(one, found.media, found.digest, read))
    return contents, problems


def _bytes(root: Path, path: str, digest: str) -> bytes:
    try:
        data = content(root, path)
    except OSError as error:
        raise ReconcilerError(f"{path} cannot be read: {error.strerror or error}") from error
    if sha256(data).hexdigest() != digest:
        raise ReconcilerError(f"{path} changed while it was read", hint="plan again")
    return data


def _unreachable(
    urls: Mapping[File, str], contents: Iterable[Content], check: Check
) -> dict[File, str]:
    known = [one for one in contents if one.file in urls]
    found = at_once(lambda one: check(urls[one.file], one.media), known, workers=WORKERS)
    return {one.file: why for one, why in zip(known, found, strict=True) if why}
