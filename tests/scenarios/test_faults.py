"""Whatever Intercom, the network or the token does: one clear message, nothing half-remembered."""

from typing import Any

import pytest

from reconciler.simulator import Fault
from tests.scenarios.workspace import FILES
from tests.world import World

ARTICLE = "article/start/hello"


def fault(world: World, **rule: Any) -> None:
    world.simulator.faults.append(Fault(**rule))


def test_no_token_names_the_variable_and_the_way_out(newest: World) -> None:
    newest.write(FILES)
    newest.env["INTERCOM_ACCESS_TOKEN"] = ""
    ran = newest.run("plan")
    assert ran.code == 7
    assert "INTERCOM_ACCESS_TOKEN holds no access token" in ran.err
    assert "--simulator" in ran.err
    assert newest.simulator.journal == []


def test_a_wrong_token_is_a_matter_of_credentials(newest: World) -> None:
    newest.write(FILES)
    newest.env["INTERCOM_ACCESS_TOKEN"] = "wrong"
    ran = newest.run("plan", "--json")
    (error,) = ran.json["errors"]
    assert (ran.code, error["code"], error["status"], error["path"]) == (
        7,
        "unauthorized",
        401,
        "/me",
    )
    assert error["request_id"]
    assert "wrong" not in ran.text.replace("wrong token", "")


def test_an_unreachable_host_is_said(newest: World) -> None:
    newest.write(FILES)
    newest.env["INTERCOM_BASE_URL"] = "http://127.0.0.1:9"
    ran = newest.run("plan")
    assert ran.code == 1
    assert "cannot be reached" in ran.err


@pytest.mark.parametrize("url", ["http://example.com", "http://10.0.0.1", "ftp://x", "nonsense"])
def test_the_token_never_leaves_in_the_clear(newest: World, url: str) -> None:
    newest.write(FILES)
    newest.env["INTERCOM_BASE_URL"] = url
    ran = newest.run("plan")
    assert ran.code != 0
    assert newest.simulator.journal == []


def test_another_workspace_is_refused_before_anything_is_read(newest: World) -> None:
    newest.write(FILES)
    config = (newest.root / "reconciler.yaml").read_text().replace("sim00000", "other123")
    newest.file("reconciler.yaml", config)
    ran = newest.run("plan")
    assert ran.code == 4
    assert "sim00000" in ran.err
    assert newest.requests() == [("GET", "/me")]


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ({"status": 500, "body": b'{"type":"error.list","request_id":"r1","errors":[{"code":"server_error","message":"Server Error"}]}'}, "500 server_error: Server Error (request id r1)"),
        ({"status": 200, "body": b"<html>nope</html>", "content_type": "text/html"}, "the answer is a web page, not JSON"),
        ({"status": 502, "body": b"<html>Bad Gateway</html>", "content_type": "text/html"}, "502 html"),
        ({"status": 200, "body": b"not json"}, "the answer is not JSON"),
        ({"status": 200, "body": b"null"}, "the answer is null"),
        ({"status": 403, "body": b'{"type":"error.list","errors":[{"code":"forbidden","message":"Needs the read_articles_scope"}]}'}, "read_articles_scope"),
        ({"status": 400, "body": b'{"type":"error.list","errors":[{"code":"intercom_version_invalid","message":"Requested resource is not available in current API version."}]}'}, "intercom_version_invalid"),
        ({"status": 302, "headers": {"Location": "https://evil.test/"}}, "redirect"),
    ],
)  # fmt: skip
def test_a_bad_answer_to_a_read_ends_the_plan_with_its_reason(
    newest: World, rule: dict[str, Any], says: str
) -> None:
    newest.write(FILES)
    fault(newest, method="GET", path="/articles*", **rule)
    ran = newest.run("plan")
    assert ran.code in (1, 7)
    assert says in ran.err
    assert "GET /articles" in ran.err
    assert "Traceback" not in ran.err


def test_a_refused_write_names_the_spec_line_and_the_rest_goes_on(world: World) -> None:
    world.write(FILES)
    fault(world, method="POST", path="/articles", nth=1, status=422,
          body=b'{"type":"error.list","request_id":"r9","errors":[{"code":"data_invalid","message":"No"}]}')  # fmt: skip
    report = world.apply(code=5)
    failed = [one for one in report["results"] if one["outcome"] == "failed"]
    assert len(failed) == 1
    error = failed[0]["error"]
    assert error["file"].startswith("specs/articles/")
    assert error["line"] == 1
    for part in ("POST /articles", "422", "data_invalid", "r9"):
        assert part in error["message"]
    assert sum(report["outcomes"].values()) == len(report["results"])
    assert len(world.titles()) == 3
    world.simulator.faults.clear()
    world.apply()
    world.settled()
    assert len(world.titles()) == 4


@pytest.mark.parametrize("path", ["/articles", "/help_center/collections", "/tags", "/companies",
                                  "/data_attributes"])  # fmt: skip
@pytest.mark.parametrize("drop", ["before", "after"])
def test_a_create_whose_answer_is_lost_is_never_doubled(
    newest: World, path: str, drop: str
) -> None:
    newest.write(FILES)
    fault(newest, method="POST", path=path, nth=1, drop=drop)
    newest.apply()
    newest.settled()
    for kind, key in (("article", "title"), ("tag", "name"), ("company", "company_id"),
                      ("data_attribute", "name"), ("collection", "name")):  # fmt: skip
        names = newest.titles(kind, key)
        assert len(names) == len(set(names)), kind


def test_nothing_is_taken_away_after_a_failure(newest: World) -> None:
    newest.write({"t.yaml": "tags: {a: , old: }\n"})
    newest.apply()
    newest.write({"t.yaml": "tags: {a: , new: }\n"})
    fault(newest, method="POST", path="/tags", nth=1, status=422,
          body=b'{"type":"error.list","errors":[{"code":"data_invalid","message":"No"}]}')  # fmt: skip
    report = newest.apply("--allow-deletes", "1", code=1)
    assert {one["ref"]: one["outcome"] for one in report["results"]} == {
        "tag/new": "failed", "tag/old": "blocked",
    }  # fmt: skip
    assert newest.titles("tag", "name") == ["a", "old"]
    newest.simulator.faults.clear()
    newest.apply("--allow-deletes", "1")
    newest.settled()


def test_a_token_revoked_in_the_middle_stops_the_run(newest: World) -> None:
    newest.write(FILES)
    fault(newest, method="POST", path="/articles", status=401,
          body=b'{"type":"error.list","errors":[{"code":"token_revoked","message":"Revoked"}]}')  # fmt: skip
    report = newest.apply(code=5)
    assert report["outcomes"]["failed"] >= 1
    assert sum(report["outcomes"].values()) == len(report["results"])
    newest.simulator.faults.clear()
    newest.apply()
    newest.settled()


def test_a_field_that_intercom_drops_is_named_and_the_exit_code_says_so(newest: World) -> None:
    newest.write({"c.yaml": "companies: {x: {company_id: x, name: One, industry: Space}}\n"})
    keep = newest.simulator.store.edit

    def forgetful(kind: str, key: object, **fields: Any) -> Any:
        fields.pop("industry", None)
        return keep(kind, key, **fields)

    create = newest.simulator.store.create
    newest.simulator.store.create = lambda kind, **fields: create(  # type: ignore[method-assign]
        kind, **{name: value for name, value in fields.items() if name != "industry"}
    )
    newest.simulator.store.edit = forgetful  # type: ignore[method-assign]
    report = newest.apply(code=8)
    assert "industry" in report["deviations"][0]["message"]
    assert report["deviations"][0]["line"] == 1
    assert newest.plan()["changes"] == []


def test_a_locked_ledger_says_who_holds_it(newest: World) -> None:
    newest.write(FILES)
    newest.apply("--only", "tags")
    from reconciler.ledger import FileStore  # noqa: PLC0415 - only here

    store = FileStore(newest.ledger, chosen=True)
    store.lock("ci@runner:7", 600)
    ran = newest.run("apply", "--yes")
    assert ran.code == 1
    assert "ci@runner:7" in ran.err
    assert newest.run("ledger", "unlock").code == 0
    newest.apply()


def test_in_ci_a_ledger_that_will_vanish_is_refused(newest: World) -> None:
    newest.write(FILES)
    newest.env["CI"] = "true"
    ran = newest.run("apply", "--yes")
    assert (ran.code, newest.writes) == (4, 0)
    assert "vanish" in ran.err


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        ("{not json}\n", "sim00000.jsonl:1"),
        ('{"format": 99, "workspace": "sim00000", "tool": "x"}\n', "99"),
        ('{"format": 2, "workspace": "other", "tool": "x"}\n', "other"),
    ],
)
def test_a_spoilt_ledger_is_refused_and_nothing_is_removed(
    newest: World, spoil: str, says: str
) -> None:
    newest.write(FILES)
    newest.apply()
    newest.ledger.write_text(spoil)
    ran = newest.run("apply", "--yes", "--allow-deletes", "9")
    assert ran.code != 0
    assert says in ran.err
    newest.ledger.unlink()
    newest.settled()


def test_what_cannot_be_read_again_is_reported_as_done_and_not_checked(newest: World) -> None:
    newest.write({"t.yaml": "tags: {a: , b: }\n"})
    newest.simulator.faults.append(
        Fault(method="GET", path="/tags", after=1, status=400, body=b"{}")
    )
    report = newest.apply(code=1)
    assert report["outcomes"]["done"] == 2
    assert report["second_plan_empty"] is False
    (finding,) = report["findings"]
    assert finding["message"].startswith("what was written could not be read again")
    newest.simulator.faults.clear()
    newest.settled()


def test_a_list_that_fails_before_a_write_fails_its_steps_and_not_the_report(
    newest: World,
) -> None:
    plain = {"a.yaml": "data_attributes:\n  seats: {model: company, data_type: integer}\n"}
    newest.write(plain)
    newest.apply()
    described = plain["a.yaml"].replace("integer}", "integer, description: Paid}")
    newest.write({"a.yaml": described, "t.yaml": "tags: {a: }\n"})
    newest.simulator.faults.append(
        Fault(method="GET", path="/data_attributes", after=1, status=400, body=b"{}")
    )
    report = newest.apply(code=5)
    assert (report["outcomes"]["done"], report["outcomes"]["failed"]) == (1, 1)
    newest.simulator.faults.clear()
    newest.apply()
    newest.settled()
