"""Articles are imported as Markdown: readable, proven, and safe whatever Intercom answers."""

import re
from typing import Any

import httpx
import pytest
from hypothesis import given, settings

import reconciler.content
from reconciler.content import as_written, render
from reconciler.content.emit import emit
from reconciler.content.tree import Blocks
from reconciler.errors import ReconcilerError
from reconciler.simulator import seed
from reconciler.workflow.imported import Written
from tests.content.corpus import CORPUS, pages
from tests.content.shapes import SHAPES
from tests.content.trees import bodies
from tests.recorded import RECORDED, SETTLED, P
from tests.world import TOKEN, World

BODIES = {**RECORDED, **{f"settled {name}": kept for name, (_, kept) in SETTLED.items()}, **SHAPES}


def article(world: World, title: str, body: str, **fields: Any) -> str:
    author = int(world.simulator.store.rows("admin")[0]["id"])
    row = world.simulator.store.create(
        "article",
        **{"title": title, "body": body, "state": "published", "author_id": author, **fields},
    )
    return str(row["id"])


def files(world: World) -> dict[str, str]:
    root = world.root / "specs"
    return {
        str(one.relative_to(root)): one.read_text("utf-8")
        for one in root.rglob("*")
        if one.is_file()
    }


def test_every_recorded_shape_is_imported_changed_and_applied(world: World) -> None:
    for name, body in BODIES.items():
        article(world, name, body)
    found = world.ok("import", "articles", "--json").json
    assert (found["html"], found["skipped"]) == ([], [])
    assert found["imported"] == {"article": len(BODIES)}
    assert all(path.endswith(".md") for path in files(world))
    world.settled()
    for path in files(world):
        one = world.root / "specs" / path
        one.write_text(f"{one.read_text('utf-8')}\nOne line more.\n", "utf-8")
    world.apply()
    world.settled()


def test_what_is_imported_is_what_a_person_would_write(newest: World) -> None:
    parent = newest.simulator.store.create(
        "collection", name="Getting started", description="First steps."
    )
    first = article(
        newest,
        "Welcome!",
        "<h1 id='h_8b76258d80'>Log in &amp; go</h1>",
        parent_id=int(parent["id"]),
    )
    host = newest.simulator.store.rows("help_center")[0]["host"]
    url = f"https://{host}/en/articles/{first}-welcome"
    article(newest, "Whats new: {{ product }} 2.0", "".join((
        "<h1 id='h_61bff2dd7a'>In short</h1>", P.format("A <b>big</b> step, see <i>below</i>."),
        f'<ul><li>{P.format("fast")}</li><li><p class="no-margin"><a href="{url}#h_8b76258d80">Welcome</a></p></li></ul>')),
        description="News.", state="draft")  # fmt: skip
    newest.ok("import", "articles", "--json")
    found = files(newest)
    assert found["articles/getting-started/_collection.yaml"] == (
        "name: Getting started\ndescription: First steps.\n"
    )
    assert found["articles/whats-new-product-2-0.md"] == (
        "---\ntitle: 'Whats new: {{ product }} 2.0'\n"
        "description: News.\nauthor: ada@example.com\nstate: draft\ntemplate: false\n---\n"
        "# In short\n\nA **big** step, see _below_.\n\n- fast\n- [Welcome](getting-started/welcome.md#log-in--go)\n"
    )
    newest.settled()


HOSTILE = ["../../../outside", "..", "/etc/passwd", "a\nb: c", "\x1b[31mred\x1b[0m", "CON", "nul.md", ".git",
           "Same", "SAME", "sämē", "sa\u0308me\u0304", "🚀", "x" * 200, "中" * 200, "_collection", "index", "README",
           "title.fr", "a\u202eb", "{{ 7 * 7 }}", "---", "#", "'\"", "null", "404", "1. First", "reconciler"]  # fmt: skip


def test_titles_of_any_kind_become_files_inside_of_the_specs(newest: World) -> None:
    for title in HOSTILE:
        article(newest, title, P.format("Text of it."))
        newest.simulator.store.create("collection", name=title)
    newest.simulator.store.create("tag", name="../tag\n\x1b[31m")
    before = set(newest.root.parent.rglob("*"))
    ran = newest.ok("import")
    assert "\x1b" not in ran.text
    made = set(newest.root.parent.rglob("*")) - before
    inside = {
        newest.root / name
        for name in ("reconciler.yaml", "reconciler.schema.json", ".reconciler", "specs")
    }
    assert all(one in inside or inside & set(one.parents) for one in made)
    names = [str(one.relative_to(newest.root / "specs")) for one in made if "specs" in one.parts]
    assert len({name.casefold() for name in names}) == len(names)
    assert sum(name.endswith(".md") for name in names) == len(HOSTILE)
    newest.settled()


def test_a_language_that_is_a_path_is_no_language(newest: World) -> None:
    texts = {
        "../../../x": {"title": "X", "body": P.format("x")},
        "fr": {"title": "F", "body": P.format("f")},
    }
    article(newest, "One", P.format("a"), translations=texts)
    newest.ok("import", "articles")
    assert set(files(newest)) == {"articles/one.md", "articles/one.fr.md"}
    newest.settled()


def test_nothing_is_written_through_a_link_out_of_the_project(
    newest: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    newest.write({"a.yaml": "tags: {a: {}}\n"})
    (newest.root / "specs" / "articles").symlink_to(outside, target_is_directory=True)
    article(newest, "One", P.format("a"))
    ran = newest.run("import", "articles")
    assert ran.code == 6
    assert "leads out of the project" in ran.text
    with pytest.raises(ReconcilerError, match="is a link out of the project"):
        Written(newest.root).write({"specs/articles/one.md": "Text."})
    assert list(outside.iterdir()) == []


def test_what_cannot_be_proven_is_taken_back_with_its_folders(
    newest: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed(newest.simulator, articles=3, collections=2, tags=2, companies=1, attributes=2, twins=0)
    monkeypatch.setattr(
        "reconciler.workflow.imported.text_file", lambda *_: "---\ntitle: Other\n---\n"
    )
    before = sorted(newest.root.rglob("*"))
    ran = newest.run("import")
    assert ran.code == 1
    assert "nothing was kept" in ran.text
    assert [
        one for one in sorted(newest.root.rglob("*")) if ".reconciler" not in one.parts
    ] == before


def test_a_body_that_would_be_read_otherwise_is_left_in_intercom_and_the_rest_imported(
    newest: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = {"Relative": P.format('<a href="/hc/en-us/1">old</a>'), "Odd": P.format("odd"),
              "Fine": P.format("fine"), "Broken": P.format("broken")}  # fmt: skip
    for title, body in bodies.items():
        article(newest, title, body)
    real = reconciler.content.markdown_of
    answers = {P.format("odd"): ("another", ""), P.format("broken"): ("![](x.png)", "")}
    monkeypatch.setattr(
        "reconciler.content.markdown_of", lambda html: answers.get(html) or real(html)
    )
    newest.write({})
    found = newest.ok("import", "articles", "--json").json
    assert found["imported"] == {"article": 4}
    assert {one.partition(":")[0] for one in found["skipped"]} == {
        f"specs/articles/{name}.md" for name in ("relative", "odd", "broken")
    }
    assert "leads to /hc/en-us/1" in str(found["skipped"])
    assert files(newest)["articles/fine.md"].endswith("---\nfine\n")
    assert newest.run("validate").code == 0
    newest.settled()


def test_files_that_exist_keep_their_text_and_a_second_import_adds_what_is_new(
    newest: World,
) -> None:
    page = "---\n# by hand\ntitle: Guide   # ours\n---\nOur *own* text.\n"
    newest.write({"articles/guide.md": page, "tags.yaml": "# mine\ntags: {b: {}, a: {}}\n"})
    newest.apply()
    article(newest, "Guide", P.format("Another one."))
    newest.simulator.store.create("tag", name="new")
    first = newest.ok("import", "--json").json["imported"]
    assert first == {"tag": 1, "article": 1}
    kept = files(newest)
    assert kept["articles/guide.md"] == page
    assert kept["tags.yaml"] == "# mine\ntags: {b: {}, a: {}}\n"
    assert "Another one." in kept["articles/guide-2.md"]
    assert newest.ok("import", "--json").json["imported"] == {}
    article(newest, "Third", P.format("x"))
    assert newest.ok("import", "--json").json["imported"] == {"article": 1}
    assert {**files(newest), "articles/third.md": ""} == {**kept, "articles/third.md": ""}
    newest.settled()


RELATIVE = re.compile(r'href="(?![a-z]+:|#)')


def posted(world: World, bodies: dict[str, str]) -> None:
    """Articles that went through the server's own rewriting."""
    author = int(world.simulator.store.rows("admin")[0]["id"])
    headers = {"Authorization": f"Bearer {TOKEN}", "Intercom-Version": world.version}
    with httpx.Client(base_url=world.server.url, headers=headers) as client:
        for title, body in bodies.items():
            sent = {"title": title, "body": body, "author_id": author, "state": "published"}
            answer = client.post("/articles", json=sent)
            assert answer.status_code == 200, answer.text
    world.simulator.journal.clear()


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus lies outside the project")
def test_a_real_documentation_is_imported_from_intercom_and_nothing_is_due(newest: World) -> None:
    newest.write({})
    absolute = {f"{number} {page.title}": RELATIVE.sub('href="https://d.test/', page.html)
                for number, page in enumerate(pages("en"))}  # fmt: skip
    posted(newest, absolute)
    found = newest.ok("import", "articles", "--json").json
    assert (found["html"], found["skipped"]) == ([], [])
    assert found["imported"] == {"article": 155}
    newest.settled()


def test_generated_bodies_are_imported_and_nothing_is_due(newest: World) -> None:
    """Drawn once; that any body survives being written is a property of its own."""
    drawn: list[str] = []

    @settings(max_examples=40, deadline=None, derandomize=True, database=None)
    @given(bodies)
    def draw(body: Blocks) -> None:
        drawn.append(accepted(emit(body)))

    draw()
    newest.write({})
    # to a page that is not there and to the top of its own: links that files say otherwise
    kept = [one for one in drawn if "#c" not in one and "#top" not in one]
    assert len(kept) > 10
    posted(newest, {f"{number} of them": one for number, one in enumerate(kept)})
    found = newest.ok("import", "articles", "--json").json
    assert (found["html"], found["skipped"]) == ([], [])
    newest.settled()


def accepted(html: str) -> str:
    return render(html, format="html", link=as_written, image=as_written).html


ODD = ["\u2028Also", "a\u2028b", "\u2029b", "a\x85b", "good"]
EMPTY = ["", " ", "\t", "\x85", "\u2028 "]


def test_what_has_no_name_is_left_out_and_said_and_everything_beside_it_is_imported(
    newest: World,
) -> None:
    create = newest.simulator.store.create
    lost = []
    for name in [*ODD, *EMPTY]:
        tag = create("tag", name=name)
        parent = create("collection", name=name, description=f"{name}line")
        french = {"fr": {"title": name, "body": P.format(name)}}
        article(newest, "Inside", P.format(f"{name}x"), parent_id=int(parent["id"]),
                description=f"{name}line", translations=french)  # fmt: skip
        page = article(newest, name, P.format("Text."))
        create("company", company_id=f"c{tag['id']}", name=name, tags=[tag["id"]], user_count=1)
        if name in EMPTY:
            lost += [f"tag {tag['id']} is left out: its name is empty",
                     f"collection {parent['id']} is left out: its name is empty",
                     f"article {page} is left out: its title is empty"]  # fmt: skip
    found = newest.ok("import", "tags", "articles", "companies", "--json").json
    assert sorted(found["skipped"]) == sorted(lost)
    assert found["imported"] == {"tag": 5, "collection": 5, "article": 15, "company": 10}
    assert files(newest)["companies.yaml"].count("    tags:\n    - ") == len(ODD)
    newest.settled()
    again = newest.ok("import", "tags", "articles", "companies", "--json").json
    assert (again["imported"], sorted(again["skipped"])) == ({}, sorted(lost))
