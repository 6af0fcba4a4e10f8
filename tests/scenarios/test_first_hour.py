"""The first hour of a grown workspace: everything is imported, nothing is due, nothing written."""

from reconciler.simulator import seed
from tests.world import World


def test_a_grown_workspace_is_imported_and_nothing_is_due(newest: World) -> None:
    seed(newest.simulator, articles=600, collections=40, tags=120, companies=9000, attributes=30,
         locales=("en", "fr"), twins=1)  # fmt: skip
    found = newest.ok("import", "tags", "data_attributes", "collections", "articles", "--json").json
    assert found["imported"] == {"tag": 120, "data_attribute": 30, "collection": 40, "article": 600}
    assert len(found["ambiguous"]) == 2
    assert (found["html"], found["skipped"]) == ([], [])
    assert not [path for path in found["files"] if path.endswith(".html")]
    # Articles: 12 pages of 50; /me, admins, tags, attributes and collections once each.
    assert found["requests"] == {"reads": 17, "writes": 0}
    plan = newest.plan("--detailed-exitcode")
    assert plan["exit"] == 0
    assert (plan["changes"], plan["summary"]["unchanged"]) == ([], 790)
    assert plan["requests"] == {"reads": 17, "writes": 0}
    (ambiguous,) = [one for one in plan["findings"] if one["code"] == "ambiguous-live"]
    for ref in found["ambiguous"]:
        assert ref in ambiguous["message"]
    text = newest.ok("plan").out
    assert "0 writes sent" in text
    assert newest.writes == 0


def test_nine_thousand_companies_take_as_many_requests_as_pages(newest: World) -> None:
    seed(newest.simulator, articles=1, collections=1, tags=1, companies=9000, attributes=5)
    visible = sum(bool(one["user_count"]) for one in newest.simulator.store.rows("company"))
    found = newest.ok("import", "companies", "--json").json
    assert found["imported"] == {"company": visible}
    assert newest.plan("--detailed-exitcode")["exit"] == 0
    assert newest.writes == 0
