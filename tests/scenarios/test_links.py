"""Links between pages, in every language and to headings, and to what else the project holds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reconciler.simulator import Switches
from tests.world import World, open_world

INSTALL = "# Install\n\nFirst [the parts](#the-parts), then [rooms](rooms.md#more-rooms).\n\n## The parts\n\nThree.\n"
INSTALL_FR = "# Installer\n\nD'abord [les pièces](#les-pièces), puis [salles](rooms.md#plus-de-salles).\n\n## Les pièces\n\nTrois.\n"
ROOMS = "# Rooms\n\nBack to [install](install.md#the-parts).\n\n## More rooms\n\nText.\n"
ROOMS_FR = (
    "# Salles\n\nRetour à [installer](install.md#the-parts).\n\n## Plus de salles\n\nTexte.\n"
)
FILES = {
    "articles/install.md": INSTALL,
    "articles/install.fr.md": INSTALL_FR,
    "articles/rooms.md": ROOMS,
    "articles/rooms.fr.md": ROOMS_FR,
}


@pytest.fixture(params=[True, False], ids=["ids_kept", "ids_anew"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """Intercom as both reports of it have it: it keeps ids of headings, or makes them anew."""
    switches = Switches(heading_ids_kept=request.param)
    yield from open_world(tmp_path, switches=switches)


def row(world: World, title: str) -> dict[str, Any]:
    return next(one for one in world.simulator.store.rows("article") if one["title"] == title)


def url(world: World, title: str, locale: str, name: str) -> str:
    host = world.simulator.store.rows("help_center")[0]["host"]
    return f"https://{host}/{locale}/articles/{row(world, title)['id']}-{name}"


def heading(body: str) -> str:
    return body.partition('id="')[2].partition('"')[0]


def test_a_page_links_to_pages_and_headings_in_its_own_language(world: World) -> None:
    world.write(FILES)
    world.apply()
    install, rooms = row(world, "Install"), row(world, "Rooms")
    french = rooms["translations"]["fr"]["body"]
    assert (
        f'href="{url(world, "Rooms", "en", "rooms")}#{heading(rooms["body"])}"' in install["body"]
    )
    assert f'href="#{heading(install["body"])}"' in install["body"]
    fr = install["translations"]["fr"]["body"]
    assert f'href="{url(world, "Rooms", "fr", "salles")}#{heading(french)}"' in fr
    assert f'href="#{heading(fr)}"' in fr
    # an anchor written in the original's words means the heading at the same place
    assert f'href="{url(world, "Install", "fr", "installer")}#{heading(fr)}"' in french
    world.settled()


def test_links_to_headings_settle_whatever_becomes_of_their_ids(either: World) -> None:
    either.write(FILES)
    made = either.apply()
    assert not made["deviations"]
    lost = {one["code"] for one in made["findings"]} == {"anchors-lost"}
    assert lost is not either.simulator.switches.heading_ids_kept
    either.settled()
    either.write({**FILES, "articles/rooms.md": ROOMS + "\n## Last\n\nMore.\n"})
    (change,) = either.plan()["changes"]
    assert change["ref"] == "article/rooms"
    either.apply()
    either.settled()
    either.ledger.unlink()
    assert either.plan()["changes"] == []


def test_a_heading_keeps_the_id_that_others_may_link_to(world: World) -> None:
    world.write(FILES)
    world.apply()
    before = heading(row(world, "Install")["body"])
    given = "h_0123456789"
    stored = row(world, "Install")
    stored["body"] = stored["body"].replace(before, given)
    world.write({**FILES, "articles/install.md": INSTALL.replace("Three.", "Four.")})
    world.apply()
    assert heading(row(world, "Install")["body"]) == given
    assert f'href="#{given}"' in row(world, "Install")["body"]


def test_a_translation_that_comes_later_is_linked_to_from_then_on(world: World) -> None:
    world.write({name: text for name, text in FILES.items() if name != "articles/rooms.fr.md"})
    world.apply()
    fr = row(world, "Install")["translations"]["fr"]["body"]
    assert url(world, "Rooms", "en", "rooms") in fr
    world.settled()
    world.write(FILES)
    plan = world.plan()
    assert {one["ref"] for one in plan["changes"]} == {"article/install", "article/rooms"}
    before = world.writes
    world.apply()
    assert world.writes - before == plan["forecast"]["writes"]
    fr = row(world, "Install")["translations"]["fr"]["body"]
    assert url(world, "Rooms", "fr", "salles") in fr
    world.settled()


def test_a_translation_that_is_a_draft_leaves_the_link_in_the_default_language(
    world: World,
) -> None:
    draft = "---\nstate: draft\n---\n" + ROOMS_FR
    world.write({**FILES, "articles/rooms.fr.md": draft})
    plan = world.plan()
    assert "draft-link" in {one["code"] for one in plan["findings"]}
    world.apply()
    assert url(world, "Rooms", "en", "rooms") in row(world, "Install")["translations"]["fr"]["body"]
    world.settled()
    world.write({**FILES, "articles/rooms.fr.md": draft.replace("draft", "published")})
    world.apply()
    assert (
        url(world, "Rooms", "fr", "salles") in row(world, "Install")["translations"]["fr"]["body"]
    )
    world.settled()


def test_an_edit_of_a_link_in_intercom_is_seen(world: World) -> None:
    world.write(FILES)
    world.apply()
    stored = row(world, "Install")
    fr = stored["translations"]["fr"]
    old = url(world, "Rooms", "fr", "salles")
    fr["body"] = fr["body"].replace(old, url(world, "Rooms", "en", "rooms"))
    plan = world.plan()
    assert [one["ref"] for one in plan["kept"]] == ["article/install"]


def test_an_explicit_id_is_one_more_name_of_a_heading(world: World) -> None:
    world.write({
        "articles/a.md": "# A\n\n[here](#set) [there](b.md#deep)\n\n## Set up {#set}\n\nText.\n",
        "articles/b.md": "# B\n\n## Deep inside {#deep}\n\nText.\n\n## Kept {#h_00000000aa}\n\nText.\n",
        "articles/c.md": "# C\n\n[kept](b.md#kept) [by id](b.md#h_00000000aa)\n",
    })  # fmt: skip
    assert not world.ok("validate", "--json").json["findings"]
    world.apply()
    a, b, c = (row(world, title)["body"] for title in "ABC")
    assert f'href="#{heading(a)}"' in a
    assert f'href="{url(world, "B", "en", "b")}#{heading(b)}"' in a
    assert 'id="h_00000000aa"' in b
    assert c.count(f'href="{url(world, "B", "en", "b")}#h_00000000aa"') == 2
    world.settled()


def test_the_same_dead_link_is_said_at_each_of_its_places(newest: World) -> None:
    newest.write({"articles/a.md": "# A\n\n[x](no.md) and [y](no.md)\n\n[z](#no) [w](#no)\n"})
    found = newest.run("validate", "--json").json["findings"]
    assert [(one["code"], one["line"], one["column"]) for one in found] == [
        ("dead-link", 3, 5), ("dead-link", 3, 20), ("dead-anchor", 5, 5), ("dead-anchor", 5, 14),
    ]  # fmt: skip


@pytest.mark.parametrize("simple", [True, False], ids=["put_in", "engine"])
def test_links_of_a_partial_lead_from_where_the_partial_lies(newest: World, simple: bool) -> None:
    more = "" if simple else "{% if true %}{% endif %}"
    newest.write({
        "_partials/foot.md": "See [rooms](../articles/x/rooms.md#wide) and [beside](beside.md)." + more
                             + "\n\n`[code](../articles/x/rooms.md)`\n",
        "_partials/foot.fr.md": "Voir [salles](../articles/x/rooms.md) [tout](deep/in.md).\n" + more,
        "articles/x/rooms.md": "# Rooms\n\n## Wide\n\nText.\n",
        "articles/x/rooms.fr.md": "# Salles\n\nTexte.\n",
        "articles/a.md": "# A\n\n{% include '_partials/foot.md' %}\n" + more,
        "articles/a.fr.md": "# Fr\n\n{% include '_partials/foot.md' %}\n" + more,
        "articles/beside.md": "# Beside\n\nText.\n",
        "articles/y/z/b.md": "# B\n\n{% include '_partials/foot.md' %}\n" + more,
    })  # fmt: skip
    found = newest.run("validate", "--json").json["findings"]
    # what leads nowhere from the partial leads from the page, as it always did
    assert [(one["code"], one["file"]) for one in found if one["code"] == "dead-link"] == [
        ("dead-link", "specs/articles/a.fr.md"), ("dead-link", "specs/articles/y/z/b.md"),
    ]  # fmt: skip
    newest.apply()
    a, b = row(newest, "A"), row(newest, "B")
    for text in (a["body"], b["body"]):
        assert f'href="{url(newest, "Rooms", "en", "rooms")}#' in text
        assert "<code>[code](../articles/x/rooms.md)</code>" in text
    assert url(newest, "Beside", "en", "beside") in a["body"]
    assert url(newest, "Rooms", "fr", "salles") in a["translations"]["fr"]["body"]
    newest.settled()


FOUND = """
[gone](nowhere.md) [case](Rooms.md) [out](../../../x.md) [head](rooms.md#nothing) [own](#non)
[code](../../src/main.py)
"""


def test_dead_links_anchors_and_images_are_said_with_their_places(newest: World) -> None:
    newest.write({**FILES, "articles/bad.md": f"# Bad\n{FOUND}\n![](Pic.svg)\n"},
                 extra="assets: {base_url: https://cdn.example.com}")  # fmt: skip
    newest.file("specs/articles/pic.svg", "<svg></svg>")
    newest.file("src/main.py", "print()\n")
    ran = newest.run("validate", "--json")
    found = [(one["code"], (one["line"], one["column"]), one.get("hint", ""))
             for one in ran.json["findings"] if one["file"] == "specs/articles/bad.md"]  # fmt: skip
    assert [one[:2] for one in sorted(found, key=lambda one: one[1])] == [
        ("dead-link", (3, 8)), ("dead-link", (3, 27)), ("dead-link", (3, 43)),
        ("dead-anchor", (3, 65)), ("dead-anchor", (3, 89)), ("dead-link", (4, 8)), ("dead-image", (6, 5)),
    ]  # fmt: skip
    hints = " ".join(one[2] for one in found)
    assert "write rooms.md: upper and lower case differ" in hints
    assert "write pic.svg: upper and lower case differ" in hints
    assert "help_center.repository" in hints


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("https://github.com/acme/docs", "https://github.com/acme/docs/blob/HEAD/src/main.py"),
        (
            "https://gitlab.com/acme/docs.git",
            "https://gitlab.com/acme/docs/-/blob/HEAD/src/main.py",
        ),
        ("https://bitbucket.org/acme/docs", "https://bitbucket.org/acme/docs/src/HEAD/src/main.py"),
        (
            "https://git.example.com/a/b/blob/main/sub",
            "https://git.example.com/a/b/blob/main/sub/src/main.py",
        ),
    ],
)
def test_links_to_other_files_lead_to_the_host_of_the_repository(
    newest: World, written: str, shown: str
) -> None:
    newest.write({"articles/a.md": "# A\n\n[code](../../src/main.py) [no](../../../outside.py)\n"})
    newest.file("src/main.py", "print()\n")
    text = (newest.root / "reconciler.yaml").read_text()
    newest.file(
        "reconciler.yaml",
        text.replace("missing_translation", f"repository: '{written}', missing_translation"),
    )
    newest.apply()
    assert f'href="{shown}"' in row(newest, "A")["body"]
    assert "outside.py" not in row(newest, "A")["body"]
    newest.settled()


SITES = {
    "mkdocs": (
        "docs/index.md", "# Home\n\n[a](guide/install.md#usage_1) [b](guide/install/) [c](/guide/) [d](guide/install.md#gone)\n",
        "docs/guide/install.md", "# Install\n\n## Usage\n\nx\n\n## Usage\n\ny\n",
        {"dead-link": "/guide/ begins at the root", "dead-anchor": "#gone"}, ["usage-1", ""],
    ),
    "docusaurus": (
        "docs/index.md", "# Home\n\n[a](/docs/guide/install#mine) [b](./guide/install.md) [c](/docs/nope) [d](/docs/guide/install/#gone)\n",
        "docs/guide/install.md", "# Install\n\n## Usage {#mine}\n\nx\n",
        {"dead-link": "/docs/nope", "dead-anchor": "#gone"}, ["usage", ""],
    ),
    "hugo": (
        "content/en/docs/home.md", '---\ntitle: Home\n---\n[a]({{< relref "guide/install.md#usage" >}}) [b](/docs/guide/install/) [c](/docs/nope/) [d](/docs/guide/install/#gone)\n',
        "content/en/docs/guide/install.md", "---\ntitle: Install\n---\n## Usage\n\nx\n",
        {"dead-link": "/docs/nope/", "dead-anchor": "#gone"}, ["usage", ""],
    ),
}  # fmt: skip


@pytest.mark.parametrize("preset", list(SITES))
def test_addresses_of_a_site_lead_to_its_pages_and_headings(newest: World, preset: str) -> None:
    home, text, other, page, dead, kept = SITES[preset]
    folder = "content/en/docs" if preset == "hugo" else "docs"
    newest.write({}, extra=f"sources: {{articles: {{en: {folder}, preset: {preset}}}}}")
    newest.file(home, text)
    newest.file(other, page)
    found = newest.run("validate", "--json").json["findings"]
    assert {one["code"] for one in found} == set(dead)
    for one in found:
        assert dead[one["code"]] in one["message"]
        assert one["column"] > 1
    newest.apply()
    body, install = row(newest, "Home")["body"], row(newest, "Install")["body"]
    address = url(newest, "Install", "en", "install")
    ids = {"usage": heading(install), "usage-1": install.split('id="')[-1].partition('"')[0]}
    for key in kept:
        assert f'href="{address}#{ids[key]}"' in body if key else f'href="{address}"' in body
    newest.settled()
