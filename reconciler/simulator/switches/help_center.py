"""Switches: collections, articles and redirects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class HelpCenter:
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

    markdown_directives: bool = True
    """[R of the GitHub connector, I of the API] body_markdown with `:::` directives; or they stay
    text."""

    parent_type_strict: bool = True
    """[D schemas, I refusal] parent_id is an integer on POST /articles, a string on PUT."""

    parent_null_clears: bool = True
    """[I] Clearing an article's parent with null is undocumented in stable versions."""
