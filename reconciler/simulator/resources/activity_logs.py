"""What admins did, as the audit log of the workspace shows it.

Of what requests do, only going away and coming back is written down here; the rest a test or
a script of edits creates.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reconciler.simulator import checks, pages
from reconciler.simulator.errors import invalid, missing
from reconciler.simulator.store import Row, Store, Table
from reconciler.simulator.wire import Call, Json, Route

TABLES = (
    Table(
        "activity_log",
        {"admin_id": "", "email": "", "metadata": {}, "activity_type": "", "description": ""},
        new_id=lambda number, _now: f"fca05814-4b72-4dce-ad4f-{number:012x}",
    ),
)
SIZE, MOST = 20, 250
"""[D] Of the search in 2.16; the list names no maximum [I: the same]."""
TYPES = (
    "admin_conversation_assignment_limit_change", "admin_ticket_assignment_limit_change",
    "admin_avatar_change", "admin_away_mode_change", "admin_deletion", "admin_deprovisioned",
    "admin_impersonation_end", "admin_impersonation_start", "admin_invite_change",
    "admin_invite_creation", "admin_invite_deletion", "admin_login_failure",
    "admin_login_success", "admin_logout", "admin_occupancy_setting_change",
    "admin_occupancy_state_change", "admin_password_reset_request",
    "admin_password_reset_success", "admin_permission_change", "admin_provisioned",
    "admin_two_factor_auth_change", "admin_unauthorized_sign_in_method", "app_admin_join",
    "app_authentication_method_change", "app_data_deletion", "app_data_export",
    "app_google_sso_domain_change", "app_identity_verification_change", "app_name_change",
    "app_outbound_address_change", "app_package_installation", "app_package_token_regeneration",
    "app_package_uninstallation", "app_team_creation", "app_team_deletion",
    "app_team_membership_modification", "app_timezone_change", "app_webhook_creation",
    "app_webhook_deletion", "articles_in_messenger_enabled_change", "bulk_delete", "bulk_export",
    "campaign_deletion", "campaign_state_change", "conversation_part_deletion",
    "conversation_pdf_export", "conversation_topic_change", "conversation_topic_creation",
    "conversation_topic_deletion", "help_center_settings_change", "inbound_conversations_change",
    "inbox_access_change", "message_deletion", "message_state_change",
    "messenger_look_and_feel_change", "messenger_search_required_change",
    "messenger_spaces_change", "office_hours_change", "role_change", "role_creation",
    "role_deletion", "ruleset_activation_title_preview", "ruleset_creation", "ruleset_deletion",
    "search_browse_enabled_change", "search_browse_required_change", "seat_change",
    "seat_revoke", "security_settings_change", "temporary_expectation_change",
    "upfront_email_collection_change", "welcome_message_change",
    "hide_csat_from_agents_setting_change",
)  # fmt: skip
"""[D] The recorded example of GET /admins/activity_log_event_types."""


def away(store: Store, row: Row, *, by: Row) -> None:
    """An admin went away or came back, as the API was told by another."""
    gone, reason = row["away_mode_enabled"], row["away_status_reason_id"]
    found = store.find("away_status_reason", reason)
    metadata = {
        "away_mode": gone,
        "away_status_reason": f"{found['emoji']} {found['label']}".strip() if found else None,
        "reassign_conversations": row["away_mode_reassign"],
        "update_by": int(by["id"]),
        "update_by_name": by["name"],
    }
    told = f"{by['name']} set {row['name']} {'away' if gone else 'active'}."
    store.create("activity_log", admin_id=by["id"], email=by["email"], metadata=metadata,
                 activity_type="admin_away_mode_change", description=told)  # fmt: skip


def every(call: Call) -> Json:
    after, before = call.query.get("created_at_after"), call.query.get("created_at_before")
    return _page(call, _between(call, _time(after), _time(before)))


def search(call: Call) -> Json:
    after = checks.integer(call.body, "created_at_after")
    before = call.body.get("created_at_before")
    until = None if before is None else checks.integer(call.body, "created_at_before")
    rows, wanted = _between(call, after, until), call.body.get("event_types")
    if wanted is not None:
        if not isinstance(wanted, list):
            raise invalid("event_types must be a list", field="event_types")
        rows = [row for row in rows if row["activity_type"] in wanted]
    paging = {name: str(call.body[name]) for name in pages.PAGING if name in call.body}
    return _page(replace(call, query=paging), rows)


def types(call: Call) -> Json:  # noqa: ARG001 - the signature of every handler
    return {"type": "activity_log_event_type.list", "event_types": list(TYPES)}


def _time(text: str | None) -> int | None:
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,16}", text):
        raise invalid("created_at_after and created_at_before must be UNIX timestamps")
    return int(text)


def _between(call: Call, after: int | None, before: int | None) -> list[Row]:
    """Newest first [I]; both ends belong to it [I]."""
    if after is None:
        raise missing("created_at_after is required")
    return [
        row for row in reversed(call.store.rows("activity_log"))
        if after <= row["created_at"] and (before is None or row["created_at"] <= before)
    ]  # fmt: skip


def _page(call: Call, rows: list[Row]) -> Json:
    found = pages.page(call, rows, show=_shown, size=SIZE, most=MOST, null_at_end=True)
    return {"type": "activity_log.list", "pages": found["pages"], "activity_logs": found["data"]}


def _shown(row: Row) -> Json:
    by = {"type": "admin", "id": row["admin_id"], "email": row["email"], "ip": "127.0.0.1"}
    told = {"activity_type": row["activity_type"], "activity_description": row["description"]}
    return {"id": row["id"], "performed_by": by, "metadata": row["metadata"],
            "created_at": row["created_at"], **told}  # fmt: skip


ROUTES = (
    Route("GET", "/admins/activity_logs", every),
    Route("POST", "/admins/activity_logs/search", search, since=(2, 16)),
    Route("GET", "/admins/activity_log_event_types", types, since=(2, 16)),
)
