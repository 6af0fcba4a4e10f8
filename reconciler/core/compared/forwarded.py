"""Redirects that `removed: [{ref: .., redirect: ..}]` asks for: one for each address that goes.

The addresses are those that the object has while it is there; once it is gone they are known
from the redirects that we own. So a redirect is created before its page goes, or not at all,
and stays for as long as the entry does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reconciler.core.compared.verdict import finished
from reconciler.core.planned.situation import Situation
from reconciler.model import (
    LANGUAGE,
    OWN,
    REMOVALS,
    Change,
    Desired,
    Entry,
    Field,
    Kind,
    Live,
    Map,
    Ref,
    Spec,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Forwards:
    """`desired`: the redirects. `sources`: what is to go -> those of its addresses."""

    desired: Mapping[Ref, Desired] = field(default_factory=dict)
    sources: Mapping[Ref, tuple[Ref, ...]] = field(default_factory=dict)


def forwarded(situation: Situation) -> Forwards:
    moves, kind = situation.moves, next((one for one in situation.kinds.values()
                                         if one.forwards), None)  # fmt: skip
    if kind is None or not moves.redirects:
        return Forwards()
    made, sources = dict(_owned(situation, kind)), {}
    taken = {one.fields.get(kind.forwards) for one in (*situation.desired.values(), *made.values())}
    for ref, entry in situation.entries.items():
        gone = next((one for one in (ref, moves.to(ref)) if one in moves.redirects), None)
        if gone is None or ref in situation.desired:
            continue
        live = next((one for one in situation.lives.get(ref.kind, ()) if one.id == entry.id), None)
        own = {name: one for name, one in _leaving(situation, kind, gone, live)
               if one.fields[kind.forwards] not in taken}  # fmt: skip
        made |= own
        sources[ref] = tuple(own)
    return Forwards(made, sources)


def _owned(situation: Situation, kind: Kind) -> Iterator[tuple[Ref, Desired]]:
    """Those that were created before, as they are remembered."""
    for ref, entry in situation.entries.items():
        gone = Ref.parse(ref.name.rpartition("@")[0])
        ours = ref.kind == kind.name and gone in situation.moves.redirects
        if ours and ref not in situation.desired:
            yield ref, _redirect(situation, kind, ref, gone, _remembered(entry))


def _remembered(entry: Entry) -> Mapping[str, str]:
    return {name: value for name, value in entry.meant.items() if isinstance(value, str)}


def _leaving(
    situation: Situation, kind: Kind, gone: Ref, live: Live | None
) -> Iterator[tuple[Ref, Desired]]:
    """A redirect for each address that an object has, in the order of its languages."""
    addresses = [(situation.language, live.url), *live.urls.items()] if live else []
    languages = {url: language for language, url in reversed(addresses) if url}
    locale, center = _named(kind, LANGUAGE), _named(kind, OWN)
    for url, language in sorted(languages.items(), key=lambda one: one[1]):
        values = {kind.forwards: url}
        values |= {locale.name: language} if locale else {}
        values |= {center.name: _around(situation, center, url)} if center else {}
        ref = Ref(kind.name, f"{gone}@{language}")
        yield ref, _redirect(situation, kind, ref, gone, values)


def _named(kind: Kind, default: str) -> Field | None:
    return next((one for one in kind.fields if one.default == default), None)


def _around(situation: Situation, center: Field, url: str) -> str:
    """The name of the help center that an address belongs to, else of the default one."""
    lives = situation.lives.get(center.ref, ())
    host = _host(url)
    found = [live for live in lives if _host(str(live.fields.get("url"))) == host]
    found += [live for live in lives if live.fields.get("default")]
    key = situation.kinds[center.ref].key[0]
    return str(found[0].fields.get(key)) if found else OWN


def _host(url: str) -> str:
    return url.partition("//")[2].partition("/")[0].lower()


def _redirect(
    situation: Situation, kind: Kind, ref: Ref, gone: Ref, values: Mapping[str, str]
) -> Desired:
    """Where the entry says today that the address leads, whatever was remembered."""
    target = situation.moves.to(situation.moves.redirects[gone])
    tables = {one.name: one for one in kind.fields if one.name in values}
    fields = {name: values[name] for name, one in tables.items()
              if name == kind.forwards or one.default in (LANGUAGE, OWN)}  # fmt: skip
    fields |= {one.name: target.name for one in kind.fields if one.ref == target.kind}
    refs = [Ref(one.ref, fields[one.name]) for one in kind.fields if one.ref and one.name in fields]
    pos = situation.moves.places[gone]
    spec = Spec(ref, Map(mark=pos[1:3]), pos.file, pos[1:3])
    return Desired(ref, fields, spec, refs=tuple(refs))


def led_on(changes: Sequence[Change], forwards: Forwards) -> list[Change]:
    """Removals after their redirects. Where a redirect is refused its page stays too: nobody
    would be led on from it.
    """
    by_ref = {one.ref: one for one in changes}
    going = {ref: [by_ref[one] for one in names if one in by_ref]
             for ref, names in forwards.sources.items()
             if ref in by_ref and by_ref[ref].op in REMOVALS}  # fmt: skip
    return [_after(one, going.get(one.ref, ())) for one in changes]


def unless_idle(due: Sequence[Change], forwards: Forwards) -> list[Change]:
    """Without redirects from pages that stay, whatever keeps them."""
    going = {one.ref for one in due if one.op in REMOVALS}
    idle = {one for ref, names in forwards.sources.items() if ref not in going for one in names}
    return [one for one in due if one.ref not in idle or one.op == "refuse"]


def _after(one: Change, redirects: Sequence[Change]) -> Change:
    refused = [each for each in redirects if each.op == "refuse"]
    if refused:
        why = f"{refused[0].ref} is refused"
        return finished(replace(one, op="refuse", fields=(), why=why))
    return replace(one, after=tuple(each.ref for each in redirects)) if redirects else one
