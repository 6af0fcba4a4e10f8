"""Whatever is sent, the answer is one that Intercom could give, and nothing is half done."""

import contextlib
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from simulator_workspace import Workspace

from reconciler.simulator import SimulatorError, Store
from reconciler.simulator.resources import discovered

TABLES, ROUTES = discovered()
NAMES = ("id", "name", "title", "body", "description", "author_id", "parent_id", "parent_type",
         "state", "translated_content", "companies", "users", "company_id", "plan", "size",
         "monthly_spend", "custom_attributes", "options", "archived", "model", "data_type",
         "help_center_id", "de", "en", "tier", "value", "untag", "locales", "remote_created_at")  # fmt: skip
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["1", "101", "2000001", "9000001", "acme", "company", "string", "options"])
    | st.sampled_from([991267451, 2000001, 91, "published", "draft", "<p>a</p>", "tier"])
)  # fmt: skip
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
    ),
    max_leaves=8,
)
BODIES = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6)
ARGUMENTS = st.sampled_from(["1", "31", "101", "2000001", "9000001", "x", "%00", "-1", " "])
QUERIES = st.dictionaries(
    st.sampled_from(["page", "per_page", "company_id", "name", "tag_id", "model", "scroll_param",
                     "order", "include_archived"]),
    st.text(max_size=5) | ARGUMENTS, max_size=3,
)  # fmt: skip


def started() -> Workspace:
    workspace = Workspace(locales=("en", "de"))
    store = workspace.store
    store.create("tag", name="VIP")
    store.create("collection", name="Billing")
    store.create("article", title="x", author_id=991267451, state="published")
    store.create("data_attribute", name="tier")
    store.create("company", company_id="acme", user_count=1)
    return workspace


def strictly(body: bytes) -> Any:
    """JSON without the numbers that JSON does not have."""

    def refuse(name: str) -> None:
        raise AssertionError(name)

    return json.loads(body, parse_constant=refuse)


@settings(max_examples=60, deadline=None)
@given(st.lists(
    st.tuples(st.sampled_from(ROUTES), ARGUMENTS, QUERIES, BODIES), min_size=1, max_size=4
))  # fmt: skip
def test_no_request_breaks_the_simulator(calls: list[tuple[Any, str, dict[str, str], Any]]) -> None:
    workspace = started()
    headers = {"Authorization": "Bearer simulator", "Accept": "application/json"}
    for route, argument, query, body in calls:
        path = route.path.replace("{}", argument)
        content = json.dumps(body).encode()
        answer = workspace.sim.handle(route.method, path, query, headers, content)
        assert answer.status < 500
        assert not answer.body or isinstance(strictly(answer.body), dict)


TREES = st.recursive(
    st.sampled_from(["a", " ", "\n", "&amp;", "<br>", "<img src='https://x.example/a.png'>", "<hr>"]),
    lambda inner: st.tuples(
        st.sampled_from(["p", "h1", "h3", "ul", "ol", "li", "b", "strong", "a href='/x'", "div",
                         "span", "table", "tr", "td", "th", "pre", "code", "details", "summary",
                         "blockquote", "section", "script", "form", "foo", "iframe", "dl"]),
        st.lists(inner, max_size=4).map("".join),
    ).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].partition(' ')[0]}>"),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(TREES, max_size=4).map("".join))
def test_a_stored_body_is_stable_and_loses_no_text(html: str) -> None:
    workspace = started()
    body = {"title": "x", "author_id": 991267451, "body": html}
    made = workspace.post("/articles", body)
    if workspace.status == 400:
        return
    stored = workspace.store.rows("article")[-1]["body"]
    workspace.put(f"/articles/{made['id']}", {"body": stored})
    assert workspace.status == 200
    assert workspace.store.rows("article")[-1]["body"] == stored


ROWS = st.fixed_dictionaries(dict.fromkeys(("id", "name", "dependents"), LEAVES | VALUES))


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(ROWS, max_size=2), made=VALUES, app=VALUES)
def test_no_file_breaks_the_loading(rows: list[Any], made: Any, app: Any) -> None:
    import tempfile  # noqa: PLC0415 - a fixture would be shared by all examples
    from pathlib import Path  # noqa: PLC0415 - as above

    times = {"created_at": 0, "updated_at": 0, "sequence": 0}
    tags = [{**row, **times} for row in rows]
    document = {"format": 1, "app": app, "rows": {"tag": tags}, "made": made, "sequence": 0}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "w.json"
        path.write_text(json.dumps(document), "utf-8")
        store = Store(TABLES)
        with contextlib.suppress(SimulatorError):
            store.load(path)
            assert len(store.rows("tag")) == len({str(one["id"]) for one in tags})
