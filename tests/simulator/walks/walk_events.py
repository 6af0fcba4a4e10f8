"""Events and their summaries."""

from recorder import Recorder

OBJECTS = {"/events": "data_event", r"/events\?.*summary=true": "data_event_summary_item"}
DEVIATIONS = (
    ("2.*", r"\$\.type: 'event\.list' is not one of \['event\.summary'\]", ("the schema of the list"
     " is data_event_list, with this type, as in the pages of 1.0 to 2.4 and the SDK of 2.10;"
     " switch event_list_type")),
    ("2.11", r"\$: '(email|intercom_user_id|user_id)' is a required property", ("of a summary; the"
     " list has them in its events (data_event_list)")),
    ("2.11", r"\$\.events\[\d\]: '(name|first|last|count)' is a required property", ("of an item of"
     " a summary; the events of the list are whole (pages of 2.4: full event objects)")),
    ("2.*", r"\$\.events\[\d\](: \{'name'|\.description: None is not).*", ("the description is null"
     " in the official example of an event that has none (pages of 1.2)")),
)  # fmt: skip


def walk(asked: Recorder) -> None:
    fields = {"external_id": "u1", "email": "sam@example.com", "created_at": 1}
    asked.store.create("contact", **fields)
    event = {"event_name": "ordered", "created_at": asked.store.now(), "metadata": {"plan": "pro"}}
    asked.post("/events", {**event, "user_id": "u1"})
    asked.post("/events", {**event, "user_id": "u1", "created_at": asked.store.now() - 1})
    asked.post("/events", {**event, "user_id": "u2"})
    asked.post("/events", {"user_id": "u1"})
    summary = {"event_name": "left", "count": 3}
    asked.post("/events/summaries", {"user_id": "u1", "event_summaries": summary})
    asked.get("/events?type=user&user_id=u1")
    asked.get("/events?type=user&user_id=u1&per_page=1")
    asked.get("/events?type=user&user_id=u1&summary=true")
    asked.get("/events?type=user&user_id=u2")
