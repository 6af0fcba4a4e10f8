"""Whether addresses lead somewhere: asked politely, each once, and remembered for a while."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from urllib.parse import urldefrag, urlsplit

from reconciler.parallel import at_once
from reconciler.web.ask import Answer, UnreachableError, Web
from reconciler.web.cache import Cache

HOSTS_AT_ONCE = 16
PAUSE = 0.1
"""Seconds between two questions to the same host, which are never side by side."""
BUSY = frozenset({429, 503})
ASKING_WHO = frozenset({401, 403, 407, 451, 999})
"""There is something, and it wants to know who asks."""
FAILED = 400
OK = 200


def checked(
    urls: Iterable[str],
    web: Web,
    cache: Cache,
    *,
    sleep: Callable[[float], None] = time.sleep,
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, str]:
    """Each address that leads nowhere, as given, with the reason. `progress`: how many are done."""
    bare = {url: urldefrag(url).url for url in urls}
    verdicts = {url: known for url in set(bare.values()) if (known := cache.get(url)) is not None}
    progress(len(verdicts))
    hosts: dict[str, list[str]] = {}
    for url in sorted(set(bare.values()) - verdicts.keys()):
        hosts.setdefault(_host(url), []).append(url)

    def ask(some: list[str]) -> dict[str, str]:
        found = {}
        for number, url in enumerate(some):
            if number:
                sleep(PAUSE)
            found[url] = _verdict(web, url, cache)
            progress(1)
        return found

    for found in at_once(ask, hosts.values(), workers=HOSTS_AT_ONCE):
        verdicts |= found
    cache.save()
    return {url: verdicts[plain] for url, plain in bare.items() if verdicts[plain]}


def _verdict(web: Web, url: str, cache: Cache) -> str:
    """Why the address leads nowhere; empty where it leads somewhere, or nobody can tell."""
    try:
        answer = _asked(web, url)
    except UnreachableError as error:
        why = str(error)
    else:
        if answer.status in BUSY:
            return ""  # asked again by the next run
        good = answer.status < FAILED or answer.status in ASKING_WHO
        why = "" if good else f"answers {answer.status}"
    cache.put(url, why)
    return why


def _asked(web: Web, url: str) -> Answer:
    """Some answer a question for the head wrongly, or not at all."""
    try:
        answer = web.ask("HEAD", url)
        if answer.status < FAILED:
            return answer
    except UnreachableError as error:
        if error.private:
            raise
    return web.ask("GET", url)


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def image_problem(web: Web, url: str, media: str) -> str:
    """Why Intercom could not fetch what is served there; empty where it can.

    `media`: the type that the file has by its content; an image has to arrive as one.
    """
    try:
        answer = web.ask("HEAD", url)
        if answer.status != OK:
            answer = web.ask("GET", url)
    except UnreachableError as error:
        return f"cannot be fetched: {url} {error}"
    if answer.status != OK:
        return f"cannot be fetched: {url} answers {answer.status}"
    arrived = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media.startswith("image/") and not arrived.startswith("image/"):
        return f"does not arrive as an image: {url} answers {arrived or 'no type'}"
    return ""
