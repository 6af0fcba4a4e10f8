"""What the official SDK (python-intercom 5.0.1) itself gets wrong, with its place and the evidence.

Two tables. MISTAKES: what the SDK declares otherwise than Intercom's descriptions and examples
have it; a story names those it meets, and meets exactly these. UNKNOWN: keys that its models
lack. What a version later than the SDK's own has added is nobody's fault and not listed; what
stands in the place of a key that the SDK knows shows at its own version.
"""

from dataclasses import dataclass

import pytest

Version = tuple[int, int]
OWN: Version = (2, 14)
"""All paths of the SDK but those of custom channels and of assignment rules are in the description
of 2.14; 2.13 lacks calls, jobs and away status reasons."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """`deviation` as sdk_strict puts it, or in words where it is one of behaviour, which the
    story itself asserts. `says`: what stands at `where` in the SDK.
    """

    deviation: str
    where: str
    says: str
    evidence: str
    since: Version = (2, 11)
    behaves: bool = False


NOTE_AUTHOR = (
    "2.11 to 2.16 GET /contacts/{contact_id}/notes, example 'Successful response': the author has"
    " id, name, email and the away mode only"
)
MISTAKES = (
    Mistake(
        "search: the second page is the first one again",
        "contacts/raw_client.py:912",
        "pagination=pagination,",
        "the cursor _parsed_next is read and never sent, in contacts and in conversations (:666);"
        " [D] the next page is the one with pages.next.starting_after",
        behaves=True,
    ),
    Mistake(
        "companies of a contact: none, for the list is read from a key that no answer has",
        "contacts/raw_client.py:96",
        "_items = _parsed_response.companies",
        "2.11 to 2.16 GET /contacts/{contact_id}/companies, example 'successful': the key is data",
        behaves=True,
    ),
    Mistake(
        "retries: counted from two, so that max_retries 1 and 2 are none",
        "core/http_client.py:240",
        "retries: int = 2",
        "its README: retried until the number of retries is max_retries, 2 by default; so 1 and 2"
        " should be one and two retries, and no option two",
        behaves=True,
    ),
    Mistake(
        "data attributes: a request has no name and no model",
        "types/create_data_attribute_request_one.py:12",
        "data_type: typing.Optional[CreateDataAttributeRequestOneDataType] = None",
        "2.11 to 2.16 #create_data_attribute_request requires name and model: of an object with"
        " properties and oneOf the SDK kept the oneOf",
        behaves=True,
    ),
    Mistake(
        "companies: an update takes texts alone as custom attributes",
        "types/update_company_request_body.py:40",
        "typing.Dict[str, str]",
        "2.11 to 2.16 #create_or_update_company_request: its example has true, 155.5 and 9",
        behaves=True,
    ),
    Mistake(
        "events: metadata of texts alone",
        "types/create_data_event_request_with_user_id.py:26",
        "metadata: typing.Optional[typing.Dict[str, str]]",
        "2.11 to 2.16 POST /events, its text: numbers, dates, links and monetary amounts",
        behaves=True,
    ),
    Mistake(
        "messages: one recipient, no copies",
        "types/create_message_request.py:50",
        "to: CreateMessageRequestTo",
        "2.14 #create_message_request: to is one or a list, with cc and bcc",
        since=(2, 14),
        behaves=True,
    ),
    Mistake(
        "additional_body_parameters: dropped where the body is a model",
        "core/http_client.py:165",
        "elif not isinstance(data, typing.Mapping):",
        "its own request_options.py: parameters to spread into the request's body",
        behaves=True,
    ),
    Mistake(
        "conversations: assignment rules are run at a path that left after 2.11",
        "conversations/raw_client.py:1217",
        "/run_assignment_rules",
        "2.11 POST /conversations/{id}/run_assignment_rules; in no description of 2.12 to 2.16",
        behaves=True,
    ),
    Mistake(
        "Admin.away_status_reason_id: string, not integer",
        "admins/types/admin.py:52",
        "away_status_reason_id: typing.Optional[int]",
        "2.14 to 2.16 PUT /admins/{admin_id}/away, example 'Successful response': '12345'",
        since=(2, 14),
    ),
    Mistake(
        "Admin.has_inbox_seat: missing",
        "admins/types/admin.py:57",
        "has_inbox_seat: bool = pydantic.Field()",
        NOTE_AUTHOR,
    ),
    Mistake(
        "Admin.team_ids: missing",
        "admins/types/admin.py:62",
        "team_ids: typing.List[int] = pydantic.Field()",
        NOTE_AUTHOR,
    ),
    Mistake(
        "Company.name: missing",
        "companies/types/company.py:28",
        "name: str = pydantic.Field()",
        "2.11 to 2.16 #company requires nothing and #create_or_update_company_request no name",
    ),
    Mistake(
        "Contact.owner_id: string, not integer",
        "contacts/types/contact.py:65",
        "owner_id: typing.Optional[int]",
        "2.16 #contact, #create_contact_request, #update_contact_request: a string; older: an integer",
        since=(2, 16),
    ),
    Mistake(
        "Conversation.priority: 'none' is not known",
        "conversations/types/conversation_priority.py:5",
        'typing.Literal["priority", "not_priority"]',
        "2.16 #conversation: none, low, medium, high, urgent",
        since=(2, 16),
    ),
    Mistake(
        "Conversation.team_assignee_id: integer, not string",
        "conversations/types/conversation.py:89",
        "team_assignee_id: typing.Optional[str]",
        "2.11 to 2.16 #conversation: an integer, example 5017691; from 2.16 on 0 where there is none",
    ),
    Mistake(
        "DataEventSummary.type: 'event.list' is not known",
        "events/raw_client.py:36",
        "HttpResponse[DataEventSummary]",
        "2.11 to 2.16 #data_event_list, which no path names; without summary=true clients get one",
    ),
    Mistake(
        "list of AwayStatusReason: object, not list",
        "away_status_reasons/raw_client.py:46",
        "type_=typing.List[AwayStatusReason]",
        "2.14 to 2.16 #away_status_reason_list: an object of type list with data",
        since=(2, 14),
    ),
    Mistake(
        "OffsetPages.type: 'pages' is not known",
        "types/offset_pages.py:11",
        'type: typing.Literal["offset_pages"]',
        "no description has the word offset_pages; every example of a list with page numbers has"
        " `type: pages` (2.14 GET /articles, POST /companies/list, GET /help_center/collections)",
    ),
)
ONE_CONTACT = "2.12 to 2.16 GET /contacts/{contact_id}, example 'successful'; in no schema of it"
ONE_CONVERSATION = (
    "2.11 to 2.16 GET /conversations/{id}, example 'conversation found'; in no schema"
)
SMS = "no description; in answers that clients recorded, where it is always false"
UNKNOWN = {
    "App.secure": "2.11 to 2.16 GET /me, example 'Successful response'; in no schema",
    "ArticleListItem.tags": "2.13 #article_list_item",
    "ArticleStatistics.conversations": "2.11 to 2.16 POST /articles, example 'article created';"
    " the schema calls it conversions",
    **dict.fromkeys(
        (
            "Contact.enabled_push_messaging",
            "Contact.opted_in_subscription_types",
            "Contact.opted_out_subscription_types",
            "Contact.referrer",
            "Contact.utm_campaign",
            "Contact.utm_content",
            "Contact.utm_medium",
            "Contact.utm_source",
            "Contact.utm_term",
            "ContactCompanies.type",
            "ContactLocation.continent_code",
            "ContactLocation.country_code",
            "ContactNotes.type",
            "ContactSocialProfiles.type",
            "ContactTags.type",
        ),
        ONE_CONTACT,
    ),
    "Contact.sms_consent": SMS,
    "Contact.unsubscribed_from_sms": SMS,
    "ContactAttachedCompanies.data": "2.11 to 2.16 GET /contacts/{contact_id}/companies, example"
    " 'successful'",
    "Conversation.customers": "2.11 to 2.16 POST /conversations/{id}/customers, example 'Attach a"
    " contact to a conversation'",
    "Conversation.ticket": ONE_CONVERSATION,
    "Conversation.topics": ONE_CONVERSATION,
    **dict.fromkeys(
        (
            "DataEventSummaryItem.created_at",
            "DataEventSummaryItem.email",
            "DataEventSummaryItem.event_name",
            "DataEventSummaryItem.id",
            "DataEventSummaryItem.intercom_user_id",
            "DataEventSummaryItem.metadata",
            "DataEventSummaryItem.type",
            "DataEventSummaryItem.user_id",
        ),
        "2.11 to 2.16 #data_event",
    ),
    "DataEventSummary.pages": "2.11 to 2.16 GET /events, example 'Successful response'",
    "Message.owner": "2.11 to 2.16 POST /messages, example 'admin message created'; in no schema",
    "NoteList.pages": "2.11 to 2.16 GET /contacts/{contact_id}/notes, example",
}
NAMED = {one.deviation: one for one in MISTAKES}


def expected(version: str, mark: pytest.Mark) -> list[str]:
    """What a mark says that a story meets at a version of the API."""
    at = numbered(version)
    deviations = mark.args if at >= mark.kwargs.get("since", at) else ()
    found = [NAMED[one] for one in deviations if not NAMED[one].behaves]
    return [one.deviation for one in found if one.since <= at]


def passed(deviation: str, version: str) -> bool:
    """Is it a key of which it is known, or to be expected, that the SDK does not know it?"""
    key, _, problem = deviation.rpartition(": ")
    return problem == "unknown" and (key in UNKNOWN or numbered(version) > OWN)


def numbered(version: str) -> Version:
    major, minor = version.split(".")
    return int(major), int(minor)
