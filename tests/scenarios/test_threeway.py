"""The three-way rule, row by row, for each field and language of an article, over a socket.

D is the file, L what Intercom has, D0 and L0 the same after the last apply.
"""

from typing import Any

import pytest

from tests.scenarios.test_pull import FRENCH, HELLO, edit, row, text
from tests.scenarios.workspace import FILES
from tests.world import World

OURS, THEIRS = "Ours", "Theirs"
LEAVES = ["title", "description", "body", "fr.title", "fr.description", "fr.body"]
PAGE = "---\ntitle: {title}\ndescription: {description}\n---\n{body}\n"
TEXTS = {"title": "Title", "description": "About", "body": "Text"}


class Scene:
    """A page in two languages, of which one leaf is edited on either side."""

    def __init__(self, world: World, leaf: str) -> None:
        self.world = world
        self.locale, _, self.field = leaf.rpartition(".")
        self.path = FRENCH if self.locale else HELLO
        self.here({})
        world.apply()

    def here(self, changed: dict[str, str]) -> None:
        """The files, with the leaf as given."""
        pages = {HELLO: dict(TEXTS), FRENCH: dict(TEXTS)}
        pages[self.path] |= changed
        files = {path: PAGE.format(**texts) for path, texts in pages.items()}
        self.world.write({**FILES, **files})

    def ours(self, value: str) -> None:
        self.here({self.field: value})

    def theirs(self, value: str) -> None:
        stored = f'<p class="no-margin">{value}</p>' if self.field == "body" else value
        article = row(self.world, "article", parent_id=self.start)
        if not self.locale:
            edit(self.world, article["title"], **{self.field: stored})
            return
        french = {**article["translations"]["fr"], self.field: stored}
        edit(self.world, article["title"], translations={"fr": french})

    @property
    def start(self) -> Any:
        return row(self.world, "article", title="Install")["parent_id"]

    @property
    def live(self) -> str:
        rows = self.world.simulator.store.rows("article")
        article = next(one for one in rows if one["parent_id"] == self.start
                       and one["title"] != "Install")  # fmt: skip
        held = article["translations"]["fr"] if self.locale else article
        return str(held[self.field])

    def plan(self, *args: str) -> tuple[list[str], int]:
        plan = self.world.plan(*args)
        return [one["op"] for one in plan["changes"]], len(plan["kept"])


@pytest.fixture(params=LEAVES)
def scene(newest: World, request: pytest.FixtureRequest) -> Scene:
    return Scene(newest, request.param)


def test_both_as_they_were_is_nothing_to_do(scene: Scene) -> None:
    assert scene.plan() == ([], 0)


def test_ours_alone_is_an_update(scene: Scene) -> None:
    scene.ours(OURS)
    assert scene.plan() == (["update"], 0)
    scene.world.apply()
    assert OURS in scene.live
    scene.world.settled()


def test_theirs_alone_is_kept_and_pulled(scene: Scene) -> None:
    scene.theirs(THEIRS)
    assert scene.plan() == ([], 1)
    scene.world.apply()
    assert THEIRS in scene.live
    assert scene.plan() == ([], 1)
    scene.world.ok("pull")
    assert THEIRS in text(scene.world, scene.path)
    assert scene.plan() == ([], 0)
    scene.world.settled()


def test_theirs_alone_is_refused_or_overwritten_where_that_is_asked(scene: Scene) -> None:
    scene.theirs(THEIRS)
    assert scene.plan("--edited-in-intercom", "refuse") == (["refuse"], 0)
    assert scene.plan("--edited-in-intercom", "overwrite") == (["update"], 0)
    scene.world.apply("--edited-in-intercom", "refuse", code=3)
    assert THEIRS in scene.live
    scene.world.apply("--edited-in-intercom", "overwrite")
    assert THEIRS not in scene.live
    scene.world.settled()


def test_the_same_on_both_sides_is_nothing_to_do(scene: Scene) -> None:
    scene.ours(OURS)
    scene.theirs(OURS)
    assert scene.plan() == ([], 0)
    scene.world.settled()


def test_both_differently_is_a_conflict_and_all_else_is_applied(scene: Scene) -> None:
    scene.ours(OURS)
    scene.theirs(THEIRS)
    more = {"tags.yaml": FILES["tags.yaml"] + "  new:\n"}
    scene.world.write(more)
    assert scene.plan() == (["create", "refuse"], 0)
    shown = scene.world.ok("plan").out
    assert OURS in shown
    assert THEIRS in shown
    report = scene.world.apply(code=3)
    assert [one["code"] for one in report["plan"]["findings"]] == ["conflict"]
    assert THEIRS in scene.live
    assert "new" in scene.world.titles("tag", "name")
    assert scene.world.run("pull").code == 3
    marked = text(scene.world, scene.path)
    assert "<<<<<<< here\n" in marked
    assert marked.index(OURS) < marked.index("=======") < marked.index(THEIRS)
    assert THEIRS in scene.live
    assert scene.world.run("apply", "--yes").code == 6
    scene.ours(THEIRS)
    scene.world.write(more)
    scene.world.settled()


def test_ours_may_win_a_conflict_when_that_is_said(scene: Scene) -> None:
    scene.ours(OURS)
    scene.theirs(THEIRS)
    plan = scene.world.plan("--edited-in-intercom", "overwrite")
    assert [(one["op"], one["why"]) for one in plan["changes"]] == [
        ("update", "overwrites an edit made in Intercom")
    ]
    scene.world.apply("--edited-in-intercom", "overwrite")
    assert OURS in scene.live
    scene.world.settled()


def test_an_approved_plan_overwrites_what_it_showed_and_no_more(newest: World) -> None:
    scene = Scene(newest, "description")
    scene.theirs(THEIRS)
    saved = str(newest.root / "plan.json")
    newest.ok("plan", "--edited-in-intercom", "overwrite", "--out", saved)
    scene.theirs("Later")
    newest.run("apply", "--approved", saved)
    assert scene.live == "Later"
    scene.theirs(THEIRS)
    newest.ok("apply", "--approved", saved)
    assert scene.live == "About"
    newest.settled()


def test_a_french_edit_survives_an_update_of_the_english_body(newest: World) -> None:
    scene = Scene(newest, "fr.title")
    scene.theirs(THEIRS)
    newest.write({HELLO: PAGE.format(**TEXTS | {"body": "New text"})})
    plan = newest.plan()
    (change,) = plan["changes"]
    assert [one["path"] for one in change["fields"]] == [["body"]]
    assert [one["path"] for one in change["edited_in_intercom"]] == [
        ["translations", "fr", "title"]
    ]
    newest.apply()
    assert scene.live == THEIRS
    assert scene.plan() == ([], 1)
    newest.ok("pull")
    newest.settled()


@pytest.mark.parametrize(
    ("folder", "page", "op"),
    [("overwrite", "", "update"), ("refuse", "", "refuse"), ("overwrite", "keep", None)],
)
def test_a_folder_and_a_page_say_what_becomes_of_edits_in_each_language(
    newest: World, folder: str, page: str, op: str | None
) -> None:
    scene = Scene(newest, "fr.title")
    scene.theirs(THEIRS)
    meta = "articles/1-start/_collection.yaml"
    files = {meta: f"edited_in_intercom: {folder}\n{FILES[meta]}"}
    if page:
        front = PAGE.format(**TEXTS).removeprefix("---\n")
        files[HELLO] = f"---\nedited_in_intercom: {page}\n{front}"
    newest.write(files)
    assert scene.plan()[0] == ([op] if op else [])
