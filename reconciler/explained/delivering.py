"""Codes of rules that are carried out once for each recipient."""

from __future__ import annotations

from reconciler.explained.page import Explained, spec

BODY = """    channel: in_app
    body: "Hello {{ contact.name | default('there') }}"
"""
DELIVERING = {
    "everybody": Explained(
        "What is sent to customers cannot be taken back, and a rule without a beginning reaches "
        "everybody who ever came.",
        "Write `since: DAY` for those who come from that day on, with a `where`; or "
        "`everyone: true` where everybody is meant.",
        spec(f"messages:\n  hello:\n    where: role = user\n{BODY}"),
        spec(f"messages:\n  hello:\n    where: role = user\n    since: 2026-12-01\n{BODY}"),
    ),
    "not-delivered": Explained(
        "The others were sent to; this one stays due.",
        "Mend what the message names; the next `reconciler deliver` tries again.",
    ),
}
