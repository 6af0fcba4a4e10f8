"""What a query needs to know of a workspace before it is sent: attributes, ids of what it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from reconciler.codes import finding
from reconciler.model import Finding, Json, Listing, Pos
from reconciler.near import did_you_mean
from reconciler.query import Place, Query, Reference, Searchable, parse
from reconciler.workflow.readable import READABLE

MODELS = {"contacts": "contact"}
"""Searches by custom attributes, and whose attributes these are."""


class Lists(Protocol):
    """What looking up needs of a client."""

    def stream(self, listing: Listing) -> Iterator[Any]: ...


def searchable(table: Searchable, texts: object, lists: Lists) -> Searchable:
    """The table with the custom attributes that the workspace has, where they are asked for."""
    model = MODELS.get(table.name)
    if model is None or "custom_attributes" not in str(texts):
        return table
    listing = Listing("/data_attributes", query={"model": model})
    found = _all(lists, listing)
    types = {str(one["name"]): _type(one) for one in found if one.get("custom") and "name" in one}
    return table.knowing(types, complete=True)


def _type(one: Json) -> str:
    return "options" if one.get("options") else str(one.get("data_type", ""))


def checked(
    texts: object, table: Searchable, lists: Lists, *, place: Place
) -> Query | tuple[Finding, ...]:
    """A query over what the workspace has; every mistake in it otherwise."""
    return parse(texts, searchable(table, texts, lists), place=place)


def resolved(
    query: Query, lists: Lists, *, place: Callable[[Reference], Pos | None]
) -> tuple[Mapping[Reference, str], tuple[Finding, ...]]:
    """Ids of everything that the query names, and a finding for each name that there is not.

    One list for each kind that is named. Names are compared without regard to case.
    """
    ids: dict[Reference, str] = {}
    findings: list[Finding] = []
    for kind in dict.fromkeys(one.kind for one in query.references):
        row = READABLE[kind]
        known: dict[str, list[str]] = {}
        for one in _all(lists, row.listing):
            known.setdefault(str(one.get(row.named[0], "")).casefold(), []).append(
                str(one.get("id"))
            )
        for wanted in (one for one in query.references if one.kind == kind):
            found = known.get(wanted.name.casefold(), [])
            if len(found) == 1:
                ids[wanted] = found[0]
                continue
            problem = f"{len(found)} are called" if found else "there is no"
            what = (
                f"{problem} {row.name} {wanted.name}"
                if not found
                else (f"{len(found)} {row.plural} are called {wanted.name}")
            )
            hint = (
                did_you_mean(wanted.name, known)
                if not found
                else f"search by its id: {', '.join(found)}"
            )
            findings.append(finding("query-value", what, place(wanted), hint=hint))
    return ids, tuple(findings)


def _all(lists: Lists, listing: Listing) -> list[Json]:
    return [one for page in lists.stream(listing) for one in page.items]
