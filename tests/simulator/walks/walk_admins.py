"""Admins and the token's own, who is away and what they did."""

from recorder import ADMIN, Recorder

OBJECTS = {
    "/me": "admin_with_app", "/admins": "admin", "/admins/activity_logs": "activity_log",
    "/admins/activity_log_event_types": "activity_log_event_type_list",
    "/away_status_reasons": "away_status_reason",
}  # fmt: skip
DEVIATIONS = (
    ("2.11", r".*: 'job_title' is a required property", ("required by the schema of 2.11, missing in"
     " its own recorded example of GET /me and /admins")),
    ("2.1[456]", r"\$: \{'type': 'admin', 'id': '991267451', .*'away_mode_enabled': True.*", (
        "away_status_reason_id is an integer in the schema, and '12345' in the recorded example"
        " of PUT /admins/{id}/away")),
)  # fmt: skip
WITH_REASONS, WITH_SEARCH = (2, 14), (2, 16)


def walk(asked: Recorder) -> None:
    for path in ("/me", "/admins", f"/admins/{ADMIN}", "/admins/1", "/admins?display_avatar=true"):
        asked.get(path)
    asked.get("/me", Authorization="")
    _away(asked)
    _logs(asked)


def _away(asked: Recorder) -> None:
    body = {"away_mode_enabled": True, "away_mode_reassign": False}
    asked.put(f"/admins/{ADMIN}/away", {**body, "away_status_reason_id": 12301})
    asked.put("/admins/1/away", body)
    if asked.number >= WITH_REASONS:
        asked.get("/away_status_reasons")
        asked.store.edit("away_status_reason", "12302", deleted=True)
        asked.put(f"/admins/{ADMIN}/away", {**body, "away_status_reason_id": 12302})


def _logs(asked: Recorder) -> None:
    asked.get("/admins/activity_logs?created_at_after=1")
    if asked.number >= WITH_SEARCH:
        asked.get("/admins/activity_log_event_types")
        asked.post("/admins/activity_logs/search", {"created_at_after": 1})
