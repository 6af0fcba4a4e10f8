"""Switches: tags, data attributes and companies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Data:
    tag_renamed_onto_another: Literal["refuse", "merge"] = "refuse"
    """[I] POST /tags {id, name} with the name of another tag is undocumented."""

    options_type_before_2_14: Literal["accept", "refuse"] = "accept"
    """[D schemas, I refusal] Before 2.14 a list is a `string` with options, and `options` is no
    data_type of a new attribute."""

    archived_attribute_keeps_name: bool = True
    """[I] Does an archived data attribute still occupy its name?"""

    list_attribute_needs_options: bool = True
    """[I] A new conversation attribute of type list with fewer than 2 options: 422, as for the
    removal of the last but two [D]."""

    company_lookup_lists: bool = False
    """GET /companies?company_id=: one company [R, the SDKs] or a list [D, the example]."""

    company_null_clears: bool = True
    """[I] Does null clear a field of a company? Otherwise it is ignored."""

    company_attribute_null_clears: bool = True
    """[I] Does null clear a custom attribute? Otherwise it is ignored."""

    company_options_enforced: bool = False
    """A value outside an attribute's options: 400 was documented for three days (2906bde)."""

    deleted_company_readable_for: int | None = 60
    """[I] Seconds for which GET still answers after DELETE; None: for ever."""

    repost_revives_company: bool = True
    """[I] POST of the company_id of a deleted company: the same id again, or a new one."""
