"""What a file under review must not choose is refused by name, with the way it is chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconciler.source import load
from reconciler.source.outside import chosen_outside


@pytest.mark.parametrize(
    ("key", "way"),
    [
        ("token", "--token-env"), ("token_env", "--token-env"), ("access_token", "--token-env"),
        ("api-key", "--token-env"), ("TOKEN_VARIABLE", "--token-env"), ("secret", "--token-env"),
        ("base_url", "--base-url"), ("host", "--base-url"), ("api_host", "--base-url"),
        ("ledger", "--ledger"), ("ledger_place", "--ledger"), ("state_file", "--ledger"),
        ("backend", "--ledger"), ("asset_store", "assets.base_url"), ("bucket", "assets.base_url"),
        ("upload_to", "assets.base_url"), ("env", "vars"), ("INTERCOM_ACCESS_TOKEN", "vars"),
    ],
)  # fmt: skip
def test_keys_that_only_whoever_runs_it_may_choose(key: str, way: str) -> None:
    assert way in (chosen_outside(key) or "")


@pytest.mark.parametrize("key", ["specs", "vars", "tag", "url", "envelope", "hostess", "tokens_of"])
def test_other_keys_are_none_of_these(key: str) -> None:
    assert chosen_outside(key) is None


def test_they_are_refused_in_the_configuration_and_in_specs(tmp_path: Path) -> None:
    files = {
        "reconciler.yaml": "ledger: git:x\nassets: {bucket: s3}\nworkspaces: {a: {token_env: X, host: h}}\n",
        "specs/a.yaml": "tags: {a: {name: '{{ SECRET }}'}}\nbase_url: https://x\n",
        "specs/b.yaml": "tags: {a: {name: '{{ env.HOME }}'}, b: {name: '{{ secret }}'}}\n",
    }  # fmt: skip
    (tmp_path / "specs").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    documents = load(tmp_path, files={}, isolated=False)
    assert [f"{one.code} {one.pos}" for one in documents.findings] == [
        "not-in-files reconciler.yaml:1:1", "not-in-files reconciler.yaml:2:10",
        "not-in-files reconciler.yaml:3:18", "not-in-files reconciler.yaml:3:32",
        "not-in-files specs/a.yaml:1:22", "not-in-files specs/a.yaml:2:1",
        "not-in-files specs/b.yaml:1:22", "not-in-files specs/b.yaml:1:51",
    ]  # fmt: skip
    assert "base_url" not in documents.yaml[0].data
