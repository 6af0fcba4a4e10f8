"""What lies at a path: by its content, inside of the project, and spelt as on the disk."""

import os
from pathlib import Path

import pytest

from reconciler.model import Absent, LocalFile
from reconciler.source import looking
from reconciler.source.looking import Looking, content, type_of

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("head", "media"),
    [
        (PNG, "image/png"), (b"\xff\xd8\xff\xe0", "image/jpeg"), (b"GIF89a", "image/gif"),
        (b"RIFF1234WEBPVP8 ", "image/webp"), (b"RIFF1234WAVE", ""), (b"%PDF-1.7", "application/pdf"),
        (b"PK\x03\x04", "application/zip"), (b"\x00\x00\x00\x20ftypisom", "video/mp4"),
        (b"<svg xmlns='x'>", "image/svg+xml"), (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a -->\n<svg>", "image/svg+xml"),
        (b"<html><svg>", ""), (b"print()", ""), (b"", ""), (b"<!--" + b"x" * 500, ""),
    ],
)  # fmt: skip
def test_the_type_is_that_of_the_content(head: bytes, media: str) -> None:
    assert type_of(head) == media


@pytest.mark.parametrize("head", [b"<!---->" * 73, b"<!-- a -->\n" * 51, b"<!DOCTYPE a>" * 42])
def test_a_head_of_comments_alone_is_read_once(head: bytes) -> None:
    """Each of them doubled the time once: here it returns at all."""
    assert type_of(head) == ""
    assert type_of(b"<!---->" * 9 + b"<svg>") == "image/svg+xml"


@pytest.fixture
def look(tmp_path: Path) -> Looking:
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "Screen.png").write_bytes(PNG + b"x")
    (tmp_path / "img" / "plain.txt").write_text("text")
    (tmp_path / "img" / ".hidden.png").write_bytes(PNG)
    (tmp_path / "img" / "link.png").symlink_to(tmp_path / "img" / "Screen.png")
    os.mkfifo(tmp_path / "img" / "pipe.png")
    return Looking(tmp_path)


def test_a_file_is_what_it_is(look: Looking) -> None:
    found = look("img/Screen.png")
    assert isinstance(found, LocalFile)
    assert (found.media, found.size, len(found.digest), found.problem) == ("image/png", 9, 64, "")
    assert look("img/Screen.png") is found
    assert look("img") == LocalFile("img")
    assert look("img/plain.txt") == LocalFile("img/plain.txt")
    assert content(look.root, "img/Screen.png") == PNG + b"x"


@pytest.mark.parametrize(
    ("path", "why", "near"),
    [
        ("img/screen.png", "no file", "img/Screen.png"), ("IMG/Screen.png", "no file", "img/Screen.png"),
        ("img/Scren.png", "no file", "img/Screen.png"), ("nowhere/a.png", "no file", ""),
        ("img/zzzzzzzz", "no file", ""), ("img/plain.txt/x", "no file", ""), ("Scren", "no file", ""),
        ("img/.hidden.png", "hidden", ""), (".git/config", "hidden", ""), ("../x.png", "hidden", ""),
        ("img\\Screen.png", "hidden", ""), ("img/\0", "hidden", ""), ("img/link.png", "symbolic link", ""),
        ("img/pipe.png", "cannot be read", ""), ("x" * 5000, "no file", ""),
    ],
)  # fmt: skip
def test_what_is_no_file_says_why(look: Looking, path: str, why: str, near: str) -> None:
    found = look(path)
    assert isinstance(found, Absent)
    assert why in found.why
    assert found.near == near


def test_a_file_that_became_a_link_is_not_read(look: Looking) -> None:
    with pytest.raises(OSError, match="symbolic"):
        content(look.root, "img/link.png")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"<svg xmlns:x='y'><x:script>a</x:script></svg>", "scripts"),
        (b"<svg><a xlink:href='java&#115;cript:x'/></svg>", "scripts"),
        (b"<svg><set to='java&#x0A;script:x'/></svg>", "scripts"),
        (b"<svg><script/></svg>", "scripts"), (b"<svg><a xlink:href='javascript:x'/></svg>", "scripts"),
        (b"<svg><rect onclick = 'x'/></svg>", "scripts"), (b"<svg><ForeignObject/></svg>", "scripts"),
        (b"<svg><text>on the way</text></svg>", ""), (b"RIFF1234WEBPVP8 ", "WebP"),
        (b"MZ", "no image"), (PNG + b"\0" * 200, "larger"),
    ],
)  # fmt: skip
def test_what_nobody_may_be_served_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, problem: str
) -> None:
    monkeypatch.setattr(looking, "MOST", 100)
    (tmp_path / "a.png").write_bytes(data)
    found = Looking(tmp_path)("a.png")
    assert isinstance(found, LocalFile)
    assert (problem in found.problem) if problem else not found.problem
