"""Places that files are uploaded to: a branch of a real repository, a store that speaks S3."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reconciler.assets import Blob, BranchPlace, PlaceError, choose_place, named
from tests.assets.buckets import Bucket, bucket

DIGEST = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("path", "media", "name"),
    [
        ("img/Screen shot.PNG", "image/png", "screen-shot-0123456789abcdef0123456789abcdef.png"),
        ("a/photo.png", "image/jpeg", "photo-0123456789abcdef0123456789abcdef.jpg"),
        (
            "Übersicht (neu).svg",
            "image/svg+xml",
            "ubersicht-neu-0123456789abcdef0123456789abcdef.svg",
        ),
        ("日本.gif", "image/gif", "file-0123456789abcdef0123456789abcdef.gif"),
        ("a.tar", "application/octet-stream", "a-0123456789abcdef0123456789abcdef.tar"),
        ("a.tar;rm -rf", "x/y", "a-0123456789abcdef0123456789abcdef"),
        ("x" * 300 + ".pdf", "application/pdf", "x" * 60 + "-0123456789abcdef0123456789abcdef.pdf"),
    ],
)
def test_a_name_holds_the_digest_and_the_ending_of_what_it_is(
    path: str, media: str, name: str
) -> None:
    assert named(path, DIGEST, media) == name


def blob(name: str, data: bytes = b"data", media: str = "image/png") -> Blob:
    return Blob(name, media, lambda: data)


def unread(name: str) -> Blob:
    def read() -> bytes:
        raise AssertionError("what is there already is not read")

    return Blob(name, "image/png", read)


# ---------------------------------------------------------------- a branch


def git(folder: Path, *command: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *command], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A clone whose origin is a bare repository on the disk."""
    subprocess.run(["git", "init", "--quiet", "--bare", str(tmp_path / "origin.git")], check=True)
    subprocess.run(["git", "init", "--quiet", str(tmp_path / "clone")], check=True)
    git(tmp_path / "clone", "remote", "add", "origin", str(tmp_path / "origin.git"))
    (tmp_path / "clone" / "work.txt").write_text("mine")
    return tmp_path / "clone"


def test_files_go_to_a_branch_and_nothing_of_the_user_is_touched(repository: Path) -> None:
    place = BranchPlace(repository, "origin", base_url="https://cdn.test/x")
    urls = place.put([blob("a-1.png", b"one"), blob("b-2.png", b"two")])
    assert urls == {
        "a-1.png": "https://cdn.test/x/a-1.png",
        "b-2.png": "https://cdn.test/x/b-2.png",
    }
    origin = repository.parent / "origin.git"
    assert git(origin, "show", "reconciler-assets:a-1.png") == "one"
    first = git(origin, "rev-parse", "reconciler-assets")
    place.put([unread("a-1.png")])
    assert git(origin, "rev-parse", "reconciler-assets") == first
    place.put([unread("a-1.png"), blob("c-3.png", b"three")])
    assert git(origin, "ls-tree", "--name-only", "reconciler-assets").split() == [
        "a-1.png", "b-2.png", "c-3.png",
    ]  # fmt: skip
    assert git(repository, "status", "--short") == "?? work.txt"
    assert git(repository, "branch", "--list") == ""


@pytest.mark.parametrize(
    ("remote", "url"),
    [
        (
            "https://github.com/acme/docs.git",
            "https://raw.githubusercontent.com/acme/docs/{}/a.png",
        ),
        (
            "https://x-access-token:secret@github.com/acme/docs",
            "https://raw.githubusercontent.com/acme/docs/{}/a.png",
        ),
        ("git@github.com:acme/docs.git", "https://raw.githubusercontent.com/acme/docs/{}/a.png"),
        (
            "ssh://git@gitlab.com:22/group/sub/docs.git",
            "https://gitlab.com/group/sub/docs/-/raw/{}/a.png",
        ),
        ("https://bitbucket.org/acme/docs", "https://bitbucket.org/acme/docs/raw/{}/a.png"),
    ],
)
def test_the_address_names_the_commit_at_the_host_of_the_remote(
    repository: Path, remote: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin = str(repository.parent / "origin.git")
    monkeypatch.setattr("reconciler.ledger.branch.Branch.url", lambda _: remote)
    urls = BranchPlace(repository, origin).put([blob("a.png")])
    commit = git(repository.parent / "origin.git", "rev-parse", "reconciler-assets")
    assert urls == {"a.png": url.format(commit)}
    assert "secret" not in urls["a.png"]


def test_a_remote_on_the_disk_is_served_nowhere(repository: Path) -> None:
    with pytest.raises(PlaceError, match="nobody knows where") as raised:
        BranchPlace(repository, "origin").put([blob("a.png")])
    assert "assets.base_url" in raised.value.hint


def test_a_remote_that_takes_no_push_says_so(repository: Path) -> None:
    place = BranchPlace(repository, "nowhere", base_url="https://cdn.test")
    with pytest.raises(PlaceError) as raised:
        place.put([blob("a.png")])
    assert "right to push" in raised.value.hint


# ---------------------------------------------------------------- an object store


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    with bucket() as made:
        yield made


def test_an_object_store_takes_each_file_once(store: Bucket, tmp_path: Path) -> None:
    where = f"s3://files/help?region=eu-west-1&endpoint={store.url}"
    place = choose_place(where, to="store", root=tmp_path)
    urls = place.put([blob("a-1.png", b"one"), blob("b.svg", b"<svg/>", "image/svg+xml")])
    assert urls == {
        "a-1.png": f"{store.url}/files/help/a-1.png",
        "b.svg": f"{store.url}/files/help/b.svg",
    }
    assert store.objects["/files/help/b.svg"] == (b"<svg/>", "image/svg+xml")
    store.seen.clear()
    place.put([unread("a-1.png")])
    assert store.seen == [("HEAD", "/files/help/a-1.png")]
    there = choose_place(where, to="store", root=tmp_path, base_url="https://cdn.test/x")
    assert there.put([unread("a-1.png")]) == {"a-1.png": "https://cdn.test/x/a-1.png"}


def test_a_file_that_somebody_else_put_there_in_between_is_theirs(
    store: Bucket, tmp_path: Path
) -> None:
    place = choose_place(
        f"s3://files?region=us-east-1&endpoint={store.url}", to="store", root=tmp_path
    )

    def read() -> bytes:
        store.objects["/files/a.png"] = (b"theirs", "image/png")
        return b"ours"

    place.put([Blob("a.png", "image/png", read)])
    assert store.objects["/files/a.png"][0] == b"theirs"


def test_a_store_that_refuses_says_so_without_any_secret(store: Bucket, tmp_path: Path) -> None:
    store.broken = True
    place = choose_place(
        f"s3://files?region=us-east-1&endpoint={store.url}", to="store", root=tmp_path
    )
    with pytest.raises(PlaceError) as raised:
        place.put([blob("a.png")])
    assert "s3://files/" in raised.value.message
    assert "secret" not in raised.value.message + raised.value.hint


@pytest.mark.parametrize(
    ("place", "url"),
    [
        ("s3://files/help?region=eu-west-1", "https://files.s3.eu-west-1.amazonaws.com/help"),
        ("s3://files", "https://files.s3.amazonaws.com"),
    ],
)
def test_public_buckets_are_served_by_the_store_itself(
    place: str, url: str, tmp_path: Path, store: Bucket
) -> None:
    from reconciler.assets.store import StorePlace  # noqa: PLC0415 - only here

    assert StorePlace(place)._base_url == url


# ---------------------------------------------------------------- which


@pytest.mark.parametrize(
    ("place", "to"),
    [
        (None, "store"), (None, "branch"), ("", "store"), ("ftp://x/y", "store"), ("./x", "branch"),
        ("s3://", "store"), ("s3://b?token=x", "store"), ("git:", "branch"), ("git:--upload-pack=x", "branch"),
    ],
)  # fmt: skip
def test_what_is_no_place_says_what_is(place: str | None, to: str, tmp_path: Path) -> None:
    with pytest.raises(PlaceError) as raised:
        choose_place(place, to=to, root=tmp_path)
    assert "s3://BUCKET" in raised.value.hint


def test_a_branch_of_the_own_remote_is_the_default(repository: Path) -> None:
    assert (
        choose_place(None, to="branch", root=repository).where
        == "branch reconciler-assets of origin"
    )
    assert choose_place("git:fork", to="branch", root=repository).where.endswith("of fork")


def test_a_store_without_its_package_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "obstore.store", None)
    with pytest.raises(PlaceError) as raised:
        choose_place("s3://files?region=x", to="store", root=tmp_path)
    assert "intercom-reconciler[store]" in raised.value.hint
