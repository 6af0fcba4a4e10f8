"""Who edited what a plan leaves alone, and when: asked for these objects only, and never needed."""

from reconciler.simulator import Fault
from tests.scenarios.test_teammates import article, edit
from tests.scenarios.workspace import FILES
from tests.world import World

VERSIONS = "/versions"


def test_the_editor_of_what_is_kept_and_of_a_conflict_is_named(newest: World) -> None:
    newest.write(FILES)
    newest.apply()
    ben = next(one for one in newest.simulator.store.rows("admin")
               if one["email"] == "ben@example.com")  # fmt: skip
    edit(newest, "Hello", description="Theirs", updated_by_id=int(ben["id"]))
    edit(newest, "Page", title="Their page", updated_by_id=int(ben["id"]))
    newest.write({"articles/2-more/deep/deepest/page.md": "# Our page\n\nText.\n"})
    newest.simulator.journal.clear()
    plan = newest.plan()
    found = {one["ref"]: one["editor"] for one in (*plan["changes"], *plan["kept"])}
    assert {ref: (one["name"], one["via"]) for ref, one in found.items()} == {
        "article/start/hello": ("ben@example.com", "web"),
        "article/more/deep/deepest/page": ("ben@example.com", "web"),
    }
    assert all(one["at"] > 0 for one in found.values())
    assert len(newest.requests("GET", VERSIONS)) == 2
    assert plan["forecast"]["reads"] >= plan["requests"]["reads"] - 1  # GET /me comes before
    text = newest.ok("plan").out
    assert "* article/start/hello by ben@example.com, web, 20" in text
    assert "edited in Intercom since the last apply: title (by ben@example.com, web, 20" in text


def test_nobody_is_asked_about_what_nobody_edited(newest: World) -> None:
    newest.write(FILES)
    newest.apply()
    newest.write({"articles/2-more/draft.md": "# Draft\n\nOther.\n"})
    assert newest.plan()["changes"][0]["editor"] is None
    assert newest.requests("GET", VERSIONS) == []


def test_an_older_version_tells_only_when(world: World) -> None:
    world.write(FILES)
    world.apply()
    edit(world, "Hello", description="Theirs")
    (kept,) = world.plan()["kept"]
    if world.version == "2.11":
        assert kept["editor"] == {"name": None, "at": article(world, "Hello")["updated_at"],
                                  "via": None}  # fmt: skip
        assert "* article/start/hello last changed 20" in world.ok("plan").out


def test_an_answer_that_does_not_come_fails_no_plan(newest: World) -> None:
    newest.write(FILES)
    newest.apply()
    edit(newest, "Hello", description="Theirs")
    newest.simulator.faults.append(Fault(path="*/versions", status=403))
    (kept,) = newest.plan()["kept"]
    assert kept["editor"]["name"] is None
