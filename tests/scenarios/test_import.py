"""What Intercom has, as specs: proven by its own empty plan."""

import json

import jsonschema
import yaml

from reconciler.simulator import seed
from tests.scenarios.workspace import FILES
from tests.world import World


def test_an_applied_workspace_is_imported_and_plans_nothing(world: World) -> None:
    world.write(FILES)
    world.apply()
    for path in FILES:
        world.remove(path)
    world.ledger.unlink()
    before = world.writes
    ran = world.ok("import", "--json")
    # The companies have no users: no list shows them, so an import cannot find them.
    assert ran.json["imported"] == {"tag": 2, "data_attribute": 3, "collection": 4, "article": 4}
    assert world.writes == before
    world.settled()


def test_an_empty_folder_gets_its_configuration_too(world: World) -> None:
    seed(world.simulator, articles=12, collections=5, tags=4, companies=6, attributes=5,
         locales=("en", "fr"), twins=2)  # fmt: skip
    ran = world.ok("import", "--json")
    assert len(ran.json["ambiguous"]) == 4
    assert (world.root / "reconciler.yaml").exists()
    world.settled()
    again = world.ok("import", "--json").json
    assert again["imported"] == {}
    world.settled()


def test_a_second_import_adds_only_what_is_new_and_overwrites_nothing(world: World) -> None:
    seed(world.simulator, articles=3, collections=2, tags=2, companies=1, attributes=2, twins=0)
    world.ok("import")
    tags = (world.root / "specs" / "tags.yaml").read_text()
    world.simulator.store.create("tag", name="Brand new")
    assert world.ok("import", "--json").json["imported"] == {"tag": 1}
    assert (world.root / "specs" / "tags.yaml").read_text() == tags
    world.settled()


def test_articles_bring_their_collections(world: World) -> None:
    seed(world.simulator, articles=3, collections=2, tags=2, companies=1, attributes=2, twins=0)
    ran = world.ok("import", "articles", "--json")
    assert set(ran.json["imported"]) == {"article", "collection"}
    world.settled()


def test_text_that_looks_like_a_template_survives(world: World) -> None:
    world.simulator.store.create("tag", name="{{ not.a.template }}")
    world.simulator.store.create("tag", name="null")
    world.simulator.store.create("tag", name="0123: yes")
    world.ok("import", "tags")
    world.settled()


def test_an_import_over_broken_specs_is_refused(world: World) -> None:
    world.write({"t.yaml": "tags: [\n"})
    assert world.run("import").code == 6


def test_editors_find_the_schema_of_what_was_imported(newest: World) -> None:
    seed(newest.simulator, articles=1, collections=1, tags=2, companies=1, attributes=2, twins=0)
    newest.ok("import")
    first = (newest.root / "specs" / "tags.yaml").read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=../reconciler.schema.json"
    validator = jsonschema.Draft202012Validator(
        json.loads((newest.root / "reconciler.schema.json").read_text())
    )
    for path in (newest.root / "specs").glob("*.yaml"):
        assert list(validator.iter_errors(yaml.safe_load(path.read_text()))) == []


def test_an_empty_workspace_leaves_a_configuration_to_begin_with(newest: World) -> None:
    (newest.root / "reconciler.yaml").unlink(missing_ok=True)
    ran = newest.ok("import", "--json")
    assert ran.json["files"] == ["reconciler.yaml"]
    assert newest.run("plan", "--detailed-exitcode").code == 0
