"""Data attributes: by model and archived ones, and all that is refused."""

from recorder import Recorder

OBJECTS = {"/data_attributes": "data_attribute"}
DEVIATIONS = (
    ("2.11", r".*: 'description' is a required property",
     "required by the schema of 2.11, missing in its own recorded example of POST"),
)  # fmt: skip
TIER = {"name": "tier", "model": "company", "data_type": "options",
        "options": [{"value": "free"}, {"value": "pro"}]}  # fmt: skip


def walk(asked: Recorder) -> None:
    key = asked.post("/data_attributes", {**TIER, "description": "The tier"})["id"]
    since = asked.post("/data_attributes", {
        "name": "since", "model": "contact", "data_type": "datetime"})["id"]  # fmt: skip
    for fields in ({}, {"model": "contact"}, {"name": "no.dots"}, {"name": "a", "data_type": "x"},
                   {"name": "b", "options": "free"}, {"name": "c", "options": [{"value": "one"}]},
                   {"name": "d", "model": "ticket"}):  # fmt: skip
        asked.post("/data_attributes", {**TIER, **fields})
    path = f"/data_attributes/{key}"
    asked.put(path, {"description": "x", "options": [{"value": "a"}, {"value": "b"}]})
    asked.put(path, {"options": [{"value": "a"}]})
    asked.put("/data_attributes/1", {"archived": True})
    asked.put(path, {"archived": True})
    asked.store.edit("data_attribute", since, dependents=True)
    asked.put(f"/data_attributes/{since}", {"archived": True})
    for query in ("", "?model=company", "?model=contact", "?include_archived=true",
                  "?model=conversation"):  # fmt: skip
        asked.get(f"/data_attributes{query}")
