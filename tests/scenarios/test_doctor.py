"""`reconciler doctor`: each thing that can be missing has its line and its way out."""

from __future__ import annotations

import json
import socket
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from reconciler.errors import ApiError, Exit
from reconciler.model import Config, Map, Workspace
from reconciler.simulator import Fault
from reconciler.workflow import checkup, open_project
from reconciler.workflow.doctor import examine
from tests.scenarios.workspace import FILES
from tests.world import World


def error(code: str, message: str) -> bytes:
    found = {"type": "error.list", "request_id": "r-1",
             "errors": [{"code": code, "message": message}]}  # fmt: skip
    return json.dumps(found).encode()


def lines(world: World, *args: str, code: int = 0) -> dict[str, tuple[str, str, str]]:
    """(level, message, hint) by name, from a run that sends nothing but GET."""
    ran = world.run("doctor", "--json", *args)
    assert ran.code == code, ran.text
    assert ran.json["exit"] == code
    assert world.writes == 0
    return {one["name"]: (one["level"], one["message"], one["hint"]) for one in ran.json["checks"]}


@pytest.fixture
def ready(newest: World) -> World:
    newest.write(FILES)
    return newest


@pytest.fixture
def bare(newest: World) -> World:
    newest.write({"t.yaml": "tags: {a: }\n"})
    return newest


def test_a_workspace_in_order_is_ok_in_every_line(ready: World) -> None:
    found = lines(ready)
    assert {name: (level, message) for name, (level, message, _) in found.items()
            if name not in {"git", "address", "rate limit", "ledger"}} == {
        "specs": ("ok", "15 resources"),
        "token": ("ok", "accepted"),
        "API version": ("ok", "2.16, the newest that is known here"),
        "workspace": ("ok", "sim00000 is production"),
        "region": ("ok", "us"),
        "clock": ("ok", "in step with Intercom's"),
        "read admins": ("ok", "GET /admins"),
        "read tags": ("ok", "GET /tags"),
        "read data_attributes": ("ok", "GET /data_attributes"),
        "read collections": ("ok", "GET /help_center/collections"),
        "read articles": ("ok", "GET /articles"),
        "read companies": ("ok", "GET /companies"),
        "write access": ("note", "not checked: no GET shows what a token may write"),
        "help center": ("ok", "help"),
        "languages": ("ok", "en, fr"),
        "author": ("ok", "ada@example.com by default; the token acts for ada@example.com"),
    }  # fmt: skip
    assert found["address"][0] == "note"
    assert found["rate limit"][1].startswith("1,666 requests in 10 s, about 9,996 a minute; 1,6")
    assert found["ledger"] == ("ok", f"{ready.ledger}, 0 objects", "")
    assert {method for method, *_ in ready.simulator.journal} == {"GET"}


def test_people_get_a_table_with_the_way_out_below_each_problem(ready: World) -> None:
    ready.simulator.faults.append(
        Fault(path="/tags", status=403, body=error("forbidden", "You need the scope read_tags"))
    )
    ran = ready.run("doctor")
    assert ran.code == Exit.CREDENTIALS
    assert "problem  read tags             GET /tags: 403 forbidden: You need the scope" in ran.out
    assert "help: give the app of the token the scope or permission" in ran.out
    assert "ok       read companies        GET /companies" in ran.out
    assert ran.out.endswith("1 problem, 0 warnings.\n")


def test_only_what_the_specs_need_is_asked_for(bare: World) -> None:
    found = lines(bare)
    assert [name for name in found if name.startswith("read ")] == ["read tags"]
    assert "help center" not in found
    assert sorted(path for _, path, _ in bare.simulator.journal) == [
        "/help_center/help_centers", "/me", "/tags",
    ]  # fmt: skip


def test_without_a_project_everything_is_looked_at(newest: World) -> None:
    found = lines(newest)
    assert found["specs"][0] == "note"
    assert found["workspace"][0] == "warning"
    assert found["workspace"][2].startswith("write app_id: sim00000 into reconciler.yaml")
    assert found["author"] == ("ok", "ada@example.com, for whom the token acts", "")
    assert sum(name.startswith("read ") for name in found) == 7


def test_invalid_specs_are_one_line_and_the_rest_is_checked(ready: World) -> None:
    ready.write({"t.yaml": "tags: {a: {nonsense: 1}}\n"})
    found = lines(ready, code=Exit.INVALID)
    assert found["specs"][0] == "problem"
    assert found["token"][0] == "ok"


# ------------------------------------------------------------------ the token


@pytest.mark.parametrize(
    ("code", "way"),
    [
        ("unauthorized", "is it whole"),
        ("token_revoked", "it was revoked"),
        ("token_expired", "it has expired"),
        ("token_blocked", "Intercom blocked it"),
        ("token_suspended", "the workspace or the app is suspended"),
        ("token_not_found", "Intercom does not know it"),
        ("missing_authorization", "look at the proxy"),
    ],
)
def test_a_token_that_is_not_accepted_says_why(ready: World, code: str, way: str) -> None:
    ready.simulator.faults.append(Fault(status=401, body=error(code, "No")))
    found = lines(ready, code=Exit.CREDENTIALS)
    assert found["token"][0] == "problem"
    assert code in found["token"][1]
    assert way in found["token"][2]
    assert found["the rest"] == ("note", "not checked: see above", "")
    assert found["ledger"][0] == "ok"
    assert len(ready.simulator.journal) == 1


def test_a_missing_token_names_the_variable(ready: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ready.env["INTERCOM_ACCESS_TOKEN"] = ""
    found = lines(ready, code=Exit.CREDENTIALS)
    assert found["token"][:2] == (
        "problem", "the variable INTERCOM_ACCESS_TOKEN holds no access token",
    )  # fmt: skip
    assert found["ledger"][0] == "ok"


def test_a_token_that_can_be_none_is_refused_before_it_is_sent(ready: World) -> None:
    ready.env["INTERCOM_ACCESS_TOKEN"] = "Bearer of news"
    assert lines(ready, code=Exit.CREDENTIALS)["token"][0] == "problem"
    assert ready.simulator.journal == []


# ------------------------------------------------------------------ place and version


def test_another_workspace_is_a_guards_refusal(ready: World) -> None:
    ready.simulator.store.app["id_code"] = "other123"
    found = lines(ready, code=Exit.REFUSED)
    assert found["workspace"][:2] == (
        "problem", "the token belongs to other123, production is sim00000",
    )  # fmt: skip
    assert "other123" not in found["ledger"][1] or found["ledger"][0] == "ok"


def test_another_region_is_named_with_the_line_to_write(ready: World) -> None:
    ready.simulator.store.app["region"] = "EU"
    found = lines(ready)
    assert found["region"] == (
        "warning", "the workspace lives in eu, production says us",
        "write region: eu into reconciler.yaml",
    )  # fmt: skip


def test_a_version_that_is_not_accepted_is_named(ready: World) -> None:
    body = error("intercom_version_invalid", "Requested resource is not available")
    ready.simulator.faults.append(Fault(status=400, body=body))
    found = lines(ready, code=Exit.FAILED)
    assert found["API version"][:2] == ("problem", "2.16 of reconciler.yaml is not accepted")
    assert found["read tags"][0] == "problem"


def test_an_older_version_names_the_newest_and_what_it_cannot_show(ready: World) -> None:
    ready.version = "2.11"
    ready.write(FILES)
    found = lines(ready)
    assert found["API version"][:2] == ("ok", "2.11; 2.16 is the newest that is known here")
    assert found["languages"] == ("note", "not checked: Intercom names them from API 2.16 on", "")


@pytest.mark.parametrize(
    ("url", "level", "message"),
    [
        ("https://[::1", "problem", "is not the address of an API"),
        ("http://api.intercom.io", "problem", "the token would travel unencrypted"),
        (
            "https://proxy.invalid",
            "warning",
            "the token goes to proxy.invalid, no host of Intercom",
        ),
        ("https://api.eu.intercom.io", "ok", "https://api.eu.intercom.io"),
    ],
)
def test_an_address_that_is_not_intercoms_is_named(
    bare: World, url: str, level: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", _nowhere)
    found = lines(bare, "--base-url", url, code=Exit.FAILED)
    assert found["address"][0] == level
    assert message in found["address"][1]
    assert found["ledger"][0] == "ok"


def _nowhere(*_: object, **__: object) -> None:
    raise socket.gaierror(-2, "Name or service not known")


def test_no_network_is_one_problem_and_the_rest_is_not_asked(
    bare: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", _nowhere)
    found = lines(bare, "--base-url", "https://api.intercom.io", code=Exit.FAILED)
    assert found["connection"][0] == "problem"
    assert "api.intercom.io cannot be reached" in found["connection"][1]
    assert found["connection"][2] == "check the network, the proxy and the API's address"
    assert found["the rest"][0] == "note"


def test_a_proxy_is_named_by_its_variable_and_never_by_its_address(
    bare: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", _nowhere)
    bare.env["HTTPS_PROXY"] = "http://user:secret@proxy.invalid:3128"
    ran = bare.run("doctor", "--base-url", "https://api.intercom.io")
    assert "through the proxy of HTTPS_PROXY" in ran.out
    assert "secret" not in ran.text
    assert ran.code == Exit.FAILED


def test_a_proxy_that_cannot_be_used_is_a_problem_of_the_connection(bare: World) -> None:
    bare.env["ALL_PROXY"] = bare.env["HTTPS_PROXY"] = "socks5://127.0.0.1:1"
    found = lines(bare, "--base-url", "https://api.intercom.io", code=Exit.FAILED)
    assert found["connection"][0] == "problem"
    assert found["ledger"][0] == "ok"


def test_a_server_without_tls_is_told_apart(bare: World) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def greet() -> None:
            accepted, _ = listening.accept()
            with accepted:
                accepted.recv(1)
                accepted.sendall(b"220 mail.example.com ready\r\n")
                accepted.recv(4096)

        greeting = threading.Thread(target=greet)
        greeting.start()
        url = f"https://127.0.0.1:{listening.getsockname()[1]}"
        found = lines(bare, "--base-url", url, code=Exit.FAILED)
        greeting.join()
    assert "gives no encrypted connection" in found["connection"][1]
    assert found["connection"][2] == "check the certificates that this machine trusts"


# ------------------------------------------------------------------ faults


@pytest.mark.parametrize(
    "fault",
    [
        Fault(path="/me", status=500, body=b"null"),
        Fault(path="/me", status=502, body=b"<html>", content_type="text/html"),
        Fault(path="/me", status=200, body=b"<!DOCTYPE html>", content_type="text/html"),
        Fault(path="/me", cut=5),
        Fault(path="/me", drop="before"),
        Fault(path="/me", status=200, body=b"[]"),
    ],
    ids=["500", "502", "a web page", "cut", "dropped", "no object"],
)
def test_a_failing_first_answer_keeps_no_other_check_from_being_made(
    ready: World, fault: Fault
) -> None:
    ready.simulator.faults.append(fault)
    found = lines(ready, code=Exit.FAILED)
    assert sum(level == "problem" for level, *_ in found.values()) == 1
    assert found["read articles"][0] == "ok"
    assert found["help center"][0] == "ok"
    assert found["ledger"][0] == "ok"


def test_an_answer_of_somebody_else_names_no_workspace(ready: World) -> None:
    ready.simulator.faults.append(Fault(path="/me", status=200, body=b'{"app": 3}'))
    found = lines(ready, code=Exit.FAILED)
    assert found["workspace"][0] == "problem"
    assert found["region"][0] == "note"


@pytest.mark.parametrize("path", ["/articles", "/admins", "/help_center/help_centers"])
@pytest.mark.parametrize("status", [200, 404, 500])
def test_any_check_that_fails_leaves_the_others(ready: World, path: str, status: int) -> None:
    ready.simulator.faults.append(Fault(path=path, status=status, body=b"<html>"))
    found = lines(ready, code=Exit.FAILED)
    problems = [name for name, (level, *_) in found.items() if level == "problem"]
    assert problems == [{"/articles": "read articles", "/admins": "read admins"}.get(
        path, "help center")]  # fmt: skip
    assert len(found) >= 18


@pytest.mark.parametrize(
    ("path", "name", "items"),
    [
        ("/articles", "read articles", "data"),
        ("/admins", "read admins", "admins"),
        ("/help_center/help_centers", "help center", "data"),
    ],
)
@pytest.mark.parametrize("body", [b"{}", b'{"data": null}', b'{"admins": {}, "data": {}}'])
def test_an_answer_without_a_list_is_not_read(
    ready: World, path: str, name: str, items: str, body: bytes
) -> None:
    ready.simulator.faults.append(Fault(path=path, status=200, body=body))
    found = lines(ready, code=Exit.FAILED)
    assert [one for one, (level, *_) in found.items() if level == "problem"] == [name]
    what = f'the answer has no list under "{items}"'
    assert found[name][1] == f"GET {path}: 200 unexpected_answer: {what}"
    assert found[name][2] == "the API's address or version is not one that is known here"


def test_where_every_call_is_one_too_many_nothing_more_is_asked(ready: World) -> None:
    def probe(path: str) -> checkup.Probed:
        raise AssertionError(path)

    many = ApiError("Exceeded rate limit", method="GET", path="/me", status=429,
                    code="rate_limit_exceeded", hint="run it again later")  # fmt: skip
    found = list(examine(open_project(ready.root), Answered(many), probe, regional=True))
    assert [(one.name, one.level, one.hint) for one in found] == [
        ("rate limit", "problem", "run it again later"), ("the rest", "note", ""),
    ]  # fmt: skip
    assert "429 rate_limit_exceeded: Exceeded rate limit" in found[0].message


def test_hostile_names_are_escaped(ready: World) -> None:
    (center,) = ready.simulator.store.rows("help_center")
    ready.simulator.store.edit("help_center", center["id"], identifier="\x1b[31mred")
    out = ready.run("doctor").out
    assert "\x1b" not in out
    assert "\\x1b[31mred" in out


# ------------------------------------------------------------------ help center, author


def test_several_help_centers_are_named_with_the_default_one(ready: World) -> None:
    ready.simulator.store.create("help_center", identifier="zweites", locales=["de"])
    found = lines(ready)
    assert found["help center"][0] == "warning"
    assert "zweites" in found["help center"][1]
    assert found["help center"][2] == "new collections go to help"
    assert found["languages"][:2] == ("note", "the help center also has de")


def test_a_declared_language_that_intercom_lacks_is_named(ready: World) -> None:
    (center,) = ready.simulator.store.rows("help_center")
    ready.simulator.store.edit("help_center", center["id"], locales=["en"])
    assert lines(ready)["languages"][:2] == ("warning", "the help center has no fr")


def test_without_a_help_center_articles_have_no_place(ready: World) -> None:
    body = b'{"type": "list", "data": []}'
    ready.simulator.faults.append(Fault(path="/help_center/*", status=200, body=body))
    assert lines(ready, code=Exit.FAILED)["help center"][:2] == ("problem", "there is none")


def test_collections_alone_ask_for_no_author(newest: World) -> None:
    newest.write({"c.yaml": "collections: {start: {name: Start}}\n"})
    found = lines(newest)
    assert "read admins" not in found
    assert "author" not in found
    assert found["help center"][0] == "ok"


def test_a_default_author_who_is_no_teammate_is_named(ready: World) -> None:
    for admin in ready.simulator.store.rows("admin"):
        ready.simulator.store.edit("admin", admin["id"], email=f"{admin['id']}@example.org")
    found = lines(ready, code=Exit.INVALID)
    assert found["author"] == (
        "problem", "no teammate has the address ada@example.com",
        "mend defaults.articles.author in reconciler.yaml",
    )  # fmt: skip


# ------------------------------------------------------------------ this machine


def test_a_locked_ledger_names_its_owner_and_the_way_out(ready: World) -> None:
    from reconciler.ledger import FileStore  # noqa: PLC0415 - only here

    FileStore(ready.ledger).lock("ada@laptop:1:x", 900)
    found = lines(ready)
    assert found["ledger"][0] == "warning"
    assert "locked by ada@laptop:1:x" in found["ledger"][1]
    assert "reconciler ledger unlock" in found["ledger"][2]


def test_a_ledger_that_cannot_be_read_is_a_problem(ready: World) -> None:
    ready.file(".reconciler/sim00000.jsonl", "{nonsense\n{}\n")
    found = lines(ready, code=Exit.FAILED)
    assert found["ledger"][0] == "problem"
    assert "sim00000.jsonl" in found["ledger"][1]


def test_a_ledger_that_vanishes_with_the_job_is_named(ready: World, tmp_path: Path) -> None:
    ready.env |= {"CI": "true", "GITHUB_WORKSPACE": str(tmp_path)}
    assert "vanishes" in lines(ready)["ledger"][1]


def test_without_git_a_ledger_in_git_cannot_be(
    ready: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert lines(ready)["git"][0] == "warning"
    assert lines(ready, "--ledger", "git:origin", code=Exit.FAILED)["git"][0] == "problem"


def test_where_nothing_names_the_workspace_the_ledger_is_not_looked_for(
    newest: World,
) -> None:
    newest.env |= {"INTERCOM_ACCESS_TOKEN": "", "RECONCILER_LEDGER": ""}
    assert lines(newest, code=Exit.CREDENTIALS)["ledger"][0] == "note"


def test_the_built_in_simulator_is_checked_the_same_way(ready: World) -> None:
    found = lines(ready, "--simulator")
    assert found["address"] == ("note", "the built-in simulator, no network", "")
    assert found["token"][0] == "ok"
    assert found["clock"][0] == "ok"
    assert ready.simulator.journal == []


def test_a_spoilt_simulator_file_is_a_line(ready: World) -> None:
    ready.file("spoilt.db", "{")
    found = lines(ready, "--simulator", str(ready.root / "spoilt.db"), code=Exit.FAILED)
    assert found["simulator"][0] == "problem"
    assert "spoilt.db" in found["simulator"][1]


# ------------------------------------------------------------------ readings of single answers


@dataclass(frozen=True)
class Answered:
    found: Any = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    started: float = 1000.0
    ended: float = 1001.0


@pytest.mark.parametrize(
    ("date", "level", "message"),
    [
        (1000, "ok", "in step with Intercom's"),
        (1003, "ok", "in step with Intercom's"),
        (1090, "warning", "89 s behind Intercom's"),
        (900, "warning", "99 s ahead of Intercom's"),
        (None, "note", "not checked: the answer has no date"),
    ],
)
def test_the_clock_is_compared_with_the_date_of_the_answer(
    date: int | None, level: str, message: str
) -> None:
    from email.utils import formatdate  # noqa: PLC0415 - only here

    headers = {} if date is None else {"date": formatdate(date, usegmt=True)}
    found = checkup.clock(Answered(headers=headers))
    assert (found.level, found.message) == (level, message)


@pytest.mark.parametrize("date", ["", "yesterday", "Fri, 99 Foo 99999 99:99:99 GMT"])
def test_a_date_that_is_none_is_no_crash(date: str) -> None:
    assert checkup.clock(Answered(headers={"date": date})).level == "note"


@pytest.mark.parametrize(
    ("limit", "left", "level"),
    [("167", "160", "ok"), ("167", "3", "warning"), (None, "3", "note"), ("x", "3", "note"),
     ("9" * 99, "3", "note")],
)  # fmt: skip
def test_the_budget_is_that_of_the_newest_answer(limit: str | None, left: str, level: str) -> None:
    headers = {"x-ratelimit-remaining": left} | ({"x-ratelimit-limit": limit} if limit else {})
    silent = Answered(headers={}, ended=1003.0)
    assert checkup.rate([Answered(headers=headers, ended=1002.0), silent]).level == level


def test_an_older_answer_does_not_tell_the_budget() -> None:
    old = Answered(headers={"x-ratelimit-limit": "1", "x-ratelimit-remaining": "0"})
    new = Answered(headers={"x-ratelimit-limit": "9", "x-ratelimit-remaining": "9"}, ended=1002.0)
    assert checkup.rate([new, old]).message.endswith("9 left now")


def test_a_region_of_intercoms_own_host_must_fit() -> None:
    me = {"app": {"region": "AU"}}
    found = checkup.region(me, Workspace("production", region="eu"), regional=True)
    assert (found.level, found.exit) == ("problem", Exit.REFUSED)


def test_a_templated_author_is_not_looked_up() -> None:
    config = Config(defaults={"articles": Map({"author": "{{ author }}"})})
    assert (
        checkup.author({}, {"email": "a@b.c"}, config).message == "a@b.c, for whom the token acts"
    )


def test_a_switched_off_help_center_is_named() -> None:
    body = {"data": [{"identifier": "x", "website_turned_on": False, "locales": ["en"]}]}
    found = list(checkup.help_centers(body, Config(), used=True))
    assert [one.message for one in found] == ["x", "x is switched off", "en"]


def test_no_help_center_is_no_problem_where_none_is_used() -> None:
    (found,) = checkup.help_centers({"data": None}, Config(), used=False)
    assert (found.level, found.exit) == ("note", Exit.DONE)


def test_several_without_a_known_default_say_so() -> None:
    body = {"data": [{"id": 1}, {"display_name": "b"}]}
    found = next(iter(checkup.help_centers(body, Config(), used=True)))
    assert (found.message, found.hint) == (
        "there are several: 1, b", "new collections go to the default one",
    )  # fmt: skip


def test_an_unknown_refusal_is_no_matter_of_credentials() -> None:
    found = checkup.refused("read x", ApiError("No", method="GET", path="/x", status=400))
    assert found.exit == Exit.FAILED
