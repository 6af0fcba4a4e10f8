"""Generated bodies: any tree of blocks, and which of them Intercom refuses."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from reconciler.content.inline import clean, line_of, tidy
from reconciler.content.tree import (
    BOLD,
    BREAK,
    CODE,
    ITALIC,
    Attachment,
    Block,
    Blocks,
    Button,
    Callout,
    Cell,
    Code,
    Collapsible,
    Heading,
    Image,
    List,
    Opaque,
    Paragraph,
    Rule,
    Run,
    Table,
    Video,
)  # fmt: skip

quick = settings(
    max_examples=50, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)

LETTERS = "ab Z<>&\"'é\u0301\u00a0\u200b\u4e2d.*_`[]#|\\-1"
MARKS = [0, BOLD, ITALIC, BOLD | ITALIC, CODE, BOLD | CODE]
LINKS = ["https://a.io/", "https://a.io/x?y=1&z=%C3%A9#f", "mailto:a@b.io", "#top",
         "reconciler:article/a%20b#c"]  # fmt: skip
ALIGNS = ["", "", "", "center"]

texts = st.text(LETTERS, min_size=1, max_size=8)
words = texts.map(line_of).filter(bool)
run = st.builds(
    lambda text, marks, link: Run(clean(text, marks), marks, link),
    texts,
    st.sampled_from(MARKS),
    st.sampled_from([None, None, None, *LINKS]),
)
break_ = st.sampled_from([0, BOLD]).map(lambda marks: Run(BREAK, marks))
runs = st.lists(run | run | break_, min_size=1, max_size=6).map(tidy).filter(bool)
code_text = st.text("ab <&\n\t\u00e9\r", max_size=12).map(
    lambda text: text.replace("\r", "").rstrip("\n")
)

leaves: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, runs, st.sampled_from(ALIGNS)),
    st.builds(Paragraph, runs),
    st.builds(Heading, st.integers(1, 6), runs, st.sampled_from(ALIGNS)),
    st.builds(
        Image,
        st.sampled_from(["https://i.io/a.png", "https://i.io/b.png?x=1&y=2"]),
        st.just("") | words,
        st.sampled_from([None, *LINKS]),
        st.sampled_from(ALIGNS),
        width=st.sampled_from(["", "40"]),
    ),
    st.builds(Code, code_text.filter(str.strip)),
    st.just(Rule()),
    st.builds(Attachment, words, st.just("https://downloads.intercomcdn.com/i/o/1/f.pdf")),
    st.builds(Opaque, st.sampled_from(["audio", "iframe"]), st.just("https://o.io/x")),
    st.builds(Button, words, st.sampled_from(LINKS), st.sampled_from(ALIGNS)),
    st.builds(Video, st.sampled_from(["https://www.youtube.com/embed/a-1",
                                      "https://player.vimeo.com/video/12"])),
)  # fmt: skip


def holding(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    some = st.lists(inner, min_size=1, max_size=3).map(tuple)
    maybe = st.lists(inner, max_size=2).map(tuple)
    row = st.lists(st.builds(Cell, maybe, st.sampled_from([1, 1, 2]), st.sampled_from([1, 1, 3])),
                   min_size=1, max_size=3).map(tuple)  # fmt: skip
    return st.one_of(
        st.builds(List, st.booleans(), st.lists(some, min_size=1, max_size=3).map(tuple)),
        st.builds(Table, st.lists(row, min_size=1, max_size=3).map(tuple)),
        st.builds(Callout, st.sampled_from(["", "#feedaf80"]), st.sampled_from(["", "#fbc91633"]),
                  some),
        st.builds(Collapsible, runs, some),
    )  # fmt: skip


blocks = st.recursive(leaves, holding, max_leaves=8)
bodies = st.lists(blocks, min_size=1, max_size=4).map(tuple)


def refused(body: Blocks, inside: bool = False) -> bool:
    """What Intercom refuses; rendering changes it, emitting does not."""
    for one in body:
        match one:
            case Opaque():
                return True
            case Table(rows):
                if inside or any(refused(cell.blocks, inside=True) for row in rows for cell in row):
                    return True
            case List(_, items):
                if any(refused(item, inside=True) for item in items):
                    return True
            case Callout() | Collapsible():
                if refused(one.blocks, inside):
                    return True
    return False
