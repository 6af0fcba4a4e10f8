"""Teams, segments and subscription types."""

from recorder import Recorder

OBJECTS = {
    "/teams": "team", "/teams/814861/metrics": "team_metric", "/segments": "segment",
    "/subscription_types": "subscription_type",
}  # fmt: skip
DEVIATIONS = ()
WITH_METRICS = (2, 16)


def walk(asked: Recorder) -> None:
    for path in ("/teams", "/teams/814861", "/teams/814862", "/teams/1", "/segments",
                 "/segments?include_count=true", "/segments/1", "/subscription_types"):  # fmt: skip
        asked.get(path)
    asked.get(f"/segments/{asked.store.rows('segment')[0]['id']}")
    if asked.number >= WITH_METRICS:
        asked.get("/teams/814861/metrics")
        asked.get("/teams/1/metrics")
