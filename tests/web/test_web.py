"""Asking the open web: what is never asked, what is followed, what counts as dead."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from reconciler.web import Cache, UnreachableError, Web, ask, cache_file, checked, image_problem
from reconciler.web.addresses import is_public, resolved

PRIVATE = [
    "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "100.100.100.200", "0.1.2.3", "224.0.0.1", "239.1.1.1", "240.0.0.1",
    "255.255.255.255", "192.0.0.192", "168.63.129.16", "198.18.0.1", "203.0.113.9", "192.88.99.1",
    "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a9fe:a9fe::", "2001:0:7f00:1::", "::127.0.0.1",
    "not an address", "",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_of_the_open_internet_is_never_asked(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_the_open_internet_may_be_asked(address: str) -> None:
    assert is_public(address)


def answering(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]) -> list[str]:
    """Stands in for the resolver; each question takes the next answer."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def getaddrinfo(host: str, port: int, *rest: Any, **more: Any) -> list[Any]:
        if host[:1].isdigit():
            return real(host, port, *rest, **more)
        asked.append(host)
        if host not in names:
            raise socket.gaierror(-2, "unknown")
        found = names[host] if len(names[host]) == 1 else [names[host].pop(0)]
        return [(2, 1, 6, "", (one, port)) for one in found[0].split()]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_one_private_address_among_others_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, {"mixed.test": ["8.8.8.8 10.0.0.1"], "good.test": ["8.8.8.8 1.1.1.1"]})
    assert resolved("good.test", 443, is_public) == "8.8.8.8"
    with pytest.raises(PermissionError):
        resolved("mixed.test", 443, is_public)


class Page(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self.server.seen.append((self.command, self.path, dict(self.headers)))  # type: ignore[attr-defined]
        status, headers = self.server.pages(self.command, self.path)  # type: ignore[attr-defined]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815 - as the standard library calls it


Pages = Callable[[str, str], tuple[int, dict[str, str]]]


@contextmanager
def serving(pages: Pages) -> Iterator[Any]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    server.daemon_threads = True
    server.seen, server.pages = [], pages  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_redirect_to_a_private_address_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    def pages(_: str, path: str) -> tuple[int, dict[str, str]]:
        return 302, {"Location": "http://169.254.169.254/latest/meta-data"}

    with serving(pages) as server:
        port = server.server_address[1]
        web = Web(allowed=lambda one: one == "127.0.0.1")
        answering(monkeypatch, {"open.test": ["127.0.0.1"]})
        with pytest.raises(UnreachableError, match="private") as raised:
            web.ask("HEAD", f"http://open.test:{port}/")
        assert raised.value.private
        assert [one[1] for one in server.seen] == ["/"]


def test_a_name_is_resolved_once_and_that_very_address_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serving(lambda *_: (200, {})) as server:
        port = server.server_address[1]
        # the second answer would be another machine; nobody asks for it
        asked = answering(monkeypatch, {"rebinding.test": ["127.0.0.1", "10.0.0.1", "10.0.0.1"]})
        web = Web(allowed=lambda one: one == "127.0.0.1")
        assert web.ask("HEAD", f"http://rebinding.test:{port}/x?y#z").status == 200
        assert asked == ["rebinding.test"]
        method, path, headers = server.seen[0]
        assert (method, path, headers["Host"]) == ("HEAD", "/x?y", f"rebinding.test:{port}")
        assert not {"Authorization", "Cookie", "Intercom-Version"} & headers.keys()


def test_redirects_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def pages(_: str, path: str) -> tuple[int, dict[str, str]]:
        left = int(path[1:])
        return (301, {"Location": f"/{left - 1}"}) if left else (200, {})

    with serving(pages) as server:
        url = f"http://127.0.0.1:{server.server_address[1]}"
        web = Web(allowed=lambda _: True)
        assert web.ask("HEAD", f"{url}/5").url == f"{url}/0"
        with pytest.raises(UnreachableError, match="more than 5"):
            web.ask("HEAD", f"{url}/6")


@pytest.mark.parametrize(
    "onward",
    ["http://[", "http://\u2100/".encode().decode("latin-1"), "http://xn--/", "http://xn--a/"],
)
def test_a_redirect_to_no_address_is_an_answer_and_no_crash(
    monkeypatch: pytest.MonkeyPatch, onward: str
) -> None:
    with serving(lambda *_: (302, {"Location": onward})) as server:
        answering(monkeypatch, {"127.0.0.1": ["127.0.0.1"]})
        with pytest.raises(UnreachableError):
            Web(allowed=lambda _: True).ask("HEAD", f"http://127.0.0.1:{server.server_address[1]}/")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://example.test/", "no address"),
        ("https://user:secret@example.test/", "no address"),
        ("https://", "no address"),
        ("http://[::1", "no address"),
        ("https://example.test/" + "x" * 5000, "no address"),
        ("https://nowhere.test/", "nobody knows"),
        ("https://" + "a" * 70 + ".test/", "nobody knows"),
    ],
)
def test_what_cannot_be_asked_says_why(monkeypatch: pytest.MonkeyPatch, url: str, why: str) -> None:
    answering(monkeypatch, {})
    with pytest.raises(UnreachableError, match=why):
        Web().ask("HEAD", url)


def test_a_server_that_drips_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ask, "LONGEST", 0.3)
    ended = threading.Event()

    def drip(listening: socket.socket) -> None:
        line, _ = listening.accept()
        with line:
            line.recv(1000)
            line.sendall(b"HTTP/1.1 200 OK\r\nX: ")
            while not ended.wait(0.02):
                try:
                    line.sendall(b"y")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=drip, args=(listening,), daemon=True)
        thread.start()
        with pytest.raises(UnreachableError, match="answer"):
            Web(allowed=lambda _: True).ask(
                "HEAD", f"http://127.0.0.1:{listening.getsockname()[1]}"
            )
        ended.set()
        thread.join()


STATUS = {"/good": 200, "/gone": 404, "/login": 401, "/broken": 500, "/busy": 429}


def test_each_address_is_asked_once_and_only_the_dead_are_named(tmp_path: Path) -> None:
    def pages(method: str, path: str) -> tuple[int, dict[str, str]]:
        if path == "/no-head":
            return (405, {}) if method == "HEAD" else (200, {})
        return STATUS[path], {}

    with serving(pages) as server:
        base = f"http://127.0.0.1:{server.server_address[1]}"
        urls = [f"{base}{path}" for path in (*STATUS, "/no-head", "/good#a", "/good#b")]
        cache = Cache(tmp_path / "deep" / "links.json", clock=lambda: 1000.0)
        pauses: list[float] = []
        done: list[int] = []
        web = Web(allowed=lambda _: True)
        dead = checked(urls, web, cache, sleep=pauses.append, progress=done.append)
        assert dead == {f"{base}/gone": "answers 404", f"{base}/broken": "answers 500"}
        assert [one[1] for one in server.seen].count("/good") == 1
        assert (len(pauses), sum(done)) == (5, 6)
        server.seen.clear()
        again = Cache(tmp_path / "deep" / "links.json", clock=lambda: 2000.0)
        assert checked(urls, web, again, sleep=pauses.append) == dead
        assert {one[1] for one in server.seen} == {"/busy"}  # who was busy is asked again
        later = Cache(tmp_path / "deep" / "links.json", clock=lambda: 1000.0 + 3 * 86_400)
        assert later.get(f"{base}/good") == ""
        assert later.get(f"{base}/gone") is None


def test_a_private_address_is_dead_for_readers_and_never_asked() -> None:
    with serving(lambda *_: (200, {})) as server:
        url = f"http://127.0.0.1:{server.server_address[1]}/"
        assert checked([url], Web(), Cache(None)) == {url: "leads to a private address"}
        assert set(checked(["http://[bad", "http://"], Web(), Cache(None))) == {
            "http://[bad",
            "http://",
        }
        assert not server.seen


@pytest.mark.parametrize("text", ["", "{", "{}", '[1, [2], ["u", "w"]]', '[["u", 1, 2]]', "\x00"])
def test_a_spoilt_cache_counts_as_nothing_known(tmp_path: Path, text: str) -> None:
    file = tmp_path / "links.json"
    file.write_text(text)
    cache = Cache(file)
    assert cache.get("u") is None
    cache.put("u", "")
    cache.save()
    assert [one[0] for one in json.loads(file.read_text())] == ["u"]


def test_a_cache_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "links.json")
    cache.put("u", "")
    cache.save()


def test_the_cache_lies_where_the_system_keeps_such_things(tmp_path: Path) -> None:
    assert cache_file({}, tmp_path, "linux") == tmp_path / ".cache/reconciler/links.json"
    assert cache_file({"XDG_CACHE_HOME": "/x"}, tmp_path, "linux") == Path(
        "/x/reconciler/links.json"
    )
    assert "Caches" in cache_file({}, tmp_path, "darwin").parts
    assert cache_file({"LOCALAPPDATA": "/l"}, tmp_path, "win32") == Path("/l/reconciler/links.json")


@pytest.mark.parametrize(
    ("status", "media", "problem"),
    [
        (200, "image/png", ""),
        (404, "image/png", "answers 404"),
        (200, "text/html; charset=utf-8", "as an image"),
        (200, "", "answers no type"),
    ],
)
def test_an_image_has_to_arrive_as_one(status: int, media: str, problem: str) -> None:
    with serving(lambda *_: (status, {"Content-Type": media} if media else {})) as server:
        url = f"http://127.0.0.1:{server.server_address[1]}/a.png"
        found = image_problem(Web(allowed=lambda _: True), url, "image/png")
        assert (problem in found) if problem else not found
        assert "cannot be fetched" in image_problem(Web(), url, "image/png")
