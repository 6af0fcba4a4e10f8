"""The access token, as a value that never shows itself.

Only `bearer` gives the secret out, to the header it belongs in.
"""

from __future__ import annotations

from urllib.parse import quote

from reconciler.errors import CredentialsError


class Token:
    """An access token; CredentialsError where it is empty or cannot be one."""

    __slots__ = ("_secret",)

    def __init__(self, secret: str | None) -> None:
        self._secret = (secret or "").strip()
        if not self._secret:
            raise _refused("token_missing", "there is no access token")
        if not (self._secret.isascii() and self._secret.isprintable()) or " " in self._secret:
            raise _refused("token_malformed", "the access token has characters that none has")

    def bearer(self) -> str:
        return f"Bearer {self._secret}"

    def hide(self, text: str) -> str:
        """`text` without the secret, which a server may repeat in its errors, also in a URL."""
        return text.replace(self._secret, "***").replace(quote(self._secret, safe=""), "***")

    def __repr__(self) -> str:
        return "***"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("an access token is never written anywhere")


def _refused(code: str, message: str) -> CredentialsError:
    hint = "put the token of the workspace's app into INTERCOM_ACCESS_TOKEN, nothing around it"
    return CredentialsError(message, method="GET", path="/me", code=code, hint=hint)
