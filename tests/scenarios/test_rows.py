"""Companies and tags from rows of data: every kind, planned like what is written by hand."""

from __future__ import annotations

from tests.world import World

SPEC = """\
tags:
  "{{ each.tag }}": {for_each: _data/tags.jsonl}
data_attributes:
  "{{ each }}": {for_each: [seats, floors], model: company, data_type: integer}
collections:
  "{{ each }}": {for_each: "{{ areas }}", name: "{{ each | capitalize }}"}
articles:
  "{{ each.tag }}":
    for_each: _data/tags.jsonl
    title: "About {{ each.tag }}"
    body: "{{ each.text }}"
companies:
  "{{ each.id }}":
    for_each: _data/companies.csv
    company_id: "{{ each.id }}"
    name: "{{ each.name }}"
    size: "{{ each.size }}"
    tags: ["{{ each.tag }}"]
    custom_attributes: {seats: "{{ each.seats }}", floors: "{{ each.seats }}"}
"""
DATA = "id,name,size,tag,seats\n007,Bond,3,vip,5\nb,Blofeld,,beta,\n"
TAGS = '{"tag": "vip", "text": "Very *important*."}\n{"tag": "beta", "text": "Early."}\n'
EXTRA = "vars: {areas: [guides, answers]}"


def test_rows_of_every_kind_are_planned_applied_and_settled(world: World) -> None:
    files = {"a.yaml": SPEC, "_data/companies.csv": DATA, "_data/tags.jsonl": TAGS}
    world.write(files, extra=EXTRA)
    world.apply()
    world.settled()
    assert world.titles("tag", "name") == ["beta", "vip"]
    assert world.titles("collection", "name") == ["Answers", "Guides"]
    assert world.titles() == ["About beta", "About vip"]
    assert world.titles("company", "company_id") == ["007", "b"]

    world.write({"_data/companies.csv": DATA.replace("Bond,3", "Bond,4")}, extra=EXTRA)
    (change,) = world.plan()["changes"]
    assert (change["op"], change["ref"]) == ("update", "company/007")
    assert change["source"] == "specs/_data/companies.csv:2:1"
    world.apply()
    world.settled()


def test_a_wrong_cell_stops_the_run_and_names_both_places(world: World) -> None:
    files = {"_data/companies.csv": DATA.replace("Bond,3", "Bond,three"), "_data/tags.jsonl": TAGS}
    world.write({"a.yaml": SPEC, **files}, extra=EXTRA)
    ran = world.run("plan", "--json")
    (found,) = ran.json["findings"]
    assert (ran.code, found["code"], found["file"], found["line"], found["column"]) == (
        6, "wrong-type", "specs/_data/companies.csv", 2, 10,
    )  # fmt: skip
    assert found["via"] == "specs/a.yaml:17:11"
    assert world.writes == 0


def test_a_file_that_lost_its_rows_removes_nothing(newest: World) -> None:
    spec = "tags:\n  '{{ each.tag }}': {for_each: _data/tags.csv}\n"
    newest.write({"a.yaml": spec, "_data/tags.csv": "tag\nVIP\n"})
    newest.apply()
    newest.write({"a.yaml": spec, "_data/tags.csv": "tag\n"})
    ran = newest.run("plan")
    assert (ran.code, "data-empty" in ran.text, newest.titles("tag", "name")) == (6, True, ["VIP"])
    newest.write({"a.yaml": "tags:\n  '{{ each.tag }}': {for_each: []}\ncompanies: {}\n"})
    assert [one["op"] for one in newest.plan()["changes"]] == ["refuse"]
