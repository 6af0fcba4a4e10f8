"""Images and files of the project: served by their paths, or uploaded before what shows them."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from reconciler.apply import Served
from reconciler.workflow import apply, open_project, plan
from reconciler.workflow.serving import needed, serve
from tests.assets.buckets import bucket
from tests.world import World

PNG = b"\x89PNG\r\n\x1a\n" + b"pixels"
FILES = {
    "articles/a.md": "# A\n\n![Screen](img/screen.png)\n\nThe [manual](img/manual.pdf).\n",
    "articles/b.md": "# B\n\nNo picture.\n",
    "articles/img/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'></svg>\n",
}


def fill(world: World, extra: str, *, picture: bytes = PNG) -> None:
    world.write(FILES, extra=extra)
    (world.root / "specs/articles/img/screen.png").write_bytes(picture)
    (world.root / "specs/articles/img/manual.pdf").write_bytes(b"%PDF-1.7 text")


def body(world: World, title: str = "A") -> str:
    return str(next(one["body"] for one in world.simulator.store.rows("article")
                    if one["title"] == title))  # fmt: skip


def sent(world: World, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that Intercom is told to fetch."""
    from reconciler.simulator.bodies import images  # noqa: PLC0415 - only here

    seen: list[str] = []
    real = images.hosted
    monkeypatch.setattr(
        images, "hosted", lambda url, setting: (seen.append(url), real(url, setting))[1]
    )
    return seen


def test_what_is_served_already_is_sent_by_its_path(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = sent(world, monkeypatch)
    fill(world, "assets: {base_url: https://cdn.example.com/docs}")
    world.apply()
    assert seen == ["https://cdn.example.com/docs/specs/articles/img/screen.png"]
    assert 'href="https://cdn.example.com/docs/specs/articles/img/manual.pdf"' in body(world)
    world.settled()
    (world.root / "specs/articles/img/screen.png").write_bytes(PNG + b"changed")
    (change,) = world.plan()["changes"]
    assert change["ref"] == "article/a"
    world.apply()
    world.settled()


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    folder = tmp_path / "origin.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(folder)], check=True)
    return folder


def listed(origin: Path) -> list[str]:
    done = subprocess.run(["git", "-C", str(origin), "ls-tree", "--name-only", "reconciler-assets"],
                          check=True, capture_output=True, text=True)  # fmt: skip
    return done.stdout.split()


def test_a_branch_holds_files_under_names_of_their_content(
    world: World, origin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = sent(world, monkeypatch)
    subprocess.run(["git", "init", "--quiet", str(world.root)], check=True)
    world.env["RECONCILER_ASSETS"] = f"git:{origin}"
    fill(world, "assets: {to: branch, base_url: https://cdn.example.com/x}")
    planned = world.plan()
    assert planned["forecast"]["uploads"] == 2
    assert not list(origin.glob("refs/heads/*"))  # a plan uploads nothing
    world.apply()
    manual, screen = listed(origin)
    assert seen == [f"https://cdn.example.com/x/{screen}"]
    assert f'href="https://cdn.example.com/x/{manual}"' in body(world)
    world.settled()
    # the same picture in another article is there already; a changed one gets another name
    world.write(
        {"articles/b.md": "# B\n\n![Screen](img/screen.png)\n"},
        extra="assets: {to: branch, base_url: https://cdn.example.com/x}",
    )
    world.apply()
    assert listed(origin) == [manual, screen]
    fill(world, "assets: {to: branch, base_url: https://cdn.example.com/x}", picture=PNG + b"new")
    world.apply()
    assert len(listed(origin)) == 3
    world.settled()
    (world.root / "specs/articles/img/manual.pdf").write_bytes(b"%PDF-1.7 other")
    (change,) = world.plan()["changes"]
    assert [one["path"] for one in change["fields"]] == [["body"]]
    world.apply()
    assert manual not in body(world)
    world.settled()


def test_the_plan_is_the_same_with_and_without_a_place(newest: World, origin: Path) -> None:
    fill(newest, "assets: {to: store}")
    without = newest.plan()
    newest.env["RECONCILER_ASSETS"] = f"git:{origin}"
    assert newest.plan()["digest"] == without["digest"]
    fill(newest, "assets: {to: branch, base_url: https://cdn.example.com/x}")
    assert newest.plan()["digest"] == without["digest"]


def test_an_object_store_is_written_before_the_articles(
    newest: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = sent(newest, monkeypatch)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    with bucket() as store:
        place = f"s3://files/help?region=eu-west-1&endpoint={store.url}"
        fill(newest, "assets: {to: store}")
        newest.apply("--assets", place)
        (screen,) = [path for path in store.objects if "screen" in path]
        assert seen == [f"{store.url}{screen}"]
        newest.ledger.unlink()
        assert newest.plan()["changes"] == []
        newest.apply("--assets", place)
        store.broken = True
        (newest.root / "specs/articles/img/screen.png").write_bytes(PNG + b"new")
        newest.write({"articles/b.md": "# B\n\nStill none.\n"}, extra="assets: {to: store}")
        ran = newest.run("apply", "--json", "--yes", "--assets", place)
        assert ran.code == 5
        assert "Still none" in body(newest, "B")  # others go on
        assert "unserved-file" in {one["code"] for one in ran.json["findings"]}
        assert "secret" not in ran.text


def test_a_place_that_is_not_named_stops_only_what_needs_it(newest: World) -> None:
    fill(newest, "assets: {to: store}")
    ran = newest.run("apply", "--json", "--yes", "--assets", "nonsense")
    assert ran.code == 5
    found = [one for one in ran.json["findings"] if one["code"] == "unserved-file"]
    assert [one["message"].partition(" cannot")[0] for one in found] == [
        "article/a: specs/articles/img/screen.png"
    ]
    assert newest.titles() == ["B"]


def test_images_without_any_host_are_one_finding_that_names_the_ways(newest: World) -> None:
    newest.write({f"articles/{name}.md": f"# {name}\n\n![](img/logo.svg)\n" for name in "abc"}
                 | {"articles/img/logo.svg": FILES["articles/img/logo.svg"]})  # fmt: skip
    ran = newest.run("validate")
    assert ran.code == 6
    assert ran.err.count("error[image-without-host]") == 1
    for way in ("base_url", "to: branch", "to: store"):
        assert way in ran.err


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("evil.svg", b"<svg><script>alert(1)</script></svg>", "unusable-file"),
        ("evil.svg", b"<?xml version='1.0'?><svg onload='x()'></svg>", "unusable-file"),
        ("evil.png", b"MZ not a picture", "unusable-file"),
        ("photo.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "unusable-file"),
        ("huge.png", PNG + b"\0" * 20_000_001, "unusable-file"),
    ],
)
def test_what_is_no_picture_by_its_content_is_left_out(
    newest: World, name: str, data: bytes, code: str
) -> None:
    newest.write(
        {"articles/a.md": f"# A\n\nText\n\n![](img/{name})\n"}, extra="assets: {to: branch}"
    )
    (newest.root / "specs/articles/img").mkdir()
    (newest.root / "specs/articles/img" / name).write_bytes(data)
    found = newest.run("validate", "--json").json["findings"]
    assert [(one["code"], one["line"], one["column"]) for one in found] == [(code, 5, 5)]
    newest.apply()
    assert "img" not in body(newest)


@pytest.mark.parametrize(
    "written",
    [
        "../../../outside.png",
        "/etc/passwd",
        "../../.git/config",
        "img/link.png",
        "%2e%2e/%2e%2e/%2e%2e/outside.png",
    ],
)
def test_nothing_outside_of_the_project_is_ever_shown(newest: World, written: str) -> None:
    (newest.root.parent / "outside.png").write_bytes(PNG)
    newest.write({"articles/a.md": f"# A\n\nText\n\n![]({written})\n\n[x]({written})\n"},
                 extra="assets: {to: branch}")  # fmt: skip
    (newest.root / "specs/articles/img").mkdir()
    (newest.root / "specs/articles/img/link.png").symlink_to(newest.root.parent / "outside.png")
    found = newest.run("validate", "--json").json["findings"]
    assert len([one for one in found if one["line"] and one["column"] == 5]) == 2
    project = open_project(newest.root)
    for one in project.desired.values():
        assert "reconciler-file" not in str(one.fields.get("body", ""))


def run(world: World, client: Any, ledger: Any) -> Any:
    from reconciler.workflow import identify  # noqa: PLC0415 - only here

    project = open_project(world.root)
    identity = identify(client.me(), project.workspace)
    return project, plan(project, client, ledger, identity=identity)


def test_an_image_that_does_not_arrive_stops_its_article_and_no_other(newest: World) -> None:
    from contextlib import closing  # noqa: PLC0415 - only here

    from reconciler.api import Token, open_client  # noqa: PLC0415 - only here
    from reconciler.ledger import MemoryStore, open_ledger  # noqa: PLC0415 - only here
    from tests.world import TOKEN  # noqa: PLC0415 - only here

    fill(newest, "assets: {base_url: https://cdn.example.com}")
    opened = open_client(Token(TOKEN), read_only=False, version="2.16", base_url=newest.server.url)
    with closing(opened) as client:
        ledger = open_ledger(MemoryStore(), "sim00000")
        project, planned = run(newest, client, ledger)
        asked: list[tuple[str, str]] = []

        def check(url: str, media: str) -> str:
            asked.append((url, media))
            return "cannot be fetched: 404" if "screen" in url else ""

        files = serve(planned, project.root, check=check)
        assert sorted(media for _, media in asked) == ["application/pdf", "image/png"]
        report = apply(planned, client, ledger, served=files)
        assert report.count("blocked") == 1
        assert newest.titles() == ["B"]
        (failed,) = [one.error for one in report.results if one.error]
        assert (failed.code, "screen.png cannot be fetched" in failed.message) == (
            "unserved-file",
            True,
        )
        again = apply(planned, client, ledger, served=Served())
        assert again.count("blocked") == 1


def test_a_file_that_changes_between_plan_and_upload_is_not_uploaded(newest: World) -> None:
    from contextlib import closing  # noqa: PLC0415 - only here

    from reconciler.api import Token, open_client  # noqa: PLC0415 - only here
    from reconciler.ledger import MemoryStore, open_ledger  # noqa: PLC0415 - only here
    from tests.world import TOKEN  # noqa: PLC0415 - only here

    fill(newest, "assets: {to: branch}")
    opened = open_client(Token(TOKEN), read_only=True, version="2.16", base_url=newest.server.url)
    with closing(opened) as client:
        project, planned = run(newest, client, open_ledger(MemoryStore(), "sim00000"))
    screen, manual = needed(planned.plan.steps)
    (newest.root / screen.path).write_bytes(PNG + b"after")
    taken: list[Any] = []

    def upload(contents: Any) -> Any:
        taken.extend(contents)
        (newest.root / manual.path).write_bytes(b"%PDF-1.7 meanwhile")
        return {one.file: one.read().decode() for one in contents}

    files = serve(planned, project.root, upload=upload)
    assert [one.file for one in taken] == [manual]
    assert "changed since it was planned" in files.problems[screen]
    assert "changed while it was read" in files.problems[manual]
    (newest.root / screen.path).unlink()
    assert "no file" in serve(planned, project.root, upload=upload).problems[screen]
    assert files.urls == {}
