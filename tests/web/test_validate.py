"""`validate --check-links`, the real command against a real server."""

import json
from pathlib import Path

import pytest

from reconciler.cli.main import main
from reconciler.web import Web
from tests.web.test_web import serving

PAGE = """# A

[good]({url}/good) [gone]({url}/gone) and again [gone]({url}/gone#there)

<!-- reconciler: ignore unreachable-link because it comes back in May -->
[soon]({url}/soon)

![]({url}/gone.png)
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("INTERCOM_ACCESS_TOKEN", "canary-token")
    (tmp_path / "reconciler.yaml").write_text("version: 1\n")
    (tmp_path / "specs" / "articles").mkdir(parents=True)
    return tmp_path


def test_what_does_not_answer_is_said_at_every_place(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(Web.__init__.__kwdefaults__ or {}, "allowed", lambda _: True)
    with serving(lambda _, path: (200 if path == "/good" else 404, {})) as server:
        url = f"http://127.0.0.1:{server.server_address[1]}"
        (project / "specs/articles/a.md").write_text(PAGE.format(url=url))
        assert main(["validate", "--json", "-C", str(project)]) == 0
        assert json.loads(capsys.readouterr().out)["findings"] == []
        assert not server.seen
        assert main(["validate", "--json", "--check-links", "-C", str(project)]) == 0
        shown = json.loads(capsys.readouterr().out)
        found = [
            (one["code"], one["message"], one["line"], one["column"]) for one in shown["findings"]
        ]
        assert found == [
            ("unreachable-link", f"{url}/gone answers 404", 3, 22 + len(url)),
            ("unreachable-link", f"{url}/gone#there answers 404", 3, 46 + 2 * len(url)),
            ("unreachable-link", f"{url}/gone.png answers 404", 8, 5),
        ]  # fmt: skip
        assert [one["message"] for one in shown["ignored"]] == [f"{url}/soon answers 404"]
        assert all("Authorization" not in headers for *_, headers in server.seen)
        assert "canary" not in json.dumps([one[2] for one in server.seen])
        server.seen.clear()
        main(["validate", "--check-links", "-C", str(project)])
        assert not server.seen  # the dead are remembered for an hour, the good for a week
        assert "warning[unreachable-link]" in capsys.readouterr().err


def test_a_private_address_is_named_and_not_asked(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(lambda *_: (200, {})) as server:
        url = f"http://127.0.0.1:{server.server_address[1]}"
        (project / "specs/articles/a.md").write_text(f"# A\n\n[metadata]({url}/latest)\n")
        assert main(["validate", "--check-links", "-C", str(project)]) == 0
        assert "leads to a private address" in capsys.readouterr().err
        assert not server.seen
