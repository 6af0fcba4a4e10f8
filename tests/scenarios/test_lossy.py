"""After each write, what the server dropped is named with its line, and the run does not end well."""

from reconciler.simulator.switches import Switches
from tests.world import World, open_world

PAGE = """# Page

Hello.

> [!NOTE]
> Mind the gap.

- a
  - b

Bye.
"""


def test_what_intercom_dropped_is_named_at_its_line(tmp_path: object) -> None:
    from pathlib import Path  # noqa: PLC0415 - only here

    for world in open_world(Path(str(tmp_path)), switches=Switches(blocks_by_html=False)):
        check(world)


def check(world: World) -> None:
    world.write({"articles/page.md": PAGE, "articles/page.fr.md": PAGE.replace("# Page", "# Fr")})
    ran = world.run("apply", "--yes", "--json")
    assert ran.code == 8
    dropped = [(one["message"], one["file"].rpartition("/")[2], one["line"])
               for one in ran.json["findings"] if one["code"] == "dropped"]  # fmt: skip
    assert dropped == [
        ("article/page: callout dropped in body", "page.md", 5),
        ("article/page: callout dropped in translations.fr.body", "page.fr.md", 5),
    ]
    assert [one["message"] for one in ran.json["deviations"]] == [
        "article/page: body is not as declared: callout dropped",
        "article/page: translations.fr.body is not as declared: callout dropped",
    ]
    again = world.plan()
    assert again["changes"] == []
