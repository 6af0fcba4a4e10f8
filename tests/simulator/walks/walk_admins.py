"""Admins and the token's own."""

from recorder import ADMIN, Recorder

OBJECTS = {"/me": "admin_with_app", "/admins": "admin"}
DEVIATIONS = (
    ("2.11", r".*: 'job_title' is a required property", ("required by the schema of 2.11, missing in"
     " its own recorded example of GET /me and /admins")),
)  # fmt: skip


def walk(asked: Recorder) -> None:
    for path in ("/me", "/admins", f"/admins/{ADMIN}", "/admins/1"):
        asked.get(path)
    asked.get("/me", Authorization="")
