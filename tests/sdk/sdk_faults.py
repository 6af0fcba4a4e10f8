"""What the official SDK (python-intercom 5.0.1) itself gets wrong, with its place and the evidence.

Two tables. FAULTS: what the SDK declares otherwise than Intercom's descriptions and examples
have it; a story names those it meets, and meets exactly these. UNKNOWN: keys that its models
lack, most of them newer than the SDK.
"""

from collections.abc import Iterable
from dataclasses import dataclass

Version = tuple[int, int]
OWN: Version = (2, 14)
"""All paths of the SDK but those of custom channels are in the description of 2.14; 2.13 lacks
calls, jobs and away status reasons."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`deviation` as sdk_strict puts it; `says`: what stands at `where` in the SDK."""

    deviation: str
    where: str
    says: str
    evidence: str
    since: Version = (2, 11)
    until: Version = (2, 16)


FAULTS = (
    Fault(
        "OffsetPages.type: 'pages' is not known",
        "types/offset_pages.py:11",
        'type: typing.Literal["offset_pages"]',
        "no description has the word offset_pages; every example of a list with page numbers has"
        " `type: pages` (2.14 GET /articles, POST /companies/list, GET /help_center/collections)",
    ),
)
UNKNOWN: dict[str, tuple[str, Version]] = {
    "App.secure": ("2.11 to 2.16 GET /me, example 'Successful response'; in no schema", (2, 11)),
    "ArticleStatistics.conversations": (
        "2.14 POST /articles, example 'article created'; the schema calls it conversions",
        (2, 11),
    ),
    "ArticleListItem.tags": ("2.13 #article_list_item", (2, 13)),
    "ArticleListItem.has_unpublished_changes": ("2.16 #article_list_item", (2, 16)),
    "ArticleListItem.draft_updated_at": ("2.16 #article_list_item", (2, 16)),
    "ArticleListItem.created_by_id": ("2.16 #article_list_item", (2, 16)),
    "ArticleListItem.updated_by_id": ("2.16 #article_list_item", (2, 16)),
    "ArticleListItem.scheduled_publish_at": ("2.16 #article_list_item", (2, 16)),
    "ArticleListItem.scheduled_unpublish_at": ("2.16 #article_list_item", (2, 16)),
    "ArticleListItem.ai_chatbot_availability": ("2.16 #article_list_item", (2, 16)),
    "ArticleListItem.ai_copilot_availability": ("2.16 #article_list_item", (2, 16)),
    "ArticleListItem.ai_sales_agent_availability": ("2.16 #article_list_item", (2, 16)),
    "ArticleContent.has_unpublished_changes": ("2.16 #article_content", (2, 16)),
    "ArticleContent.draft_updated_at": ("2.16 #article_content", (2, 16)),
    "HelpCenter.default": ("2.16 #help_center", (2, 16)),
    "HelpCenter.locales": ("2.16 #help_center", (2, 16)),
    "Tag.users": ("2.16 POST /tags, example 'Action successful'", (2, 16)),
    "Tag.companies": ("2.16 POST /tags, example 'Action successful'", (2, 16)),
}
NAMED = {one.deviation: one for one in FAULTS}


def expected(deviations: Iterable[str], version: str) -> list[str]:
    """Those of the faults that the version of the API has."""
    at = numbered(version)
    return [one for one in deviations if NAMED[one].since <= at <= NAMED[one].until]


def newer(deviation: str, version: str) -> bool:
    """Is it a key of which it is known that the SDK does not know it?"""
    key, _, problem = deviation.rpartition(": ")
    return problem == "unknown" and key in UNKNOWN and UNKNOWN[key][1] <= numbered(version)


def numbered(version: str) -> Version:
    major, minor = version.split(".")
    return int(major), int(minor)
