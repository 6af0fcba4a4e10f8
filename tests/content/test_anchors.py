"""Headings as targets: what they are called, which one a link means, with which id they are sent."""

import time

import pytest

from reconciler.content import (
    Headings,
    anchors,
    canonical,
    heading_id,
    identified,
    keyed,
    leads_nowhere,
    slug,
    unanchored,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The parts", "the-parts"), ("Was ist neu?", "was-ist-neu"), ("Über  uns", "über-uns"),
        ("a_b - c", "a_b---c"), ("1. First", "1-first"), ("日本語", "日本語"), ("🎉", ""),
        ("C++ & C#", "c--c"), ("e\u0301t\u00e9", "été"),
    ],
)  # fmt: skip
def test_an_anchor_is_made_as_github_makes_it(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_headings_are_found_wherever_they_are_and_told_apart() -> None:
    html = (
        "<h1>Use</h1><details><summary><h2>Use</h2></summary><h3>Use-1</h3></details>"
        '<h2 class="x" id="h_0123456789"><b>More</b> &amp; <i>use</i></h2><h2 data-id="no">Use</h2></h2><h4>open'
    )
    assert [(one.key, one.id) for one in anchors(html)] == [
        ("use", ""), ("use-1", ""), ("use-1-1", ""), ("more--use", "h_0123456789"), ("use-2", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fragment", "key"),
    [
        ("the-parts", "the-parts"), ("The-Parts", "the-parts"), ("the_parts", "the-parts"),
        ("h_0123456789", "über-uns"), ("uber-uns", "über-uns"), ("%C3%BCber-uns", "über-uns"),
        ("usage_1", "usage-1"), ("a-b", "a---b"), ("nothing", None), ("", None), ("-", None),
    ],
)  # fmt: skip
def test_a_link_means_the_heading_however_its_tool_makes_anchors(
    fragment: str, key: str | None
) -> None:
    page = Headings(anchors(
        '<h1>The parts</h1><h2 id="h_0123456789">Über uns</h2><h2>Usage</h2><h2>Usage</h2><h2>a - b</h2>'
    ))  # fmt: skip
    assert page.key(fragment) == key


def test_headings_are_sent_with_the_ids_they_have_and_links_lead_there() -> None:
    html = '<p><a href="#one">x</a> <a href="#nowhere">y</a> <a href="#%C3%BC">z</a></p><h2>One</h2><h2 id="set">Ü</h2><h2 id="h_aaaaaaaaaa">Own</h2>'
    sent = identified(html, {"one": "h_1111111111"})
    own = heading_id("ü")
    assert '<a href="#h_1111111111">x</a> <a href="#nowhere">y</a>' in sent
    assert f'<a href="#{own}">z</a>' in sent
    assert '<h2 id="h_1111111111">One</h2>' in sent
    assert f'<h2 id="{own}">Ü</h2>' in sent
    assert '<h2 id="h_aaaaaaaaaa">Own</h2>' in sent
    assert canonical(sent) == canonical(html)
    assert identified("<p>x</p>", {}) == "<p>x</p>"


def test_two_bodies_are_equal_when_their_links_mean_the_same_heading() -> None:
    ours = '<p><a href="#die-%C3%BCbersicht">x</a></p><h2>Die Übersicht</h2>'
    theirs = '<p class="no-margin"><a href="#h_0123456789" target="_blank">x</a></p><h1 id="h_0123456789">Die Übersicht</h1>'
    assert canonical(ours) == canonical(theirs)
    other = theirs.replace('id="h_0123456789"', 'id="h_9999999999"')
    assert canonical(ours) != canonical(other)
    assert leads_nowhere(canonical(other))
    assert unanchored(canonical(ours)) == unanchored(canonical(other))
    assert keyed("<p>x</p>") == "<p>x</p>"
    assert keyed('<a href="#a">x</a>') == '<a href="#a">x</a>'


@pytest.mark.parametrize(
    "html",
    ["<h1>" * 100_000, "<h1" * 100_000, 'href="#' * 100_000, "<h2>a</h2>" * 20_000,
     '<a href="#x">' * 50_000, "<h1>x" * 50_000 + "</h1>" * 50_000,
     '<a href="#a">x</a>' * 20_000 + '<h1 id="a">x</h1>' * 20_000, "#h_" * 200_000],
    ids=["open", "cut", "href", "alike", "links", "nested", "both", "ids"],
)  # fmt: skip
def test_a_hostile_body_costs_no_more_than_its_length(html: str) -> None:
    begun = time.process_time()
    page = Headings(anchors(html))
    for number in range(2000):
        page.key(f"nothing-{number}")
    identified(html, {})
    keyed(html)
    leads_nowhere(unanchored(html))
    assert time.process_time() - begun < 5
