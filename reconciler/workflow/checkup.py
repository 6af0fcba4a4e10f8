"""What the answers of a workspace say about token, place and rights: one finding a line.

Pure: takes answers and a project, returns checks. Sends nothing and prints nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Literal, Protocol

from reconciler.errors import ApiError, CredentialsError, Exit
from reconciler.model import Config, Json, Workspace

Level = Literal["ok", "note", "warning", "problem"]
TOLERANCE = 2.0
"""Seconds by which two clocks may differ: a window of the rate limit has ten."""
WINDOWS = 6
"""In a minute."""
SCARCE = 0.1
UNAUTHORIZED = 401
TOO_MANY = 429
NEW_TOKEN = "make a new one in Intercom's Developer Hub, under Authentication of the app"  # noqa: S105 - a hint
TOKENS = {
    "token_revoked": "it was revoked: " + NEW_TOKEN,
    "token_expired": "it has expired: " + NEW_TOKEN,
    "token_blocked": "Intercom blocked it: ask their support, or " + NEW_TOKEN,
    "token_suspended": "the workspace or the app is suspended: ask Intercom's support",
    "token_not_found": "Intercom does not know it: look for a part that was lost in copying",
    "missing_authorization": "something on the way took the header away: look at the proxy",
}
OTHER_TOKEN = "is it whole, of this region, and not another app's? else " + NEW_TOKEN


@dataclass(frozen=True, slots=True)
class Check:
    """One line. `exit`: with which code a problem ends the run."""

    name: str
    level: Level
    message: str
    hint: str = ""
    exit: Exit = Exit.DONE


class Probed(Protocol):
    """An answer or why there is none; `headers` in lower case, times in epoch seconds."""

    @property
    def found(self) -> Json | ApiError: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def started(self) -> float: ...
    @property
    def ended(self) -> float: ...


def token(me: Json | ApiError) -> Check:
    if not isinstance(me, ApiError):
        return Check("token", "ok", "accepted")
    if me.status == UNAUTHORIZED:
        hint = TOKENS.get(me.code, OTHER_TOKEN)
        return Check("token", "problem", f"not accepted: {me}", hint, Exit.CREDENTIALS)
    if me.status == TOO_MANY:
        return refused("rate limit", me)
    return refused("token" if me.status else "connection", me)


def refused(name: str, error: ApiError) -> Check:
    """A call that failed, with its reason; a missing scope is named by Intercom's message."""
    exit_ = Exit.CREDENTIALS if isinstance(error, CredentialsError) else Exit.FAILED
    return Check(name, "problem", str(error), error.hint, exit_)


def app_id_of(me: Json | ApiError) -> str:
    """The workspace that the token belongs to; empty where the answer does not say."""
    app = None if isinstance(me, ApiError) else me.get("app")
    return str(app.get("id_code") or "") if isinstance(app, Mapping) else ""


def workspace(me: Json, wanted: Workspace) -> Check:
    found = app_id_of(me)
    if not found:
        return Check("workspace", "problem", "the answer to GET /me names no workspace",
                     "the API's address is not Intercom's", Exit.FAILED)  # fmt: skip
    if not wanted.app_id:
        return Check("workspace", "warning", f"{found}, and {wanted.name} names none",
                     f"write app_id: {found} into reconciler.yaml; "
                     "another workspace's token is then refused")  # fmt: skip
    if wanted.app_id != found:
        return Check("workspace", "problem",
                     f"the token belongs to {found}, {wanted.name} is {wanted.app_id}",
                     "use the token of that workspace, or choose another one with --workspace",
                     Exit.REFUSED)  # fmt: skip
    return Check("workspace", "ok", f"{found} is {wanted.name}")


def region(me: Json, wanted: Workspace, *, regional: bool) -> Check:
    """`regional`: the host of that region is asked, not an address of somebody's own."""
    app = me.get("app")
    found = str(app.get("region") or "").lower() if isinstance(app, Mapping) else ""
    if not found:
        return Check("region", "note", "Intercom does not say where the workspace lives")
    if found == wanted.region:
        return Check("region", "ok", found)
    what = f"the workspace lives in {found}, {wanted.name} says {wanted.region}"
    hint = f"write region: {found} into reconciler.yaml"
    if not regional:
        return Check("region", "warning", what, hint)
    return Check("region", "problem", what, hint, Exit.REFUSED)


def version(me: Json | ApiError, wanted: str, newest: str) -> Check:
    if isinstance(me, ApiError) and me.code == "intercom_version_invalid":
        return Check("API version", "problem", f"{wanted} of reconciler.yaml is not accepted",
                     f"write api_version: '{newest}' there", Exit.FAILED)  # fmt: skip
    if isinstance(me, ApiError):
        return Check("API version", "note", f"{wanted}: not checked")
    if wanted == newest:
        return Check("API version", "ok", f"{wanted}, the newest that is known here")
    return Check("API version", "ok", f"{wanted}; {newest} is the newest that is known here")


def clock(probed: Probed) -> Check:
    """Between the seconds that the answer took, and the whole second of the Date header."""
    try:
        there = parsedate_to_datetime(probed.headers.get("date", "")).timestamp()
    except (ValueError, OverflowError):
        return Check("clock", "note", "not checked: the answer has no date")
    earliest, latest = there - probed.ended, there + 1 - probed.started
    skew = max(earliest, 0.0) or min(latest, 0.0)
    if abs(skew) <= TOLERANCE:
        return Check("clock", "ok", "in step with Intercom's")
    which = "behind" if skew > 0 else "ahead of"
    return Check("clock", "warning", f"{abs(skew):,.0f} s {which} Intercom's",
                 "set this machine's clock: waiting for the rate limit goes by it")  # fmt: skip


def rate(answers: Sequence[Probed]) -> Check:
    said = (_budget(one.headers) for one in sorted(answers, key=lambda one: one.ended))
    told = [one for one in said if one is not None]
    if not told:
        return Check("rate limit", "note", "not checked: no answer has such headers")
    limit, left = told[-1]
    what = (f"{limit:,} requests in 10 s, about {limit * WINDOWS:,} a minute; "
            f"{left:,} left now")  # fmt: skip
    if left < limit * SCARCE:
        return Check("rate limit", "warning", what,
                     "other apps use the workspace's budget too; runs will wait")  # fmt: skip
    return Check("rate limit", "ok", what)


def _budget(headers: Mapping[str, str]) -> tuple[int, int] | None:
    limit, left = (_number(headers.get(f"x-ratelimit-{name}")) for name in ("limit", "remaining"))
    return None if limit is None or left is None else (limit, left)


def help_centers(found: Json | ApiError, config: Config, *, used: bool) -> Iterator[Check]:
    """`used`: the specs have collections or articles."""
    if isinstance(found, ApiError):
        yield refused("help center", found)
        return
    data = found.get("data")
    rows = [one for one in data if isinstance(one, dict)] if isinstance(data, list) else []
    if not rows:
        level: Level = "problem" if used else "note"
        yield Check("help center", level, "there is none", "add one in Intercom's settings",
                    Exit.FAILED if used else Exit.DONE)  # fmt: skip
        return
    yield _present(rows)
    for one in rows:
        if one.get("website_turned_on") is False:
            yield Check("help center", "warning", f"{_named(one)} is switched off",
                        "nobody sees its articles until it is set live in Intercom")  # fmt: skip
    yield _locales(rows, config)


def _present(rows: Sequence[Json]) -> Check:
    names = ", ".join(_named(one) for one in rows)
    if len(rows) == 1:
        return Check("help center", "ok", names)
    first = next((_named(one) for one in rows if one.get("default")), "the default one")
    return Check("help center", "warning", f"there are several: {names}",
                 f"new collections go to {first}")  # fmt: skip


def _named(one: Json) -> str:
    return str(one.get("identifier") or one.get("display_name") or one.get("id"))


def _locales(rows: Sequence[Json], config: Config) -> Check:
    there = {str(locale) for one in rows for locale in one.get("locales") or ()}
    if not there:
        return Check("languages", "note", "not checked: Intercom names them from API 2.16 on")
    missing = [one for one in config.locales if one not in there]
    if missing:
        return Check("languages", "warning", f"the help center has no {', '.join(missing)}",
                     "add them in Intercom's settings, or take them out of "
                     "help_center.locales")  # fmt: skip
    more = sorted(there - set(config.locales))
    if more:
        return Check("languages", "note", f"the help center also has {', '.join(more)}",
                     "add them to help_center.locales to keep them here too")  # fmt: skip
    return Check("languages", "ok", ", ".join(config.locales))


def author(admins: Json | ApiError, me: Json, config: Config) -> Check:
    acting = str(me.get("email") or "(no e-mail)")
    given = config.defaults.get("articles")
    wanted = str(given.get("author") or "") if given else ""
    if not wanted or "{{" in wanted:
        return Check("author", "ok", f"{acting}, for whom the token acts")
    if isinstance(admins, ApiError):
        return Check("author", "note", f"{wanted}: not checked, see the line about admins")
    known = {str(one.get("email")).casefold() for one in _rows(admins.get("admins"))}
    if wanted.casefold() in known:
        return Check("author", "ok", f"{wanted} by default; the token acts for {acting}")
    return Check("author", "problem", f"no teammate has the address {wanted}",
                 "mend defaults.articles.author in reconciler.yaml", Exit.INVALID)  # fmt: skip


def _rows(found: Any) -> Iterable[Json]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004 - more digits than any limit has
