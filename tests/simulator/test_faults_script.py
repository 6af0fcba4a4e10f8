"""Fault scripts as people write them, and every mistake that they make."""

from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from simulator_workspace import Workspace

from reconciler.simulator import Edit, Fault, LimitChange, Others, Script, Simulator, SimulatorError
from reconciler.simulator.reading import REPORTED
from reconciler.simulator.script import EDIT, ON, OTHERS, THEN, TOP, load, parse

TABLES = Simulator().store.tables


def script(text: str) -> Script:
    return parse(text.encode(), "faults.yaml", TABLES)


def refused(text: str | bytes) -> list[str]:
    """The lines of the refusal, without the file."""
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(SimulatorError) as caught:
        parse(data, "faults.yaml", TABLES)
    lines = caught.value.message.splitlines()
    assert lines == [str(one) for one in caught.value.mistakes]
    assert all(one.startswith("faults.yaml:") for one in lines)
    return [one.removeprefix("faults.yaml:") for one in lines]


def rule(on: str, then: str) -> Fault:
    (found,) = script(f"rules: [{{on: {on}, then: {then}}}]").faults
    return found


@pytest.mark.parametrize(("on", "expected"), [
    ("{}", Fault(drop="after")),
    ("{method: POST, path: '/articles*', nth: 3}",
     Fault(method=("POST",), path="/articles*", nth=3, drop="after")),
    ("{method: [PUT, POST], every: 5}", Fault(method=("PUT", "POST"), every=5, drop="after")),
    ("{probability: 0.25, seed: 7, after: 10, times: 2}",
     Fault(probability=0.25, seed=7, after=10, times=2, drop="after")),
])  # fmt: skip
def test_on_says_which_requests(on: str, expected: Fault) -> None:
    assert rule(on, "{drop: after}") == expected


@pytest.mark.parametrize(("then", "expected"), [
    ("{status: 503, body: busy, content_type: text/plain}",
     Fault(status=503, body=b"busy", content_type="text/plain")),
    ("{status: 422, body: {errors: [{code: x, n: 1.5, on: yes}]}}",
     Fault(status=422, body=b'{"errors": [{"code": "x", "n": 1.5, "on": "yes"}]}')),
    ("{status: 500, when: after}", Fault(status=500, after_work=True)),
    ("{status: 500, when: before}", Fault(status=500)),
    ("{status: 429, headers: {Retry-After: 7}}", Fault(status=429, headers={"Retry-After": "7"})),
    ("{drop: before, slow: 2}", Fault(drop="before", slow=2)),
    ("{slow: 0.5, cut: 0}", Fault(slow=0.5, cut=0)),
    ("{answer: null}", Fault(answer="null")),
    ("{answer: html, status: 504}", Fault(answer="html", status=504)),
    ("{answer: throttle, reset: past}", Fault(answer="throttle", reset="past")),
    ("{answer: throttle, reset: 12}", Fault(answer="throttle", reset=12)),
    ("{answer: throttle, reset: missing}", Fault(answer="throttle", reset="missing")),
])  # fmt: skip
def test_then_says_what_becomes_of_them(then: str, expected: Fault) -> None:
    assert script(f"rules: {{then: {then}}}").faults == (expected,)


@pytest.mark.parametrize(("edit", "expected"), [
    ("{edit: {kind: tag, id: 101, set: {name: X}}}", Edit("edit", "tag", {"id": "101"}, {"name": "X"})),
    ("{edit: {kind: company, match: {company_id: '007'}, set: {size: 3, monthly_spend: 1}}}",
     Edit("edit", "company", {"company_id": "007"}, {"size": 3, "monthly_spend": 1})),
    ("{edit: {kind: article, match: {title: X}, set: {parent_id: null}}}",
     Edit("edit", "article", {"title": "X"}, {"parent_id": None})),
    ("{create: {kind: tag, set: {name: X}}}", Edit("create", "tag", {}, {"name": "X"})),
    ("{remove: {kind: tag, match: {name: X}}}", Edit("remove", "tag", {"name": "X"})),
])  # fmt: skip
def test_a_teammate_edits_creates_and_removes(edit: str, expected: Edit) -> None:
    assert rule("{}", f"{{teammate: {edit}}}").teammate == (expected,)
    assert rule("{}", f"{{teammate: [{edit}, {edit}]}}").teammate == (expected, expected)


@pytest.mark.parametrize(("text", "limits", "others"), [
    ("limit: 83", (LimitChange(1, 83),), Others()),
    ("limit: [{at_request: 200, limit: 83}]", (LimitChange(200, 83),), Others()),
    ("others: 0.5", (), Others(0.5)),
    ("others: {share: 0.5, spread: start}", (), Others(0.5, "start")),
    ("version: 1", (), Others()),
])  # fmt: skip
def test_a_script_changes_the_limit_and_lets_another_client_in(
    text: str, limits: tuple[LimitChange, ...], others: Others
) -> None:
    assert script(text) == Script((), limits, others)


def test_a_script_is_played_from_a_file(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "faults.yaml"
    file.write_text("limit: 83\nothers: 0.5\nrules:\n  - then: {status: 503}\n", "utf-8")
    workspace.sim.play(load(file, workspace.store.tables))
    workspace.get("/me")
    assert (workspace.status, workspace.sim.window.others) == (503, Others(0.5))
    workspace.sim.faults.clear()
    workspace.get("/me")
    assert workspace.headers["X-RateLimit-Limit"] == "83"


def test_every_mistake_is_told_in_one_go_in_the_order_of_the_lines() -> None:
    text = """\
version: 1
limitt: 3
others: {share: 2, spread: evn}
rules:
  - on: {methd: POST, path: tags, nth: 0}
    then: {drop: aftr, status: 99}
  - on: {path: "/companies?company_id=3", seed: 3}
"""
    assert refused(text) == [
        "2:1: there is no key 'limitt' here; did you mean limit?",
        "3:17: '2' is not a number from 0 to 1",
        "3:28: 'evn' is not one of even, start; did you mean even?",
        "5:10: there is no key 'methd' here; did you mean method?",
        "5:29: the path 'tags' begins neither with / nor with *",
        "5:40: '0' is not a whole number from 1 to 1000000000",
        "6:18: 'aftr' is not one of before, after; did you mean after?",
        "6:24: status cannot go with drop",
        "6:32: '99' is not a whole number from 200 to 599",
        "7:5: the key then is missing",
        "7:16: a path is matched without its query; leave out ? and the rest",
        "7:43: seed means nothing without probability",
    ]


@pytest.mark.parametrize(("then", "why"), [
    ("{}", f"nothing happens here; the keys are {', '.join(THEN)}, teammate"),
    ("{body: x, slow: 1}", "body means nothing without status"),
    ("{when: after, slow: 1}", "when means nothing without status or answer or teammate"),
    ("{reset: 3, status: 429}", "reset means nothing without answer"),
    ("{answer: html, reset: 3}", "reset belongs to answer: throttle"),
    ("{answer: throttle, reset: -1}", "'-1' is not a number from 0 to 1e+09"),
    ("{answer: throttle, reset: true}", "'true' is not a number from 0 to 1e+09"),
    ("{cut: 1.5}", "'1.5' is not a whole number from 0 to 1000000000"),
    ("{slow: [1]}", "a list is not a number from 0 to 3600"),
    ("{drop: {}}", "a mapping is not one of before, after"),
    ("{status: 500, headers: x}", "a mapping of headers is expected here, not 'x'"),
    ("{status: 500, headers: {'a b': x}}", "'a b' is no header that can be sent"),
    ('{status: 500, headers: {a: "x\\r\\ny"}}', "'a' is no header that can be sent"),
    ('{status: 500, content_type: "x\\ny"}', r"'x\ny' is no content type that can be sent"),
    ("{status: 500, content_type: [x]}", "text is expected here, not a list"),
    ("{slow: 1, slow: 2}", "the key 'slow' is written twice"),
    ("{slow: 1, [a]: 2}", "a key is text"),
    ("x", f"a mapping with the keys {', '.join(THEN)}, teammate is expected here, not 'x'"),
])  # fmt: skip
def test_what_cannot_be_meant_is_refused(then: str, why: str) -> None:
    (line,) = refused(f"rules:\n  - then: {then}")
    assert line.startswith("2:")
    assert line.partition(" ")[2] == why


@pytest.mark.parametrize(("edit", "why"), [
    ("{edit: {kind: tga, id: 1, set: {name: X}}}", "there is no kind 'tga'; did you mean tag?"),
    ("{edit: {kind: tag, id: 1, set: {nam: X}}}", "tag has no field 'nam'; did you mean name?"),
    ("{edit: {kind: tag, id: 1, set: {name: 3}}}", "name is no str"),
    ("{edit: {kind: tag, id: 1, set: {name: null}}}", "name is no str"),
    ("{edit: {kind: tag, set: {name: X}}}", "edit needs the id, or fields to match"),
    ("{edit: {kind: tag, id: 1}}", "the key set is missing"),
    ("{edit: {kind: tag, id: 1, set: {}}}", "set is a mapping of fields to values"),
    ("{edit: {kind: tag, match: [name], set: {name: x}}}", "match is a mapping of fields to values"),
    ("{create: {kind: tag, match: {name: x}, set: {name: x}}}", "there is no key 'match' here; the keys are kind, set"),
    ("{remove: {kind: tag, match: {nam: x}}}", "tag has no field 'nam'; did you mean name?"),
    ("{remove: {id: 3}}", "the key kind is missing"),
    ("{}", "an edit is one of edit, create, remove"),
])  # fmt: skip
def test_an_edit_that_nobody_could_make_is_refused(edit: str, why: str) -> None:
    (line,) = refused(f"rules: [{{then: {{teammate: {edit}}}}}]")
    assert line.partition(" ")[2] == why


@pytest.mark.parametrize(("data", "line"), [
    (b"", "1:1: the file is empty"),
    (b"# only a comment", "1:1: the file is empty"),
    (b"- a", "1:1: a mapping with the keys version, limit, others, rules is expected here, not a list"),
    (b"version: 2", "1:10: version '2' is not known; this simulator reads 1"),
    (b"version: '1'", "1:10: version '1' is not known; this simulator reads 1"),
    (b"rules: [", "2:1: not YAML: did not find expected node content"),
    (b"a: &x 1", "1:4: anchors, aliases and tags are not part of the language"),
    (b"a: &x [1]\nb: [*x, *x]", "1:4: anchors, aliases and tags are not part of the language"),
    (b"a: !!python/object:os.system x", "1:4: anchors, aliases and tags are not part of the language"),
    (b"limit: 3\n---\nlimit: 4", "2:1: a second document begins here"),
    (b"limit: 3\nothers: \xff", "2:1: not UTF-8 text"),
    (b"[" * 900, "1:31: nested deeper than 30 levels"),
    (b"#" * 256_001, "1:1: larger than 256000 bytes"),
    (b"limit: 1" + b"0" * 5000, f"1:8: {'1' + '0' * 39 + '…'!r} is not a whole number from 1 to 1000000000"),
])  # fmt: skip
def test_a_file_that_is_no_script_is_refused_with_its_line(data: bytes, line: str) -> None:
    assert refused(data) == [line]


def test_a_file_nested_beyond_what_the_parser_bears_is_refused() -> None:
    """Newer parsers of YAML have a bound of their own, and meet it first."""
    assert len(refused(b"[" * 5000)) == 1


def test_a_character_that_yaml_does_not_know_is_refused() -> None:
    (line,) = refused(b"a: \x00")
    assert line.startswith("1:1: not YAML: unacceptable character")


def test_of_very_many_mistakes_the_first_are_told_and_the_others_counted() -> None:
    text = "\n".join(f"key{number}: 1" for number in range(REPORTED + 5))
    with pytest.raises(SimulatorError) as caught:
        script(text)
    assert caught.value.message.splitlines()[-1] == "faults.yaml: and 5 mistakes more"
    assert len(caught.value.mistakes) == REPORTED


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(SimulatorError) as caught:
        load(tmp_path / "none.yaml", TABLES)
    (mistake,) = caught.value.mistakes
    assert mistake.reason == "cannot be read: No such file or directory"


WORDS = [*TOP, *ON, *THEN, *EDIT, *OTHERS, "rules", "on", "then", "teammate", "edit", "create",
         "remove", "at_request", "tag", "name", "null", "html", "throttle", "past"]  # fmt: skip
LEAVES = st.one_of(
    st.sampled_from(WORDS), st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
    st.dates(), st.binary(max_size=4),
)  # fmt: skip
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=4), inner, max_size=5)
    ),
    max_leaves=25,
)
SCRIPTS = st.fixed_dictionaries({}, optional={
    "rules": st.lists(st.fixed_dictionaries({"then": st.dictionaries(
        st.sampled_from([*THEN, "teammate"]), TREES, max_size=3)}, optional={"on": TREES}), max_size=3),
    "limit": TREES, "others": TREES, "version": st.just(1) | TREES,
})  # fmt: skip


def read_or_refused(data: bytes) -> None:
    """Nothing but a SimulatorError comes out, and what is read can be played."""
    simulator = Simulator()
    with suppress(SimulatorError):
        simulator.play(parse(data, "faults.yaml", TABLES))
    headers = {"Authorization": "Bearer simulator", "Accept": "application/json"}
    for _ in range(3):
        simulator.handle("GET", "/tags", {}, headers, b"")


@settings(deadline=None, max_examples=150)
@given(TREES | SCRIPTS)
def test_any_yaml_is_read_or_refused_with_its_lines(tree: object) -> None:
    read_or_refused(yaml.safe_dump(tree).encode("utf-8", "replace"))


@settings(deadline=None, max_examples=150)
@given(
    st.binary(max_size=60)
    | st.text(alphabet="{}[]:,-&*!?|>'\"# \n\tabr", max_size=60).map(str.encode)
)
def test_any_bytes_are_read_or_refused_with_their_lines(data: bytes) -> None:
    read_or_refused(data)
