"""Links and files of bodies, in core alone: which target, which address, which heading."""

from dataclasses import replace

import pytest

from reconciler.core.compared.addresses import addresses, heading, urls_of
from reconciler.core.compared.canonical import lost_headings, same, same_pages
from reconciler.core.compared.links import (
    File,
    addressed,
    files,
    href,
    linked_files,
    relinked,
    served,
    targets,
    unlinked,
)
from reconciler.core.compared.match import Match
from reconciler.core.compared.names import Names
from reconciler.core.declared.anchored import anchored
from reconciler.core.declared.places import Places
from reconciler.core.declared.targets import Linking
from reconciler.model import (
    Absent,
    Assets,
    Config,
    Finding,
    Link,
    LocalFile,
    Look,
    Pos,
    Ref,
    Target,
)
from tests.core.toys import KINDS, live, want

A, B = Ref("page", "a b"), Ref("page", "b")
TEXT = f"<p><a {href(Target(A, 'fr'), '#x')}>one</a> <a {href(Target(B))}>two</a></p>"


def test_links_say_resource_language_and_heading() -> None:
    assert targets(TEXT) == [Target(A, "fr"), Target(B)]
    assert targets("<p>x</p>") == []
    assert relinked(TEXT, lambda ref: B if ref == A else ref) == TEXT.replace(
        "page/a%20b", "page/b"
    )


@pytest.mark.parametrize(
    ("missing", "text"),
    [
        ([], TEXT),
        ([Target(A, "fr")], TEXT.replace("?fr#x", "")),
        ([Target(A, "fr"), Target(A)], f"<p>one <a {href(Target(B))}>two</a></p>"),
        ([Target(B)], f"<p><a {href(Target(A, 'fr'), '#x')}>one</a> two</p>"),
    ],
)
def test_a_link_to_what_is_missing_leads_to_the_default_language_or_is_text(
    missing: list[Target], text: str
) -> None:
    assert unlinked(TEXT, set(missing)) == text


def test_links_become_addresses_where_there_are_any() -> None:
    urls = {Target(A, "fr"): "https://h.test/fr/articles/1"}
    made = addressed(TEXT, urls, lambda target, key: f"h_{target.locale}_{key}")
    assert 'href="https://h.test/fr/articles/1#h_fr_x"' in made
    assert 'href="reconciler:page/b"' in made


def test_files_are_told_from_their_links() -> None:
    text = '<img src="reconciler-file:a%20b/i.png#0123"><a href="reconciler-file:m.pdf#45">m</a>'
    assert files(text) == [File("a b/i.png", "0123"), File("m.pdf", "45")]
    assert linked_files(text) == [File("m.pdf", "45")]
    assert linked_files("") == files("") == []
    urls = {File("a b/i.png", "0123"): "https://x.test/i?a&b"}
    assert 'src="https://x.test/i?a&amp;b"' in served(text, urls)
    assert 'href="reconciler-file:m.pdf#45"' in served(text, urls)
    assert served("<p>x</p>", urls) == "<p>x</p>"


# ---------------------------------------------------------------- addresses


def match(state: str | None, there: str | None, url: str | None, **more: object) -> Match:
    """A page with a translation; states: declared, in Intercom."""
    inner = {"title": "B", **({"state": state} if state else {})}
    one = want("page", "b", title="B", translations={"fr": inner}, state="published",
               create={"translations": {"fr": {"state": "draft"}}})  # fmt: skip
    held = live("page", "9", title="B", state="published", url="https://h.test/en/articles/9",
                urls={"fr": url} if url else {},
                translations={"fr": {"title": "B", "state": there}} if there else {})  # fmt: skip
    return Match(one, held, **more)  # type: ignore[arg-type] # fields of Match


@pytest.mark.parametrize(
    ("state", "there", "url", "found"),
    [
        ("published", "published", "u", "has"), (None, "published", "u", "has"),
        ("draft", "published", "u", "none"), ("published", "draft", None, "gets"),
        (None, "draft", None, "none"), (None, None, None, "none"), ("published", None, None, "gets"),
    ],
)  # fmt: skip
def test_a_translation_has_an_address_of_its_own_while_it_is_published(
    state: str | None, there: str | None, url: str | None, found: str
) -> None:
    assert addresses(KINDS, {B: match(state, there, url)})[Target(B, "fr")] == found


def test_what_is_refused_keeps_the_addresses_it_has() -> None:
    states = addresses(KINDS, {B: match("draft", "published", "u", refused="two could be meant")})
    assert states == {Target(B): "has", Target(B, "fr"): "has"}
    assert addresses(KINDS, {Ref("label", "x"): Match(want("label", "x"), None)}) == {}
    gone = replace(match("published", None, None), live=None)
    assert addresses(KINDS, {B: gone}) == {Target(B): "gets", Target(B, "fr"): "gets"}


def test_every_language_has_its_own_url() -> None:
    one = live("page", "9", url="https://e", urls={"fr": "https://f"})
    assert urls_of(B, one) == {Target(B): "https://e", Target(B, "fr"): "https://f"}
    assert urls_of(B, replace(one, url=None)) == {Target(B, "fr"): "https://f"}


def test_a_heading_is_linked_to_by_the_id_it_has_was_given_or_will_get() -> None:
    names = Names()
    names.see(live("page", "9"), [("", '<h1 id="h_0000000001">Here</h1>')])
    written = want("page", "b", title="B", text='<h2 id="h_0000000002">Given</h2><h2>New</h2>')
    page = (KINDS["page"], written)
    assert heading(names, "9", "", "here", page=page) == "h_0000000001"
    assert heading(names, "9", "", "given", page=page) == "h_0000000002"
    sent = heading(names, "", "", "new", page=page)
    assert sent.startswith("h_")
    assert heading(names, "", "", "new", page=(KINDS["page"], None)) == sent


def test_ids_of_before_a_write_stay_known() -> None:
    names = Names()
    names.see(live("page", "9", url="https://h.test/en/articles/9", urls={"fr": "https://h.test/fr/articles/9"}),
              [("", '<h1 id="h_0000000001">X</h1>')])  # fmt: skip
    text = '<a href="https://h.test/en/articles/9-x#h_000000000{}">x</a>'
    assert "#9#x" in names.symbols(text.format(1)).replace("%239", "#9")
    names.see(
        live("page", "9", url="https://h.test/en/articles/9"),
        [("", '<h1 id="h_0000000002">X</h1>')],
    )
    assert names.symbols(text.format(1)) == names.symbols(text.format(2))
    assert "#h_0000000003" in names.symbols(text.format(3))
    assert "#part" in names.symbols(text.format(1).replace("h_0000000001", "part"))


def test_addresses_of_files_stand_for_the_files() -> None:
    names = Names(files={"0123456789abcdef0123456789abcdef": File("m.pdf", "0123456789abcdef0123456789abcdef"),
                         "https://x.test/p.pdf": File("p.pdf", "45")})  # fmt: skip
    text = '<a href="https://any.test/m-0123456789abcdef0123456789abcdef.pdf">m</a><a href="https://x.test/p.pdf">p</a><a href="https://x.test/q-aaaaaaaaaaaa.pdf">q</a>'
    assert names.symbols(text) == (
        '<a href="reconciler-file:m.pdf#0123456789abcdef0123456789abcdef">m</a><a href="reconciler-file:p.pdf#45">p</a>'
        '<a href="https://x.test/q-aaaaaaaaaaaa.pdf">q</a>'
    )


def test_bodies_that_differ_in_lost_headings_only_are_the_same_where_it_does_not_count() -> None:
    text = KINDS["page"].field("text")
    ours, theirs = '<p><a href="#part">x</a></p>', '<p><a href="#h_0000000001">x</a></p>'
    assert same(text, ours, theirs, loose=True)
    assert not same(text, ours, theirs)
    assert not same(text, ours, theirs.replace("x", "y"), loose=True)
    assert not same(text, ours, ours.replace("part", "other"), loose=True)
    assert not same_pages(ours, None)
    assert lost_headings(text, ours, theirs)
    assert not lost_headings(text, theirs, theirs)
    assert not lost_headings(text, ours, None)
    assert not lost_headings(KINDS["page"].field("title"), ours, theirs)


# ---------------------------------------------------------------- what is written


def found(
    target: str, config: Config | None = None, look: Look | None = None, *, image: bool = False
) -> str:
    """The answer for a target in specs/pages/a.md: the address, or code and message."""
    where = Places({"specs/pages/a.md": Target(A), "specs/pages/b.md": Target(B)}, frozenset({A, B}),
                   config or Config(), look=look or (lambda _: Absent("is no file of the project")))  # fmt: skip
    linking = Linking(where)
    answer = (linking.image if image else linking.link)(target, Pos("specs/pages/a.md", 1, 1))
    return answer if isinstance(answer, str) else f"{answer.code}: {answer.message} ({answer.hint})"


def a_file(media: str = "", problem: str = "") -> Look:
    return lambda path: LocalFile(path, media, "d" * 64, 1, problem, "save it otherwise")


HOSTED = Config(assets=Assets("https://x.test"))
SHOWN = Config(repository="https://git.test/a/blob/HEAD")


@pytest.mark.parametrize(
    ("target", "config", "look", "expected"),
    [
        ("mailto:a@b.test", None, None, "mailto:a@b.test"),
        ("https://x.test/", None, None, "https://x.test/"),
        ("reconciler:page/b", None, None, "reconciler:page/b"),
        ("reconciler:page/b?fr", None, None, "reconciler:page/b"),
        ("reconciler:page/zzz", None, None, "dead-link: the link to reconciler:page/zzz leads to nothing"),
        ("reconciler-file:x#1", None, None, "dead-link: the link to reconciler-file:x#1 has an address"),
        ("?x", None, None, "dead-link"), ("", None, None, "dead-link: the link has no address"),
        ("m.pdf", HOSTED, a_file("application/pdf"), "reconciler-file:specs/pages/m.pdf#dddddddddddd"),
        ("m.pdf", HOSTED, a_file("application/pdf", "is too large"), "unusable-file: m.pdf is too large; it is left out (save it otherwise)"),
        ("m.pdf", SHOWN, a_file("application/pdf"), "https://git.test/a/blob/HEAD/specs/pages/m.pdf"),
        ("x y.py", SHOWN, a_file(), "https://git.test/a/blob/HEAD/specs/pages/x%20y.py"),
        ("x.py", HOSTED, a_file(), "dead-link: the link to x.py leads to a file that is no page"),
        ("/x", None, None, "dead-link: the link to /x begins at the root of a site"),
        ("B.md", None, None, "(write b.md: upper and lower case differ"),
        ("bb.md", None, None, "(did you mean b.md?)"),
        ("deep/b.md", None, None, "(did you mean b.md?)"),
        ("zzzzzz", None, None, "(correct the path, or write the full address)"),
        ("x.py", None, lambda _: Absent("is no file", "specs/pages/X.py"), "(write X.py: upper and lower case"),
        ("xx.py", None, lambda _: Absent("is no file", "specs/pages/x.py"), "(did you mean x.py?)"),
    ],
)  # fmt: skip
def test_a_link_leads_to_a_page_a_file_or_the_web(
    target: str, config: Config | None, look: Look | None, expected: str
) -> None:
    answer = found(target, config, look)
    assert answer == expected or expected in answer


@pytest.mark.parametrize(
    ("source", "config", "look", "expected"),
    [
        ("https://x.test/i.png", None, None, "https://x.test/i.png"),
        ("data:image/png;base64,x", None, None, "data:image/png;base64,x"),
        ("reconciler-file:x#1", HOSTED, None, "dead-image: the image reconciler-file:x#1 has an address"),
        ("reconciler:page/b", HOSTED, None, "dead-image"),
        ("i.png", None, None, "image-without-host"),
        ("i.png", HOSTED, None, "dead-image: the image i.png is no file of the project; it is left out"),
        ("i.png", HOSTED, a_file("image/png", "is no image"), "unusable-file"),
        ("../../../i.png", HOSTED, None, "file-outside-root"),
    ],
)  # fmt: skip
def test_an_image_is_on_the_web_or_a_file_that_is_served(
    source: str, config: Config | None, look: Look | None, expected: str
) -> None:
    assert expected in found(source, config, look, image=True)


def test_links_to_headings_of_pages_whose_text_is_not_declared_stay() -> None:
    link = Link(Target(B), "any-part", Pos("a.md", 1, 1))
    one = replace(
        want("page", "a b", title="A", text=f"<a {href(Target(B), '#any-part')}>x</a>"),
        links=(link,),
    )
    made, dead = anchored({A: one, B: want("page", "b", title="B")}, KINDS)
    assert (made[A].fields["text"], dead) == (one.fields["text"], [])


@pytest.mark.parametrize(
    ("fragment", "kept", "says"),
    [
        ("inside", "#inside", ""), ("Inside", "#inside", ""), ("top", "", ""), ("the-title", "", ""),
        ("insid", "", "did you mean inside?"), ("zzz", "", "no heading of page/b is #zzz"),
    ],
)  # fmt: skip
def test_a_link_to_a_heading_leads_there_or_to_the_page(
    fragment: str, kept: str, says: str
) -> None:
    link = Link(Target(B), fragment, Pos("a.md", 1, 1))
    one = replace(want("page", "a b", title="A", text=f"<a {href(Target(B), f'#{fragment}')}>x</a>",
                       words=["x"], translations={"fr": {"text": "plain"}}), links=(link,))  # fmt: skip
    page = want("page", "b", title="The title", text="<h2>Inside</h2>")
    made, dead = anchored({A: one, B: page}, KINDS)
    assert made[A].fields["text"] == f"<a {href(Target(B), kept)}>x</a>"
    assert bool(dead) == bool(says)
    assert all(isinstance(one, Finding) and says in f"{one.message} {one.hint}" for one in dead)


@pytest.mark.parametrize("fragment", ["le-titre", "the-title", "dedans", "inside"])
def test_a_heading_is_named_in_either_language(fragment: str) -> None:
    target = Target(B, "fr")
    link = Link(target, fragment, Pos("a.md", 1, 1))
    one = replace(
        want("page", "a b", title="A", text=f"<a {href(target, f'#{fragment}')}>x</a>"),
        links=(link,),
    )
    inner = {"fr": {"title": "Le titre", "text": "<h2>Dedans</h2>"}}
    page = want("page", "b", title="The title", text="<h2>Inside</h2>", translations=inner)
    made, dead = anchored({A: one, B: page}, KINDS)
    kept = "" if "titre" in fragment or "title" in fragment else "#dedans"
    assert (made[A].fields["text"], dead) == (f"<a {href(target, kept)}>x</a>", [])
