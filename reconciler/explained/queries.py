"""Codes of queries: the text of `where` in specs and of `get --where`."""

from __future__ import annotations

from reconciler.explained.page import Explained

QUERIES = {
    "query-syntax": Explained(
        "A query that is guessed at could match people that nobody meant.",
        "Write `FIELD OPERATOR VALUE`, joined by `and`, `or` and parentheses; text with a comma, a "
        'parenthesis or one of these words stands in quotes: `name = "Simon and Sons"`.',
    ),
    "query-field": Explained(
        "Intercom refuses a search by a field that it does not index.",
        "Use one of the fields that Intercom documents, `custom_attributes.NAME`, or `tag`, "
        "`segment` and `owner` by name. The message names a field that is near.",
    ),
    "query-operator": Explained(
        "Intercom refuses the whole search: dates of contacts know `=`, `<` and `>` only, a tag "
        "`=` and `!=`, and only text can contain something.",
        "Use one of the operators that the message lists.",
    ),
    "query-value": Explained(
        "Intercom refuses a value of another type, or finds nothing by it.",
        "Write a value as the message says: `true`, `12`, `2026-11-01`, `30 days ago`, `user`.",
    ),
    "query-limit": Explained(
        "Intercom takes 15 filters in a group, two groups in each other, and refuses the rest.",
        "Put several values of one field into `in (..)`, which counts as one filter.",
    ),
}  # fmt: skip
