"""What the official SDK (python-intercom 5.0.1) itself gets wrong, with its place and the evidence.

Two tables. FAULTS: what the SDK declares otherwise than Intercom's descriptions and examples
have it; a story names those it meets, and meets exactly these. UNKNOWN: keys that its models
lack. What a version later than the SDK's own has added is nobody's fault and not listed; what
stands in the place of a key that the SDK knows shows at its own version.
"""

from collections.abc import Iterable
from dataclasses import dataclass

Version = tuple[int, int]
OWN: Version = (2, 14)
"""All paths of the SDK but those of custom channels are in the description of 2.14; 2.13 lacks
calls, jobs and away status reasons."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`deviation` as sdk_strict puts it, or in words where it is one of behaviour, which the
    story itself asserts. `says`: what stands at `where` in the SDK.
    """

    deviation: str
    where: str
    says: str
    evidence: str
    since: Version = (2, 11)
    until: Version = (2, 16)
    behaves: bool = False


FAULTS = (
    Fault(
        "search: the second page is the first one again",
        "contacts/raw_client.py:912",
        "pagination=pagination,",
        "the cursor _parsed_next is read and never sent, in contacts and in conversations (:666);"
        " [D] the next page is the one with pages.next.starting_after",
        behaves=True,
    ),
    Fault(
        "companies of a contact: none, for the list is read from a key that no answer has",
        "contacts/raw_client.py:96",
        "_items = _parsed_response.companies",
        "2.11 to 2.16 GET /contacts/{contact_id}/companies, example 'successful': the key is data",
        behaves=True,
    ),
    Fault(
        "retries: counted from two, so that max_retries 1 and 2 are none",
        "core/http_client.py:240",
        "retries: int = 2",
        "its README: retried until the number of retries is max_retries, 2 by default; so 1 and 2"
        " should be one and two retries, and no option two",
        behaves=True,
    ),
    Fault(
        "OffsetPages.type: 'pages' is not known",
        "types/offset_pages.py:11",
        'type: typing.Literal["offset_pages"]',
        "no description has the word offset_pages; every example of a list with page numbers has"
        " `type: pages` (2.14 GET /articles, POST /companies/list, GET /help_center/collections)",
    ),
)
UNKNOWN = {
    "App.secure": "2.11 to 2.16 GET /me, example 'Successful response'; in no schema",
    "ArticleListItem.tags": "2.13 #article_list_item",
    "ArticleStatistics.conversations": "2.11 to 2.16 POST /articles, example 'article created';"
    " the schema calls it conversions",
    "ContactAttachedCompanies.data": "2.11 to 2.16 GET /contacts/{contact_id}/companies, example"
    " 'successful'",
}
NAMED = {one.deviation: one for one in FAULTS}


def expected(deviations: Iterable[str], version: str) -> list[str]:
    """Those of the faults that the version of the API has."""
    at = numbered(version)
    found = [NAMED[one] for one in deviations if not NAMED[one].behaves]
    return [one.deviation for one in found if one.since <= at <= one.until]


def passed(deviation: str, version: str) -> bool:
    """Is it a key of which it is known, or to be expected, that the SDK does not know it?"""
    key, _, problem = deviation.rpartition(": ")
    return problem == "unknown" and (key in UNKNOWN or numbered(version) > OWN)


def numbered(version: str) -> Version:
    major, minor = version.split(".")
    return int(major), int(minor)
