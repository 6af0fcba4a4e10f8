"""Every behaviour of Intercom that nothing public settles, as a named switch.

The default is the reading with the better evidence, or the one that hurts a client more.
Marks: [D] documented, [R] reported or observed, [I] inferred.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Switches:
    wildcard_accept: bool = True
    """Is `Accept: */*` enough? [R] The official Python and Node SDKs send nothing else, and
    intercom-node#460 met the 406 only where the header was left out; otherwise [R, 2015]
    intercom-php#124: answered with 406."""

    per_page_over_maximum: Literal["clamp", "refuse"] = "clamp"
    """[I] Nothing says; live tools pass 150 to 250 to collections without noted errors."""

    tag_renamed_onto_another: Literal["refuse", "merge"] = "refuse"
    """[I] POST /tags {id, name} with the name of another tag is undocumented."""

    options_type_before_2_14: Literal["accept", "refuse"] = "accept"
    """[D schemas, I refusal] Before 2.14 a list is a `string` with options, and `options` is no
    data_type of a new attribute."""

    archived_attribute_keeps_name: bool = True
    """[I] Does an archived data attribute still occupy its name?"""

    collection_names_escaped: bool = True
    """[R] One client read "Manage &amp; operate" as a collection's name (F4)."""

    child_collection_hides_help_center: bool = True
    """[D] help_center_id of a nested collection is null in the list example."""

    collection_delete: Literal["orphan", "cascade", "refuse"] = "orphan"
    """[I] What becomes of what lies in a deleted collection is undocumented."""

    child_write_touches_parent: bool = False
    """[I] Does a write to a child collection move updated_at of its parent?"""

    articles_found_in: Literal["all", "published"] = "all"
    """[I] Which articles a search without `state` looks at; the only example shows a draft."""

    standing_alone_in_default_center: bool = False
    """[I] Does a search in the default help center find articles that lie in no collection?"""

    audience_null_clears: bool = True
    """[D of import sources, I of articles] audience_ids: null, like []; or it is ignored."""

    schedule_replaces_other: bool = True
    """[I] A new schedule over one of the other kind: it takes its place, or a 400. [D] Only one
    is ever pending."""

    schedule_covers: Literal["all_locales", "default_locale"] = "all_locales"
    """[I] Whether a schedule publishes and unpublishes the translations too."""

    synced_delete: Literal["refuse", "ignore"] = "refuse"
    """[D of bulk actions, which drop them silently] DELETE of a synced article: 403, or 200 and
    it stays."""

    version_scope: Literal["locale", "article"] = "locale"
    """[I] Versions "of a locale" (the list) or with the "content for a locale" (the answer)."""

    same_content_makes_version: bool = True
    """[I] Does a write of what is there make a version?"""

    staging_makes_version: bool = False
    """[I] Is a staged draft a version before it is published?"""

    draft_moves_updated_at: bool = False
    """[I] Does staging a draft move updated_at of the article? [D] It leaves the live one alone."""

    tagging_touches_article: bool = False
    """[I] Does attaching a tag move updated_at of the article?"""

    untag_what_is_not_tagged: Literal["refuse", "ignore"] = "refuse"
    """[I] Taking a tag from an article that does not have it: 404, or 200."""

    manages_content: bool = True
    """[D] Tagging content needs a permission of the teammate behind the token: 403 without."""

    redirect_urls_normalised: bool = False
    """[I] Are from_urls that differ in case or in a slash at the end the same?"""

    redirect_target_unknown: Literal["data_invalid", "not_found"] = "data_invalid"
    """[I] [D] The target must be a member of the help center; how it is refused is not said."""

    redirect_outlives_target: bool = True
    """[I] Does a redirect stay when its article or collection is deleted?"""

    unknown_locale: Literal["refuse", "accept"] = "refuse"
    """[I] A translation into a locale that the help center does not have."""

    translations_merged: bool = True
    """[I] Does a PUT with one locale leave the other locales alone?"""

    default_locale_in_translations: bool = True
    """[D text, I meaning] translated_content may hold the default locale too."""

    update_restamps_author: bool = True
    """[R] author_id left out of an update became the acting admin (F1, through a connector)."""

    parent_type_strict: bool = True
    """[D schemas, I refusal] parent_id is an integer on POST /articles, a string on PUT."""

    parent_null_clears: bool = True
    """[I] Clearing an article's parent with null is undocumented in stable versions."""

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

    body_rewriting: bool = True
    """[R] The rewriting of article bodies as a whole; off: bodies are kept as they were sent."""

    whitespace_makes_paragraphs: bool = True
    """[R] Whitespace between block tags becomes an empty paragraph (F1, F6)."""

    heading_ids_kept: bool = True
    """[R both] Ids that are sent are kept (exports two weeks apart), or made anew (F1, F2)."""

    heading_levels: Literal["shift", "h2"] = "shift"
    """[R] The shallowest becomes h1; or [D, the older guide] h3 to h6 become h2."""

    ordered_start_dropped: bool = True
    """[R] `ol start` is removed (verified on 12 articles)."""

    nested_lists: bool = True
    """[R] Stored and served; [D, the guide] answered with 400."""

    blocks_by_html: bool = True
    """[R] Callouts and collapsibles sent as HTML are kept; [D, the guide] div becomes p."""

    code_language_kept: bool = False
    """[R] Gone from HTML; the connector's Markdown documents it: is it in body_markdown again?"""

    images_hosted_anew: bool = True
    """[I] The same image sent twice gets a new path; otherwise the path goes by its URL."""

    unreachable_hosts: frozenset[str] = frozenset({"unreachable.example.com"})
    """Hosts from which no image can be fetched: 400 for the whole article [D]."""

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

    plan_without: frozenset[str] = frozenset()
    """[D] What the plan does not include is answered with 403 api_plan_restricted; whether a
    workspace has it, no request tells. Known: messages, whatsapp, metrics,
    conversations."""

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

    list_attribute_needs_options: bool = True
    """[I] A new conversation attribute of type list with fewer than 2 options: 422, as for the
    removal of the last but two [D]."""
