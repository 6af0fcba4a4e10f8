"""What a pull request must not choose: it comes from flags and the environment, never from files.

Whoever may write specs is not thereby trusted with tokens, with the host they are sent to,
with the ledger that says what is ours, or with the store that files are written to.
"""

from __future__ import annotations

import re

from reconciler.codes import finding
from reconciler.model import Finding, Map, Pos

WAYS = {
    "token": "--token-env NAME, or the variable INTERCOM_ACCESS_TOKEN",
    "host": "--base-url URL; the region of a workspace chooses among Intercom's own",
    "ledger": "--ledger PLACE, or the variable RECONCILER_LEDGER",
    "store": "a flag or an input of the action; assets.base_url only says where files are read",
    "env": "vars, or a workspace's own vars; secrets are nothing for specs",
}
WORDS = {
    "token": r"((access|api|auth)_?)?(token|secret|password|credential|api_?key)s?"
             r"(_?(env|name|var(iable)?|file))?|access_?key(_?id)?",
    "host": r"(base|api)_?(url|host)|host(s|name)?|endpoint|proxy|server|(api_)?domain",
    "ledger": r"ledgers?(_?(place|path|url|file|store|branch|remote|bucket))?"
              r"|state_?(file|store)?|backend|lock",
    "store": r"(assets?_?|upload_?)?(store|storage|bucket|upload(s|_?to)?|s3)",
    "env": r"env|environ|environment|getenv|secrets|os|(INTERCOM|RECONCILER|AWS|GITHUB)_[A-Z_]+",
}  # fmt: skip
PATTERNS = {what: re.compile(words, re.IGNORECASE) for what, words in WORDS.items()}
NEVER = "keep what differs between workspaces in their vars; a secret is nothing for specs"


def chosen_outside(key: str) -> str | None:
    """Where what the key names is chosen instead; None for any other key."""
    found = (what for what, words in PATTERNS.items() if words.fullmatch(key.replace("-", "_")))
    what = next(found, None)
    return WAYS[what] if what else None


def refused(key: str, pos: Pos, where: str = "") -> Finding | None:
    """The finding for a key that no file may have."""
    way = chosen_outside(key)
    if way is None:
        return None
    message = f"{where}{key} is not for files under review"
    return finding("not-in-files", message, pos, hint=f"it comes from {way}")


def without_refused(data: Map, path: str) -> list[Finding]:
    """Takes such keys out of the top of a spec, so that nothing else is said of them."""
    found = {key: refused(key, Pos(path, *data.key_mark(key))) for key in data}
    for key in [key for key, wrong in found.items() if wrong]:
        del data[key]
    return [wrong for wrong in found.values() if wrong]


def is_outside(name: str) -> bool:
    """Whether a template asks for the environment or a secret of it."""
    return bool(PATTERNS["env"].fullmatch(name) or PATTERNS["token"].fullmatch(name))
