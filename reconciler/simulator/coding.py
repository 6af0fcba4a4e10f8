"""JSON as it goes over the wire and into files. Knows nothing else."""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import Any

HALF = re.compile(rb"\\u[dD]")
"""The beginning of an escaped half of a character."""


def encoded(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def decoded(text: bytes | str) -> Any:
    """JSON that can be written again: no NaN, no half of a character. ValueError or
    RecursionError otherwise.
    """
    found = json.loads(text, parse_float=_finite, parse_constant=_finite)
    if HALF.search(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")):
        encoded(found)
    return found


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError(text)
    return value
