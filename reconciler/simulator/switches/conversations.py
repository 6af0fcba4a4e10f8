"""Switches: search, conversations, and who may act in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Conversations:
    search_lag: float = 10.0
    """Seconds by which every search is behind: contacts "a few minutes" [D], conversations 5 to
    10 s [R], articles [I]."""

    search_ignores_case: bool = False
    """[I] Nothing says; a client that looks e-mails up lowers them first (rudder-transformer)."""

    search_values_converted: bool = True
    """[I] Is "5" read as 5, 5 as "5" and "true" as true? Timestamps as digits are in every
    official example; otherwise the type must match [D, without saying how strictly]."""

    search_unset_differs: bool = True
    """[I] Does a row that has no value match !=, NIN and !~?"""

    conversation_search_inclusive: bool = True
    """[D] ">" is "Greater (or equal) than" for conversations; contacts: without equality."""

    inbox_seat_required: bool = True
    """[R, the tests of intercom-node] May only admins with a seat in the inbox act?"""

    comment_html_kept: bool = True
    """[I] An admin's comment with HTML: the text names HTML for notes only, while the body of a
    part "may contain HTML" [D]; otherwise it is escaped."""

    unassign_clears_both: bool = False
    """[I] Does assignee 0 clear the admin and the team, or only the one that `type` names?"""

    conversations_by: Literal["updated_at", "created_at"] = "updated_at"
    """[I] The order of GET /conversations and of a search without sort, newest first."""

    conversation_attributes_checked: bool = True
    """[I] Is an unknown custom attribute of a conversation a 400, as for companies?"""

    last_for_admins: bool = False
    """[I] An admin's reply to "last" has no contact to go by: 404, or the workspace's last."""

    only_participants_reply: bool = True
    """[I] A contact's reply to a conversation of others: 404, or it takes part from now on."""
