"""Switches: contacts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Contacts:
    emails_lowered: bool = True
    """[I] Are the e-mails of contacts kept in lower case? Otherwise as they were sent."""

    missing_email_is_null: bool = True
    """[I] No e-mail: null, as all that is unset in examples, or "" [D, the one of a visitor]."""

    users_share_email: bool = False
    """[I] May users with different external ids share an e-mail, as leads may [R]? Or 409."""

    lead_external_id: Literal["refuse", "keep"] = "refuse"
    """[D, the page of 2.4] It "can't be set for role type of lead"; the texts since say nothing."""

    contact_role_writable: bool = True
    """[I] Does an update with another role make a user of a lead? Otherwise it is ignored."""

    contact_key_null_clears: bool = False
    """[I] email and external_id are not nullable [D]: a null is ignored, or clears them."""

    contact_attribute_null_clears: bool = True
    """[I] Does null clear a custom attribute of a contact? Otherwise it is ignored."""

    owner_id_strict: bool = True
    """[D schemas, I refusal] owner_id is an integer up to 2.15, a string from 2.16 on."""

    archived_contacts_hidden: bool = True
    """[R ruby#561, node#333] No GET, list or search finds an archived contact; or they do."""

    archived_contacts_counted: bool = False
    """[I] Do hidden contacts count in user_count of their companies and stand in their lists?"""

    blocked_contacts_hidden: bool = True
    """[I] Is a blocked contact hidden as an archived one is?"""

    deleted_contacts_linger: bool = True
    """[R ruby#257] Lists show a deleted contact until the search index knows; or not at all."""

    deleted_contact_keeps_keys_for: int | None = 7 * 86_400
    """[R, a bridge's code] Seconds for which a deleted contact's keys stay taken; None: none."""

    detaching_needs_link: bool = False
    """[I] Detaching a tag, company or subscription that is not there: 404, or 200 and nothing."""

    consent_type_must_match: bool = True
    """[I] A consent_type other than that of the subscription type: 400, or it is ignored."""

    merge_fills_gaps: bool = True
    """[I] Does the user take over the lead's name, phone, attributes, where it has none?"""
