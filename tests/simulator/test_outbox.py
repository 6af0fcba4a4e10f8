"""The outbox: what a contact received, once per sending."""

from simulator_workspace import Workspace

from reconciler.simulator import outbox


def test_each_contact_has_what_it_received_in_order(workspace: Workspace) -> None:
    store = workspace.store
    outbox.put(store, "a", channel="email", sender="1", subject="S", body="x", source="message/1")
    outbox.put(store, "b", channel="inapp", sender="1", body="y", source="message/1")
    outbox.put(store, "a", channel="inapp", sender="2", body="z", source="conversation_part/3")
    first, second = outbox.received(store, "a")
    assert (first["channel"], first["subject"], first["body"]) == ("email", "S", "x")
    assert (second["sender"], second["subject"], second["source"]) == (
        "2",
        None,
        "conversation_part/3",
    )
    assert outbox.received(store, "nobody") == []


def test_the_same_thing_sent_twice_is_received_twice(workspace: Workspace) -> None:
    for _ in range(2):
        outbox.put(workspace.store, "a", channel="email", sender="1", body="x", source="message/1")
    assert len(outbox.received(workspace.store, "a")) == 2
