"""Switches: teammates who are away, messages and events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Messages:
    away_status_reason_mandatory: bool = False
    """[D] A setting of the workspace: who goes away must say why."""

    contact_messageable_after: float = 2.0
    """[D "a short delay", I how short] Seconds for which messages to a new contact are 404."""

    message_type_spelled_freely: bool = True
    """inapp and conversation are taken [R, the SDK's live test], or the enum's values only [D]."""

    message_template_required: bool = False
    """Of e-mails: required [D, the schema], left out in the vendor's own examples [D]."""

    message_lists_before_2_14: Literal["refuse", "accept"] = "refuse"
    """[I] Several recipients, cc and bcc in a version that does not describe them."""

    messages_from_contacts: bool = True
    """From 2.12 on `from` is "always admin" [D, the schema], and a user in the examples [D]."""

    undeliverable_message: Literal["accept", "refuse"] = "accept"
    """[I] An e-mail that cannot reach its contact: taken and delivered to nobody, or 400."""

    hidden_contacts_reachable: bool = False
    """[I] Are messages and events for an archived or blocked contact taken? Otherwise 404."""

    message_creates_conversation_per_recipient: bool = False
    """[I] The conversation that a message to several opens at once: for each, or with all."""

    event_list_type: Literal["event.list", "event.summary"] = "event.list"
    """The list's own type [D, its schema, pages of 1.0 to 2.4], or the recorded example's [D]."""

    event_deduplication: bool = True
    """[D] "The API may detect and ignore duplicate events": it does, or it never does."""

    event_metadata_strict: bool = True
    """[D "do not support nested JSON", I refusal] Nested metadata: 400, or left out."""

    event_lookup_of_leads: bool = False
    """[D "specify the Lead's id"] Are leads found by user_id and e-mail too? Otherwise 404."""

    event_summary_merged: Literal["add", "replace"] = "add"
    """[I] POST /events/summaries for an event that is known: counts add up, or are replaced."""
