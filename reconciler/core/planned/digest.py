"""Digests over canonical JSON: sorted keys, no spaces, no clock, no map order."""

from __future__ import annotations

import hashlib
import hmac
import json
import unicodedata
from collections.abc import Mapping
from typing import Any

from reconciler.model import FieldChange, Path, Ref

HIDDEN = "hmac:"


def digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def hidden(value: Any, secret: bytes) -> str:
    """A personal value as a keyed digest: equal values stay equal, and nobody without the key can
    try out which value it is. It names its key, so that a digest of another one is known as such.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    plain = unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")
    return f"{HIDDEN}{key_name(secret)}:{hmac.new(secret, plain, hashlib.sha256).hexdigest()[:32]}"


def key_name(secret: bytes) -> str:
    return hmac.new(secret, b"the name of this key", hashlib.sha256).hexdigest()[:8]


def foreign(value: Any, secret: bytes) -> bool:
    """Is it the digest of a personal value under another key, which says nothing under this?"""
    if not isinstance(value, str) or not value.startswith(HIDDEN):
        return False
    return not value.startswith(f"{HIDDEN}{key_name(secret)}:")


def fingerprint(identity: str, values: Mapping[Path, Any]) -> str:
    """Of one live object: its id and the values a decision was based on, nothing else."""
    return digest([identity, sorted([list(path), value] for path, value in values.items())])


def change_digest(op: str, ref: Ref, fields: tuple[FieldChange, ...], previous: Ref | None) -> str:
    """What an approval is bound to: ref, op, before and after."""
    rows = [[list(one.path), one.before, one.after] for one in fields]
    return digest([op, str(ref), rows, str(previous) if previous else None])
