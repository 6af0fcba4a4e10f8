"""Companies, their scroll, their tags and their attributes."""

from recorder import Recorder

OBJECTS = {
    "/companies": "company", "/data_attributes": "data_attribute",
    "/tags": ("tag_create_response", "tag_basic"),
}  # fmt: skip
EXAMPLE = "required by the schema of 2.11, missing in its own recorded example"
DEVIATIONS = (
    ("2.11", r"\$: 'last_request_at' is a required property", EXAMPLE + " of POST /companies"),
    ("2.11", r".*: 'applied_(at|by)' is a required property", EXAMPLE + " of GET /tags"),
    ("2.11", r"\$\.data\[1\]: '\w+' is a required property",
     "absent where they are unset [R, reference 2.8], as in " + EXAMPLE),
    ("2.*", r".*\.custom_attributes\.seats: 5 is not of type 'string'",
     "strings in the schema, and true, 155.5 and 9 in the example printed beside it"),
    ("2.11", r"\$\.pages: None is not of type 'object'", "null in the example of the scroll"),
)  # fmt: skip


def walk(asked: Recorder) -> None:
    options = [{"value": "free"}, {"value": "pro"}]
    attribute = asked.post("/data_attributes", {
        "name": "tier", "model": "company", "data_type": "options", "options": options,
        "description": "The tier"})["id"]  # fmt: skip
    company = asked.post("/companies", {
        "company_id": "acme", "name": "Acme", "plan": "Pro", "size": 5, "website": "acme.example",
        "industry": "Retail", "monthly_spend": 1.5, "custom_attributes": {"tier": "pro"},
        "remote_created_at": 1_700_000_000})["id"]  # fmt: skip
    asked.store.edit("company", company, user_count=2, last_request_at=5)
    tag = asked.post("/tags", {"name": "VIP", "companies": [{"id": company}]})["id"]
    for path in ("/tags", f"/tags/{tag}", "/tags/1", "/data_attributes", "/companies",
                 "/companies?per_page=1", f"/companies/{company}", "/companies/1",
                 "/companies?company_id=acme", "/companies/scroll"):  # fmt: skip
        asked.get(path)
    asked.post("/companies/list")
    asked.unrecorded("POST", "/data_attributes", {
        "name": "seats", "model": "company", "data_type": "integer"})  # fmt: skip
    bare = asked.unrecorded("POST", "/companies", {"company_id": "bare"})["id"]
    asked.store.edit("company", bare, user_count=1, custom_attributes={"seats": 5})
    asked.get("/companies")
    asked.post("/companies", {"test": "invalid"})
    asked.put(f"/companies/{company}", {"size": 6})
    asked.put(f"/data_attributes/{attribute}", {"archived": True})
    asked.put("/data_attributes/1", {"archived": True})
    for path in (f"/tags/{tag}", f"/companies/{company}"):
        asked.delete(path)
