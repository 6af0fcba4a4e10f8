"""What is sent, to whom, and what never is."""

from __future__ import annotations

import copy
import gzip
import json
import logging
import pickle
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from reconciler import __version__
from reconciler.api import Token, open_client
from reconciler.api import transport as transport_module
from reconciler.api import wire as wire_module
from reconciler.errors import ApiError, CredentialsError, ReconcilerError, WriteRefusedError
from tests.api.fakes import SECRET, Clock, client_over, http_over, ok, refused, scripted

# ------------------------------------------------------------------ headers


def test_every_request_carries_token_version_and_types() -> None:
    server, asked = scripted(ok(id="1"))
    http_over(server).call("GET", "/me")
    sent = asked[0].headers
    assert asked[0].url == "https://api.intercom.io/me"
    assert sent["Authorization"] == f"Bearer {SECRET}"
    assert sent["Intercom-Version"] == "2.16"
    assert sent["Accept"] == sent["Content-Type"] == "application/json"
    assert sent["User-Agent"] == f"intercom-reconciler/{__version__}"


def test_a_body_is_json_and_survives_every_character() -> None:
    server, asked = scripted(ok(id="1"))
    body = {"name": "Grüße \ud800 \u2028 \x00", "n": None}
    http_over(server).call("POST", "/tags", body)
    assert json.loads(asked[0].content) == body


# ------------------------------------------------------------------ read only


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "get"])
def test_a_reading_client_refuses_to_write_before_anything_is_sent(method: str) -> None:
    server, asked = scripted()
    http = http_over(server, read_only=True)
    with pytest.raises(WriteRefusedError, match="this client only reads"):
        http.call(method, "/tags", {})
    assert (asked, http.reads, http.writes) == ([], 0, 0)


def test_a_reading_client_reads() -> None:
    server, _ = scripted(ok(id="1"))
    http = http_over(server, read_only=True)
    assert http.call("GET", "/me") == {"id": "1"}
    assert (http.reads, http.writes) == (1, 0)


# ------------------------------------------------------------------ paths


@pytest.mark.parametrize(
    "path",
    ["tags", "//evil.example/x", "/tags/../me", "/..", "/a b", "/a\r\nX: y", "/a#b", "/é", "",
     "/{id}", "/a\\b", "https://evil.example/"],
)  # fmt: skip
def test_a_path_that_would_lead_elsewhere_is_refused(path: str) -> None:
    server, asked = scripted()
    with pytest.raises(ReconcilerError, match="is not a path of the API"):
        http_over(server).call("GET", path)
    assert asked == []


def test_a_path_below_a_proxy_keeps_the_proxys_own_path() -> None:
    server, asked = scripted(ok(id="1"))
    client = open_client(Token(SECRET), read_only=True, base_url="https://proxy.example/intercom/",
                         transport=httpx.MockTransport(server))  # fmt: skip
    client.me()
    assert asked[0].url == "https://proxy.example/intercom/me"


# ------------------------------------------------------------------ the token


def test_a_token_never_shows_itself() -> None:
    token = Token(f" {SECRET}\n")
    assert f"{token!r} {token} {[token]}" == "*** *** [***]"
    assert token.bearer() == f"Bearer {SECRET}"
    for attempt in (pickle.dumps, copy.copy):
        with pytest.raises(TypeError, match="never written"):
            attempt(token)


@pytest.mark.parametrize("secret", [None, "", "  \n"])
def test_a_missing_token_says_where_to_put_one(secret: str | None) -> None:
    with pytest.raises(CredentialsError, match="there is no access token") as caught:
        Token(secret)
    assert "INTERCOM_ACCESS_TOKEN" in caught.value.hint


@pytest.mark.parametrize("secret", ["abc def", "abc\ndef", "schlüssel", "abc\x00"])
def test_a_token_that_can_be_none_is_refused_without_being_shown(secret: str) -> None:
    with pytest.raises(CredentialsError) as caught:
        Token(secret)
    assert secret not in str(caught.value)
    assert secret not in repr(caught.value)


def test_neither_logs_nor_errors_nor_objects_hold_the_token(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = refused(401, "unauthorized", f"Access Token {SECRET} Invalid")
    server, _ = scripted(echo, httpx.ConnectTimeout("x"), *[httpx.ReadError("y")] * 4)
    client = client_over(server)
    shown = [repr(client), repr(vars(client)), repr(vars(vars(client)["_http"]))]
    for _ in range(2):
        with pytest.raises(ApiError) as caught:
            client.me()
        shown += traceback.format_exception(caught.value)
        shown += [str(caught.value), repr(vars(caught.value))]
    assert "Access Token *** Invalid" in "".join(shown)
    assert SECRET not in "".join(shown) + caplog.text


SPELT = "".join(f"\\u{ord(one):04x}" for one in SECRET)
"""The token as JSON may write it too."""
REFLECTIONS = {
    "request id header": httpx.Response(500, headers={"X-Request-Id": SECRET}, content=b"{}"),
    "request id of a good answer": httpx.Response(
        200, headers={"X-Request-Id": f"r-{SECRET}"}, content=b"no json"
    ),
    "location": httpx.Response(302, headers={"Location": f"https://x.test/?t={SECRET}"}),
    "location as a URL": httpx.Response(302, headers={"Location": f"/?t={quote(SECRET)}"}),
    "request id": refused(422, "data_invalid", "No", request_id=f"r-{SECRET}"),
    "code": refused(422, SECRET, "No"),
    "code alone": refused(422, SECRET),
    "type": httpx.Response(422, json={"errors": [{"type": SECRET}]}),
    "field": httpx.Response(422, json={"errors": [{"message": "No", "field": SECRET}]}),
    "second error": httpx.Response(422, json={"errors": [{"code": "a"}, {"message": SECRET}]}),
    "cut by the longest message": refused(422, "data_invalid", "x" * 490 + SECRET),
    "spelt otherwise": httpx.Response(
        422, content=f'{{"errors":[{{"code":"{SPELT}","message":"{SPELT}"}}]}}'.encode()
    ),
    "reason": httpx.ConnectError(f"no way to {SECRET}"),
}


@pytest.mark.parametrize("where", REFLECTIONS)
def test_a_token_that_is_answered_is_hidden_wherever_it_stands(where: str) -> None:
    server, _ = scripted(*[REFLECTIONS[where]] * 9)
    with pytest.raises(ApiError) as caught:
        http_over(server).call("GET", "/tags")
    error = caught.value
    shown = f"{error} {vars(error)}"
    assert SECRET[:8] not in shown
    assert "***" in shown


def test_the_token_is_hidden_as_a_url_writes_it() -> None:
    assert Token("a+b/c=").hide("a+b/c= or a%2Bb%2Fc%3D") == "*** or ***"


# ------------------------------------------------------------------ size and time


def test_an_answer_beyond_the_limit_is_not_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wire_module, "LARGEST", 1000)
    read = []

    def endless() -> Iterator[bytes]:
        while True:
            read.append(1)
            yield b"x" * 100

    server, asked = scripted(httpx.Response(200, content=endless()))
    with pytest.raises(ApiError, match="answered more than is ever read") as caught:
        http_over(server).call("POST", "/tags", {})
    assert caught.value.maybe_done
    assert (len(read), len(asked)) == (11, 1)


def test_an_answer_that_drips_for_minutes_is_given_up() -> None:
    clock = Clock()

    def dripping() -> Iterator[bytes]:
        while True:
            clock.now += 50
            yield b" "

    server, _ = scripted(*[httpx.Response(200, content=dripping()) for _ in range(5)])
    with pytest.raises(ApiError, match="did not answer in time"):
        http_over(server, clock=clock).call("GET", "/tags")


# ------------------------------------------------------------------ addresses


@pytest.mark.parametrize(
    ("region", "host"),
    [("us", "api.intercom.io"), ("eu", "api.eu.intercom.io"), ("au", "api.au.intercom.io")],
)
def test_each_region_has_its_host(region: str, host: str) -> None:
    server, asked = scripted(ok(id="1"))
    open_client(Token(SECRET), region=region, read_only=True,
                transport=httpx.MockTransport(server)).me()  # fmt: skip
    assert asked[0].url == f"https://{host}/me"


@pytest.mark.parametrize(
    "url",
    ["https://proxy.example", "https://proxy.example:8443/x", "http://127.0.0.1:8080",
     "http://127.9.9.9", "http://localhost:1", "http://[::1]:8080/"],
)  # fmt: skip
def test_https_anywhere_and_http_to_this_machine_are_taken(url: str) -> None:
    client = open_client(Token(SECRET), read_only=True, base_url=url)
    client.close()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://api.intercom.io", "unencrypted"),
        ("http://10.0.0.1", "unencrypted"),
        ("http://localhost.evil.example", "unencrypted"),
        ("http://127.0.0.1.evil.example", "unencrypted"),
        ("http://[::ffff:127.0.0.1]", "unencrypted"),
        ("http://2130706433", "unencrypted"),
        ("https://me:secret@x.example", "has a user, a query or a fragment"),
        ("https://me:secret\u00e9@x.example:port", "has a user, a query or a fragment"),
        ("https://x.example?a=b", "has a user, a query or a fragment"),
        ("https://x.example#a", "has a user, a query or a fragment"),
        ("ftp://x.example", "is not the address of an API"),
        ("x.example", "is not the address of an API"),
        ("", "is not the address of an API"),
        ("https://", "is not the address of an API"),
        ("https://x.example:port", "is not the address of an API"),
        ("https://[::1", "is not the address of an API"),
        ("https://x\x1b.example", "is not the address of an API"),
        ("https://a b.example", "is not the address of an API"),
        ("https://xn--\u00e9.example", "is not the address of an API"),
    ],
)
def test_an_address_that_must_not_get_the_token_is_refused(url: str, says: str) -> None:
    with pytest.raises(ReconcilerError) as caught:
        open_client(Token(SECRET), read_only=True, base_url=url)
    assert says in caught.value.message
    assert caught.value.hint
    assert "secret" not in caught.value.message


def test_a_region_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(ReconcilerError, match='no region "mars"') as caught:
        open_client(Token(SECRET), region="mars", read_only=True)
    assert caught.value.hint == "regions: us, eu, au"


def test_importing_the_package_loads_no_http_library() -> None:
    code = "import sys, reconciler.api; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# ------------------------------------------------------------------ a real socket


class Handler(BaseHTTPRequestHandler):
    """Answers by path; one of them breaks off in the middle."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.seen.append((self.path, dict(self.headers)))  # type: ignore[attr-defined] # set by the fixture
        if self.path == "/redirect":
            self.send_response(302)
            self.send_header("Location", "/me")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = b'{"path": "%s"}' % self.path.encode()
        self.send_response(200)
        cut = 10 if self.path == "/cut" else 0
        self.send_header("Content-Length", str(len(body) + cut))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = bool(cut)

    def log_message(self, *_: Any) -> None:
        """Silent."""


@pytest.fixture
def real() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.seen = []  # type: ignore[attr-defined] # read by the tests
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join(10)
    server.server_close()


def over(real: ThreadingHTTPServer) -> Any:
    clock = Clock()
    url = f"http://127.0.0.1:{real.server_address[1]}"
    return transport_module.open_http(
        Token(SECRET), base_url=url, version="2.16", read_only=True,
        clock=clock, steady=clock, sleep=clock.sleep,
    )  # fmt: skip


def test_it_talks_over_a_real_socket_and_around_any_proxy(
    real: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    http = over(real)
    assert http.call("GET", "/companies?company_id=a%2Fb%3F") == {
        "path": "/companies?company_id=a%2Fb%3F"
    }
    seen: Any = real.seen  # type: ignore[attr-defined] # set by the fixture
    assert seen[0][1]["Authorization"] == f"Bearer {SECRET}"
    http.close()


def test_an_answer_that_breaks_off_is_read_again_and_then_named(real: ThreadingHTTPServer) -> None:
    http = over(real)
    with pytest.raises(ApiError, match="broke off in the middle"):
        http.call("GET", "/cut")
    assert http.reads == 5
    http.close()


def test_a_redirect_of_a_real_server_is_not_followed(real: ThreadingHTTPServer) -> None:
    http = over(real)
    with pytest.raises(ApiError, match="redirected to /me"):
        http.call("GET", "/redirect")
    assert http.reads == 1
    http.close()


def test_a_port_where_nobody_listens_is_unreachable_and_counts_nothing() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.server_close()
    http = over(server)
    with pytest.raises(ApiError, match=r"127\.0\.0\.1:\d+ cannot be reached: .*refused") as caught:
        http.call("GET", "/me")
    assert caught.value.code == "unreachable"
    assert http.reads == 0
    http.close()


def test_a_server_without_encryption_under_https_is_a_tls_error(real: ThreadingHTTPServer) -> None:
    clock = Clock()
    http = transport_module.open_http(
        Token(SECRET), base_url=f"https://127.0.0.1:{real.server_address[1]}", version="2.16",
        read_only=True, clock=clock, steady=clock, sleep=clock.sleep,
    )  # fmt: skip
    with pytest.raises(
        ApiError, match=r"no encrypted connection that can be trusted: .*SSL"
    ) as caught:
        http.call("GET", "/me")
    assert caught.value.code == "tls"
    assert clock.slept == []
    http.close()


@pytest.mark.parametrize("value", ["127.0.0.1:1", "http://127.0.0.1:1"])
def test_the_proxy_of_the_environment_is_used_unless_it_is_not_meant_for_the_host(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    for name in ("ALL_PROXY", "all_proxy", "HTTPS_PROXY", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("https_proxy", value)
    found = wire_module._proxy("api.intercom.io")
    assert found is not None
    assert found.url == "http://127.0.0.1:1"
    monkeypatch.setenv("no_proxy", "intercom.io")
    assert wire_module._proxy("api.intercom.io") is None


@pytest.mark.parametrize(
    "value",
    [
        "socks5://me:s3cret@127.0.0.1:1",
        "ftp://me:s3cret@x",
        "http://[::1",
        "http://x:99999999",
        "http://",
    ],
)
def test_a_proxy_that_cannot_be_used_is_refused_by_its_variable_and_not_by_its_address(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("all_proxy", value)
    with pytest.raises(ReconcilerError) as caught:
        wire_module.network("https://api.intercom.io")
    assert "no http:// or https:// address" in caught.value.message
    assert "ALL_PROXY" in caught.value.hint
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("text", [None, "no certificate"], ids=["missing", "not one"])
def test_certificates_that_cannot_be_read_are_a_mistake_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str | None
) -> None:
    file = tmp_path / "certificates.pem"
    if text is not None:
        file.write_text(text)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with pytest.raises(ReconcilerError) as caught:
        wire_module.network("https://api.intercom.io")
    assert "certificates that this machine trusts cannot be read" in caught.value.message
    assert "SSL_CERT_FILE" in caught.value.hint


def test_a_packed_answer_is_unpacked() -> None:
    packed = httpx.Response(
        200, content=gzip.compress(b'{"id": "1"}'), headers={"Content-Encoding": "gzip"}
    )
    server, asked = scripted(packed)
    assert http_over(server).call("GET", "/me") == {"id": "1"}
    assert asked[0].headers["Accept-Encoding"] == "gzip, deflate"


def test_cookies_of_a_server_are_never_sent_back() -> None:
    server, asked = scripted(ok({"Set-Cookie": "a=b"}, id="1"), ok(id="2"))
    http = http_over(server)
    http.call("GET", "/me")
    http.call("GET", "/me")
    assert "Cookie" not in asked[1].headers
