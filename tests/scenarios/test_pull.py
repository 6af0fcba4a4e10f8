"""`pull`: a teammate's edit comes into the very lines of the file, and the next plan is empty."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.scenarios.workspace import FILES
from tests.world import World

HELLO = "articles/1-start/1-hello.md"
FRENCH = "articles/1-start/1-hello.fr.md"


def row(world: World, kind: str, **fields: object) -> dict[str, Any]:
    return next(one for one in world.simulator.store.rows(kind)
                if all(one[name] == value for name, value in fields.items()))  # fmt: skip


def edit(world: World, title: str, /, **fields: object) -> None:
    world.simulator.store.edit("article", row(world, "article", title=title)["id"], **fields)


def edit_body(world: World, title: str, *pairs: tuple[str, str]) -> None:
    body = str(row(world, "article", title=title)["body"])
    for old, new in pairs:
        assert old in body, body
        body = body.replace(old, new)
    edit(world, title, body=body)


def text(world: World, path: str) -> str:
    return (world.root / "specs" / path).read_bytes().decode()


def begun(world: World, **files: str) -> None:
    world.write({**FILES, **files})
    world.apply()


def changed(world: World, path: str) -> list[tuple[str, str]]:
    """Lines of a file that are no longer as they were written."""
    old, new = FILES[path].split("\n"), text(world, path).split("\n")
    assert len(old) == len(new)
    return [(one, other) for one, other in zip(old, new, strict=True) if one != other]


def test_a_word_changed_in_intercom_changes_in_its_line_alone(world: World) -> None:
    begun(world)
    edit_body(world, "Hello", ("Welcome", "Hi"))
    before = world.writes
    ran = world.ok("pull")
    assert world.writes == before
    assert changed(world, HELLO) == [
        ("Welcome to **Lumen**. Next: [install](2-install.md).",
         "Hi to **Lumen**. Next: [install](2-install.md)."),
    ]  # fmt: skip
    assert ran.out.splitlines() == [
        "specs/articles/1-start/1-hello.md:6: article/start/hello: body: as it is in Intercom",
        "Pulled: 1 edit taken over, 0 conflicts.",
    ]
    world.settled()


def test_fields_change_where_they_are_written(newest: World) -> None:
    begun(newest)
    edit(newest, "Hello", description="Say: hello # there", title="Hello *you*")
    newest.ok("pull")
    assert changed(newest, HELLO) == [
        ("description: Say hello", 'description: "Say: hello # there"'),
        ("# Hello", "# Hello \\*you\\*"),
    ]  # fmt: skip
    newest.settled()


def test_state_author_and_collection_are_written_into_the_front_matter(newest: World) -> None:
    page = "---\nstate: published # for now\nauthor: 'ada@example.com'\n---\n# Alone\n\nHi.\n"
    begun(newest, **{"articles/1-start/9-alone.md": page})
    ben = row(newest, "admin", email="ben@example.com")
    more = row(newest, "collection", name="More")
    edit(newest, "Alone", state="draft", author_id=int(ben["id"]), parent_id=int(more["id"]))
    newest.ok("pull")
    assert text(newest, "articles/1-start/9-alone.md") == (
        "---\nstate: draft # for now\nauthor: 'ben@example.com'\nparent: more\n---\n# Alone\n\nHi.\n"
    )
    newest.settled()


def test_a_page_without_front_matter_gets_one_for_its_collection(newest: World) -> None:
    begun(newest)
    edit(newest, "Install", parent_id=int(row(newest, "collection", name="More")["id"]))
    newest.ok("pull")
    path = "articles/1-start/2-install.md"
    assert text(newest, path) == f"---\nparent: more\n---\n{FILES[path]}"
    newest.settled()


def test_a_translation_changes_in_its_own_file(newest: World) -> None:
    begun(newest)
    hello = row(newest, "article", title="Hello")
    french = dict(hello["translations"]["fr"])
    french |= {"title": "Salut", "body": str(french["body"]).replace("Bienvenue", "Bonjour")}
    edit(newest, "Hello", translations={"fr": french})
    newest.ok("pull", "article/start/*")
    assert text(newest, FRENCH) == "# Salut\n\nBonjour chez **Lumen**.\n"
    assert text(newest, HELLO) == FILES[HELLO]
    newest.settled()


def test_collections_change_in_the_file_of_their_folder(newest: World) -> None:
    begun(newest)
    store = newest.simulator.store
    start = row(newest, "collection", description="First steps")
    french = {"name": "Le début", "description": "Pour commencer"}
    store.edit(
        "collection", start["id"], description="The first steps", translations={"fr": french}
    )
    store.edit("collection", row(newest, "collection", name="Deep")["id"], name="Deeper")
    newest.ok("pull")
    assert text(newest, "articles/1-start/_collection.yaml") == (
        "name: Getting started & more\ndescription: The first steps\n"
        "translations: {fr: {name: Le début, description: Pour commencer}}\n"
    )
    assert text(newest, "articles/2-more/deep/_collection.yaml") == "name: Deeper\n"
    newest.settled()


def test_yaml_kinds_change_in_place(newest: World) -> None:
    begun(newest)
    store = newest.simulator.store
    store.edit("company", row(newest, "company", company_id="c-1")["id"], name="Acme & Co",
               size=13, custom_attributes={"plan_tier": "free", "seats": 12})  # fmt: skip
    store.edit("tag", row(newest, "tag", name="Refund request")["id"], name="Refund: all")
    store.edit("tag", row(newest, "tag", name="VIP")["id"], name="V.I.P.")
    newest.ok("pull")
    assert text(newest, "companies.yaml") == (
        FILES["companies.yaml"].replace("Acme & Sons", "Acme & Co").replace("size: 12", "size: 13")
        .replace("plan_tier: pro,", "plan_tier: free,")
    )  # fmt: skip
    assert text(newest, "tags.yaml") == (
        'tags:\n  VIP: {name: V.I.P.}\n  refund: {name: "Refund: all"}\n'
    )
    newest.settled()


def test_disjoint_edits_are_merged_and_the_plan_writes_the_sum(newest: World) -> None:
    begun(newest)
    edit_body(newest, "Hello", ("Welcome", "Hi"))
    mine = FILES[HELLO].replace("- two", "- two\n- three")
    newest.write({HELLO: mine})
    (refused,) = newest.plan()["changes"]
    assert refused["op"] == "refuse"
    newest.ok("pull")
    assert text(newest, HELLO) == mine.replace("Welcome", "Hi")
    (change,) = newest.plan()["changes"]
    assert [one["path"] for one in change["fields"]] == [["body"]]
    newest.apply()
    body = str(row(newest, "article", title="Hello")["body"])
    assert "Hi" in body
    assert "three" in body
    newest.settled()


def test_a_conflict_is_marked_in_the_file_and_never_applied(newest: World) -> None:
    begun(newest)
    edit_body(newest, "Hello", ("Welcome", "Hi"), ("Then", "Later"))
    edit(newest, "Install", description="x")
    newest.write({HELLO: FILES[HELLO].replace("Welcome", "Greetings")})
    ran = newest.run("pull")
    assert ran.code == 3
    rest = " to **Lumen**. Next: [install](2-install.md).\n"
    assert text(newest, HELLO) == (
        "---\ndescription: Say hello\n---\n# Hello\n\n"
        f"<<<<<<< here\nGreetings{rest}=======\nHi{rest}>>>>>>> in Intercom\n\n"
        "## Later\n\n- one\n- two\n"
    )
    assert "1-hello.md:6: article/start/hello: body: a conflict, both sides" in ran.out
    checked = newest.run("validate", "--json")
    assert checked.code == 6
    assert [(one["code"], one["line"]) for one in checked.json["findings"]] == [
        ("conflict-markers", 6)
    ]
    assert newest.run("apply", "--yes").code == 6
    assert "Greetings" not in str(row(newest, "article", title="Hello")["body"])
    newest.write({HELLO: text(newest, HELLO).replace("<<<<<<< here\n", "").replace(
        f"Greetings{rest}=======\n", "").replace(">>>>>>> in Intercom\n", "")})  # fmt: skip
    newest.settled()


def test_a_conflict_of_fields_is_marked_too(newest: World) -> None:
    begun(newest)
    edit(newest, "Hello", description="Theirs", title="Servus")
    newest.write({HELLO: FILES[HELLO].replace("Say hello", "Ours")})
    report = newest.run("pull", "--json")
    assert report.code == 3
    assert [(one["field"], one["conflict"]) for one in report.json["taken"]] == [
        ("description", True), ("title", False),
    ]  # fmt: skip
    assert text(newest, HELLO).startswith(
        "---\n<<<<<<< here\ndescription: Ours\n=======\ndescription: Theirs\n>>>>>>> in Intercom\n"
        "---\n# Servus\n"
    )


TEMPLATED = """# Hello

<!-- keep this -->

{% include "_partials/support.md" %}

Your trial of {{ product }} ends after
{{ days }} days. Ask __us__.

* one
* two
"""
VARS = "vars: {product: Lumen, days: 14}"


def templated(newest: World) -> None:
    newest.write({**FILES, HELLO: TEMPLATED, "_partials/support.md": "Write to us.\n\nOr call.\n"},
                extra=VARS)  # fmt: skip
    newest.apply()


def test_templates_around_an_edit_stay(newest: World) -> None:
    templated(newest)
    edit_body(newest, "Hello", ("Ask <b>us</b>", "Please ask <b>us</b>"),
              (">two</p>", ">two</p></li><li><p>three</p>"))  # fmt: skip
    newest.ok("pull")
    assert text(newest, HELLO) == TEMPLATED.replace("Ask", "Please ask") + "* three\n"
    newest.settled()


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [("Lumen", "Flux", 7, "touches what a template makes"),
     ("Write to us", "Mail us", 5, "a template makes this part")],
)  # fmt: skip
def test_what_a_template_makes_is_refused_and_nothing_of_the_page_is_edited(
    newest: World, old: str, new: str, line: int, why: str
) -> None:
    templated(newest)
    edit_body(newest, "Hello", (old, new), ("<b>us</b>", "<b>them</b>"))
    edit(newest, "Hello", description="Other")
    edit(newest, "Draft", title="Sketch")
    ran = newest.run("pull", "--json")
    assert ran.code == 3
    (found,) = ran.json["findings"]
    assert (found["code"], found["line"]) == ("not-pulled", line)
    assert why in found["message"]
    assert text(newest, HELLO) == TEMPLATED
    assert "# Sketch" in text(newest, "articles/2-more/draft.md")


def test_text_that_would_be_a_template_here_is_refused(newest: World) -> None:
    begun(newest)
    edit_body(newest, "Hello", ("Welcome", "{{ 1 + 1 }}"))
    ran = newest.run("pull", "--json")
    assert [one["code"] for one in ran.json["findings"]] == ["not-pulled"]
    assert text(newest, HELLO) == FILES[HELLO]


def test_rows_of_data_are_refused(newest: World) -> None:
    newest.write({"c.yaml": 'companies:\n  "{{ each.id }}":\n    for_each: _data/c.csv\n'
                 '    company_id: "{{ each.id }}"\n    name: "{{ each.name }}"\n',
                 "_data/c.csv": "id,name\nx1,One\n"})  # fmt: skip
    newest.apply()
    newest.simulator.store.edit("company", row(newest, "company", company_id="x1")["id"], name="1")
    ran = newest.run("pull", "--json")
    assert [one["message"] for one in ran.json["findings"]] == [
        "company/x1: the edit of name is not taken over: a row of data makes this resource"
    ]


def test_blocks_come_and_go(newest: World) -> None:
    begun(newest)
    body = str(row(newest, "article", title="Hello")["body"])
    start = body.index("<h")
    end = body.index("</h") + 5
    edit(newest, "Hello", body=body[:start] + body[end:]
         + '<p class="no-margin">Read <b>more</b>.</p><pre><code>a {{ b }}\n  c</code></pre>')  # fmt: skip
    newest.ok("pull")
    assert text(newest, HELLO) == FILES[HELLO].replace("## Then\n\n", "") + (
        "\nRead **more**.\n\n```\na {{ b }}\n  c\n```\n"
    )
    newest.settled()


def test_links_to_pages_lead_to_their_files_and_others_stay(newest: World) -> None:
    begun(newest)
    page = row(newest, "article", title="Page")["id"]
    store = newest.simulator.store
    admin = int(row(newest, "admin", email="ada@example.com")["id"])
    other = store.create("article", title="Elsewhere", author_id=admin, body="<p>x</p>",
                         state="published", description="")["id"]  # fmt: skip
    host = "https://help.example.com/en/articles"
    body = str(row(newest, "article", title="Hello")["body"])
    edit(newest, "Hello", body=f'{body}<p>See <a href="{host}/{page}-page">page</a>, '
         f'<a href="{host}/{other}-x">that</a> and <a href="https://a.test/b">b</a>.</p>')  # fmt: skip
    newest.ok("pull")
    last = text(newest, HELLO).splitlines()[-1]
    assert last.startswith("See [page](../2-more/deep/deepest/page.md), [that](https://")
    assert last.endswith(" and [b](https://a.test/b).")
    newest.settled()


def test_images_keep_the_address_that_was_written(newest: World) -> None:
    pictured = "# Hello\n\nSee:\n\n![one](img/one.png)\n\nBye.\n"
    newest.write({**FILES, HELLO: pictured}, extra='assets: {base_url: "https://cdn.example.com"}')
    image = newest.root / "specs/articles/1-start/img/one.png"
    image.parent.mkdir(parents=True)
    image.write_bytes(b"\x89PNG\r\n\x1a\n")
    newest.apply()
    edit_body(newest, "Hello", ("See:", "Look:"), ('alt="one"', 'alt="the first"'))
    newest.ok("pull")
    assert text(newest, HELLO) == pictured.replace("See", "Look").replace("[one]", "[the first]")
    newest.settled()


def test_what_is_gone_from_intercom_is_said(newest: World) -> None:
    begun(newest)
    newest.simulator.store.remove("article", row(newest, "article", title="Page")["id"])
    ran = newest.run("pull", "--json")
    assert ran.code == 3
    assert [one["message"] for one in ran.json["findings"]] == [
        "article/more/deep/deepest/page: it was deleted in Intercom"
    ]


def test_what_is_not_declared_is_added_only_when_asked(newest: World) -> None:
    begun(newest)
    edit(newest, "Install", description="How to: install")
    store = newest.simulator.store
    store.edit(
        "company", row(newest, "company", company_id="00042")["id"], website="https://t.test"
    )
    assert newest.ok("pull").out == "Pulled: 0 edits taken over, 0 conflicts.\n"
    newest.ok("pull", "--all", "article/start/install", "company/tiny")
    path = "articles/1-start/2-install.md"
    front = text(newest, path).removesuffix(FILES[path])
    assert 'description: "How to: install"\n' in front
    assert "author: ada@example.com\n" in front
    assert "website: https://t.test" in text(newest, "companies.yaml")
    newest.settled()


def test_a_docs_repository_is_edited_where_it_is(newest: World) -> None:
    newest.write({}, extra="sources: {articles: {en: docs/en, preset: docusaurus}}")
    newest.file("docs/en/intro.md", "---\nsidebar_position: 1\n---\n# Intro\n\nHello *you*.\n\n"
                ":::note\n\nMind it.\n\n:::\n\nBye.\n")  # fmt: skip
    newest.apply()
    edit_body(newest, "Intro", ("Hello", "Hi"), ("Bye", "See you"))
    newest.ok("pull")
    after = (newest.root / "docs/en/intro.md").read_text()
    assert after == ("---\nsidebar_position: 1\n---\n# Intro\n\nHi *you*.\n\n"
                     ":::note\n\nMind it.\n\n:::\n\nSee you.\n")  # fmt: skip
    newest.settled()


def test_line_ends_and_byte_order_mark_stay(newest: World) -> None:
    newest.write(FILES)
    data = b"\xef\xbb\xbf" + FILES[HELLO].replace("\n", "\r\n").encode()
    (newest.root / "specs" / HELLO).write_bytes(data)
    newest.apply()
    edit_body(newest, "Hello", ("Welcome", "Hi"), (">two</p>", ">two</p></li><li><p>3</p>"))
    edit(newest, "Hello", description="Other")
    newest.ok("pull")
    after = (newest.root / "specs" / HELLO).read_bytes()
    assert after == data.replace(b"Welcome", b"Hi").replace(b"- two", b"- two\r\n- 3").replace(
        b"Say hello", b"Other"
    )
    newest.settled()


def test_html_pages_keep_their_lines(newest: World) -> None:
    html = "<p>One</p>\n<!-- here -->\n<h2>Two</h2>\n<p>Three words here.</p>\n"
    newest.write({"articles/a.html": f"---\ntitle: A\n---\n{html}"})
    newest.apply()
    edit_body(newest, "A", ("words", "good words"))
    newest.ok("pull")
    assert text(newest, "articles/a.html").endswith(html.replace("words", "good words"))
    newest.settled()


def test_bodies_in_yaml_change_in_place(newest: World) -> None:
    spec = "articles:\n  a:\n    title: A # first\n    body: |\n      One *two*.\n\n      - x\n"
    newest.write({"a.yaml": f"{spec}    state: published\n"})
    newest.apply()
    edit_body(newest, "A", ("One", "1"))
    newest.ok("pull")
    assert text(newest, "a.yaml") == f"{spec.replace('One', '1')}    state: published\n"
    newest.settled()


def test_a_dry_run_shows_the_difference_and_edits_nothing(newest: World) -> None:
    begun(newest)
    edit_body(newest, "Hello", ("Welcome", "Hi"))
    ran = newest.ok("pull", "--dry-run")
    assert text(newest, HELLO) == FILES[HELLO]
    assert "-Welcome to **Lumen**. Next: [install](2-install.md)." in ran.out
    assert "+Hi to **Lumen**. Next: [install](2-install.md)." in ran.out
    assert ran.out.splitlines()[-1] == "Nothing was edited: this was a dry run."


def test_nothing_to_pull_is_said(newest: World) -> None:
    begun(newest)
    assert newest.ok("pull").out == "Pulled: 0 edits taken over, 0 conflicts.\n"
    assert newest.run("pull", "nonsense").code == 64


def test_a_file_that_cannot_be_written_leaves_all_as_they_were(
    newest: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(newest)
    edit_body(newest, "Hello", ("Welcome", "Hi"))
    edit(newest, "Draft", title="Sketch")
    real = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if "draft.md" in path.name and str(path).startswith(str(newest.root)):
            raise OSError(28, "No space left on device", str(path))
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    ran = newest.run("pull")
    assert ran.code == 1
    assert "cannot be written: No space left on device" in ran.err
    assert text(newest, HELLO) == FILES[HELLO]
    assert not list(newest.root.rglob(".*.md.*"))


def git(world: World, *args: str) -> None:
    identity = ["-c", "user.name=T", "-c", "user.email=t@example.com"]
    subprocess.run(["git", *identity, *args], cwd=world.root, check=True, capture_output=True)


def test_files_with_uncommitted_changes_are_left_unless_forced(newest: World) -> None:
    git(newest, "init")
    begun(newest)
    git(newest, "add", "-A")
    git(newest, "commit", "-m", "all")
    edit_body(newest, "Hello", ("Welcome", "Hi"))
    edit(newest, "Draft", title="Sketch")
    mine = FILES[HELLO].replace("- two", "- 2")
    newest.write({HELLO: mine})
    ran = newest.run("pull")
    assert ran.code == 4
    assert "1-hello.md has changes that are not committed" in ran.err
    assert text(newest, HELLO) == mine
    assert "# Draft" in text(newest, "articles/2-more/draft.md")
    newest.ok("pull", "article/more/*")
    assert "# Sketch" in text(newest, "articles/2-more/draft.md")
    newest.ok("pull", "--force", "article/start/*")
    assert text(newest, HELLO) == mine.replace("Welcome", "Hi")
