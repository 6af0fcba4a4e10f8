"""What several stories say in one line."""

from typing import Any

from intercom import Intercom
from intercom.core.api_error import ApiError
from intercom.types import (
    CreateContactRequestWithExternalId,
    CreateOrUpdateCompanyRequest,
    Error,
)


class Clock:
    """Stands still until a story moves it."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def refusal(error: ApiError) -> tuple[int, str, str]:
    """Status, code and message, be the body typed by the SDK or left as it came."""
    body = error.body if isinstance(error.body, Error) else Error.model_validate(error.body)
    first = body.errors[0]
    return error.status_code or 0, first.code, first.message or ""


def own_admin(sdk: Intercom) -> int:
    found = sdk.admins.identify()
    assert found is not None
    return int(found.id or "")


def company(sdk: Intercom, key: str, **fields: Any) -> str:
    """Its id."""
    request = CreateOrUpdateCompanyRequest(company_id=key, **fields)
    return sdk.companies.create_or_update(request=request).id


def user(sdk: Intercom, key: str, **fields: Any) -> str:
    """The id of a new user with the external id."""
    request = CreateContactRequestWithExternalId(external_id=key, **fields)
    return sdk.contacts.create(request=request).id or ""
