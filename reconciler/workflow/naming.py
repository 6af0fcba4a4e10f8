"""What rules name and a workspace has to have: senders, assignees, tags, what queries refer to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from reconciler.codes import finding
from reconciler.core.delivered.requests import Targets
from reconciler.core.delivered.rule import Reply, Rule
from reconciler.deliver import Intercom
from reconciler.model import Finding, Json, Listing, Pos
from reconciler.near import did_you_mean
from reconciler.query import Reference
from reconciler.workflow.searching import resolved

if TYPE_CHECKING:
    from reconciler.workflow.project import Identity

LISTS = {
    "admin": (Listing("/admins", items="admins"), "email"),
    "team": (Listing("/teams", items="teams"), "name"),
    "tag": (Listing("/tags"), "name"),
}


class Lists(Intercom, Protocol):
    """What looking up needs of a client, besides."""

    def stream(self, listing: Listing) -> Iterator[Any]: ...


@dataclass(slots=True)
class Named:
    """`targets`: by the rule's ref."""

    ids: dict[Reference, str] = field(default_factory=dict)
    targets: dict[str, Targets] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def named(rules: Sequence[Rule], client: Lists, identity: Identity) -> Named:
    """Every name that there is not is a finding; each list is read once, where it is needed."""
    found, book = Named(), _Book(client)
    for rule in rules:
        if rule.query.references:
            place = rule.at.get("where")
            ids, wrong = resolved(rule.query, client, place=_at(place))
            found.ids |= ids
            found.findings += wrong
        found.targets[rule.ref] = _targets(rule, book, identity, found.findings)
    return found


def _at(place: Pos | None) -> Callable[[Reference], Pos | None]:
    return lambda _: place


def _targets(rule: Rule, book: _Book, identity: Identity, findings: list[Finding]) -> Targets:
    def known(kind: str, name: str, pos: Pos | None) -> str:
        ids = book.ids(kind)
        if name.casefold() in ids:
            return ids[name.casefold()]
        code = "unknown-teammate" if kind == "admin" else "missing-reference"
        what = f"{rule.ref}: there is no {kind} {name} in Intercom"
        hint = did_you_mean(name, ids) or f"correct the name of the {kind}"
        findings.append(finding(code, what, pos, hint=hint))
        return ""

    spec, content = rule.spec, rule.content
    needed = rule.what != "event"
    sender = known("admin", rule.sender or identity.email, rule.at.get("from")) if needed else "0"
    if not isinstance(content, Reply):
        return Targets(sender)
    tags = tuple(known("tag", one, spec.pos("tags", str(number)))
                 for number, one in enumerate(content.tags))  # fmt: skip
    kind, name = content.assign or ("nobody", "")
    assignee = "0" if kind == "nobody" else known(kind, name, spec.pos("assign", kind, value=True))
    return Targets(sender, tags, assignee)


@dataclass(slots=True)
class _Book:
    """Ids by name, in lower case."""

    client: Lists
    known: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def ids(self, kind: str) -> Mapping[str, str]:
        if kind not in self.known:
            listing, key = LISTS[kind]
            rows: list[Json] = [one for page in self.client.stream(listing) for one in page.items]
            self.known[kind] = {str(one.get(key, "")).casefold(): str(one["id"]) for one in rows}
        return self.known[kind]
