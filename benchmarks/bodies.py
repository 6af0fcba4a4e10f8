"""Article bodies: a changed page, an unchanged one, edits that show and edits that do not, and a
plan of 10,000 articles without a change.

(a) A changed page: rendered, its own and the live body brought into their canonical form; against
markdown-it-py's HTML of it and the same two forms. An unchanged one: what a plan spends on it
beyond reading, with what earlier plans remember. (b) Random single edits of live bodies: 10,000
that a reader would see, all of them found; 10,000 that Intercom or an editor may make without
anybody seeing it, none reported. (c) The whole process, from files, a ledger and recorded lists.
Ends with 1 where a bound is missed: python benchmarks/bodies.py [page|edits|plan]
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "content"))

from _measure import APP_ID, PYTHON, Bar, cost, in_turns, planned, verdict
from _pages import page

from reconciler.garbage import no_collection

COUNT = 10_000
PAGES = 200
ROUNDS = 7
RATIO, MICROSECONDS, SECONDS = 0.5, 60.0, 15.0
ECHO = 1700000000


def echoes() -> Callable[[str], str]:
    """What the simulator makes of a body."""
    from reconciler.simulator.bodies import rewritten  # noqa: PLC0415 - not where a plan is measured
    from reconciler.simulator.bodies.setting import Setting  # noqa: PLC0415 - as above
    from reconciler.simulator.switches import Switches  # noqa: PLC0415 - as above

    numbers = iter(range(10**9))
    setting = Setting(Switches(), lambda: next(numbers))
    return lambda html: rewritten(html, setting)


def html_of(text: str) -> str:
    from reconciler.content import as_written, rendered  # noqa: PLC0415 - loads the parsers

    return rendered(text, form="md", link=as_written, image=as_written, line=1).html


# ---------------------------------------------------------------- (a) one page


def spent(work: Callable[[Any], object], each: Sequence[Any]) -> float:
    """Seconds of CPU for one."""
    start = time.process_time()
    for one in each:
        work(one)
    return (time.process_time() - start) / len(each)


@no_collection()
def pages() -> int:
    """Without a search for garbage, as a plan runs."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - the other side

    texts = [page(number) for number in range(PAGES)]
    echo = echoes()
    own = [html_of(text) for text in texts]
    live = [echo(html) for html in own]
    theirs = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    works: dict[str, tuple[Callable[[Any], object], Sequence[Any]]] = {
        "markdown-it-py": (theirs.render, texts),
        "own and live form": (
            lambda two: (form(two[0]), form(two[1])),
            [*zip(own, live, strict=True)],
        ),
        "changed page": (lambda two: changed(*two), [*zip(texts, live, strict=True)]),
    }
    best = dict.fromkeys(works, 1e9)
    for _ in range(ROUNDS):
        for name, (work, each) in works.items():
            best[name] = min(best[name], spent(work, each))
    best["unchanged page"] = unchanged(texts, live)
    for name, seconds in best.items():
        print(f"{name:52}{seconds * 1e6:9.0f} us")
    base = best["markdown-it-py"] + best["own and live form"]
    return verdict(
        Bar("changed page / markdown-it-py and both forms", best["changed page"] / base, RATIO),
        Bar("unchanged page", best["unchanged page"] * 1e6, MICROSECONDS, " us"),
    )


def form(html: str) -> str:
    """The canonical form, worked out."""
    from reconciler import memory  # noqa: PLC0415 - not where a plan is measured
    from reconciler.content import canonical  # noqa: PLC0415 - loads the parsers

    memory.MEMORY.forms.clear()
    return canonical(html)


def changed(text: str, live: str) -> None:
    from reconciler.content import canonical  # noqa: PLC0415 - loads the parsers

    form(live)
    canonical(html_of(text))


def unchanged(texts: Sequence[str], live: Sequence[str]) -> float:
    """What a plan spends on a page that it knows from an earlier one."""
    from reconciler.content import canonical  # noqa: PLC0415 - loads the parsers
    from reconciler.memory import FEW, remembering  # noqa: PLC0415 - as above
    from reconciler.workflow.remembered import Rows  # noqa: PLC0415 - as above

    def work(two: Sequence[str]) -> None:
        canonical(html_of(two[0]))
        canonical(two[1])

    best = 1e9
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(ROUNDS):
            rows = Rows(Path(folder, "bodies.sqlite3"))
            with remembering(lambda rows=rows: rows) as memory:  # type: ignore[misc]
                memory.asked = FEW
                best = min(best, spent(work, [*zip(texts, live, strict=True)]))
            rows.save()
    return best


# ---------------------------------------------------------------- (b) edits


def edits() -> int:
    from mutated import SEEN, UNSEEN, mutated  # noqa: PLC0415 - lies with the tests

    echo, chance = echoes(), random.Random(0)
    live = [echo(html_of(page(number))) for number in range(PAGES)]
    missed, reported = Counter[str](), Counter[str]()
    for edits, wrong, seen in ((SEEN, missed, True), (UNSEEN, reported, False)):
        for _ in range(COUNT):
            html = chance.choice(live)
            name, new = mutated(html, edits, chance)
            wrong[name] += (form(new) != form(html)) != seen
    for name, count in (missed + reported).items():
        print(f"{name}: {count}")
    return verdict(
        Bar(f"edits that show, of {COUNT:,}: missed", missed.total(), 0, ""),
        Bar(f"edits that do not, of {COUNT:,}: reported", reported.total(), 0, ""),
    )


# ---------------------------------------------------------------- (c) a plan


def workspace(folder: Path, count: int) -> list[str | Path]:
    cost([PYTHON, __file__, "record", folder, str(count)])
    cost([PYTHON, __file__, "first", folder])
    return [PYTHON, __file__, "planned", folder]


def recorded(folder: Path, count: int) -> None:
    """The files of so many articles, and the pages that the list of them answers."""
    from reconciler.content import take_title  # noqa: PLC0415 - loads the parsers

    articles, echo = folder / "specs" / "articles", echoes()
    articles.mkdir(parents=True)
    (folder / "reconciler.yaml").write_text("version: 1\n")
    live = []
    for number in range(count):
        text = page(number)
        (articles / f"page-{number:05}.md").write_text(f"---\nstate: published\n---\n{text}")
        title, rest, _ = take_title(text)
        live.append(_article(number, title or "", echo(html_of(rest))))
    lines = [("article", live[n : n + 50]) for n in range(0, count, 50)]
    (folder / "live.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines))


def _article(number: int, title: str, body: str) -> dict[str, Any]:
    return {
        "type": "article", "id": str(number + 1), "workspace_id": APP_ID, "title": title,
        "description": "", "body": body, "author_id": 1, "state": "published",
        "created_at": ECHO, "updated_at": ECHO + number, "url": f"https://help.example.com/{number}",
        "parent_id": None, "parent_ids": [], "parent_type": None, "default_locale": "en",
        "translated_content": None,
    }  # fmt: skip


def plan() -> int:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        command, empty = (workspace(folder / str(count), count) for count in (COUNT, 0))
        mine, none = in_turns(1, command, empty)
    assert f"{COUNT:,} unch" in mine.out, mine.out[-2000:]
    print(f"plan of {COUNT:,}: {mine.cpu:.2f} s, {mine.peak:.0f} MiB; of none: {none.cpu:.2f} s")
    return verdict(Bar(f"plan of {COUNT:,} articles, CPU", mine.cpu, SECONDS, " s"))


PARTS: dict[str, Callable[[], int]] = {"page": pages, "edits": edits, "plan": plan}


def main(names: Iterable[str]) -> int:
    return max([PARTS[name]() for name in names])


if __name__ == "__main__":
    if sys.argv[1:2] == ["record"]:
        recorded(Path(sys.argv[2]), int(sys.argv[3]))
        sys.exit()
    if sys.argv[1:2] in (["first"], ["planned"]):
        planned(Path(sys.argv[2]), remember=sys.argv[1] == "first")
    sys.exit(main(sys.argv[1:] or PARTS))
