"""Messages to contacts. What they deliver lies in the outbox, whose table is declared here."""

from __future__ import annotations

from reconciler.simulator import outbox

TABLES = (outbox.TABLE,)
