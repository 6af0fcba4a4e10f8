"""A branch of a git repository: files under names that hold their digest, served by its host.

Addresses name the commit, so that no later push changes what an article shows. The user's work
tree, index and branches are not touched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from reconciler.assets.place import Blob, PlaceError
from reconciler.errors import LedgerError
from reconciler.ledger.branch import Branch, Tip

NAME = "reconciler-assets"
SSH = re.compile(r"(?:ssh://)?(?:[\w.-]+@)?([\w.-]+)(?::\d+)?[:/](.+?)(?:\.git)?/?\Z")
WEB = re.compile(r"https?://(?:[^/@]*@)?([\w.-]+(?::\d+)?)/(.+?)(?:\.git)?/?\Z")


class BranchPlace:
    """`folder`: any folder of the repository. `base_url`: below it the branch is served, where
    that is not what the remote's host does by itself.
    """

    def __init__(self, folder: Path, remote: str, *, base_url: str = "") -> None:
        self._branch = Branch(folder, remote, NAME)
        self._base_url = base_url

    @property
    def where(self) -> str:
        return self._branch.where

    def put(self, blobs: Sequence[Blob]) -> Mapping[str, str]:
        serve = self._served()
        try:
            commit = self._pushed(blobs)
        except LedgerError as error:
            hint = "check the remote and the right to push to it; --assets git:REMOTE names another"
            raise PlaceError(error.message, hint=hint) from error
        return {one.name: serve.format(commit=commit, name=quote(one.name)) for one in blobs}

    def _pushed(self, blobs: Sequence[Blob]) -> str:
        def files(tip: Tip) -> Mapping[str, str] | None:
            new = {one.name: self._branch.put(one.read()) for one in blobs
                   if one.name not in tip.blobs}  # fmt: skip
            return {**tip.blobs, **new} if new else None

        self._branch.push(files, "Serve files of articles")
        return self._branch.tip().commit

    def _served(self) -> str:
        """The address of a file as a pattern."""
        if self._base_url:
            return self._base_url.replace("{", "%7B").replace("}", "%7D") + "/{name}"
        url = self._branch.url()
        found = WEB.match(url) or (None if "://" in url[4:] else SSH.match(url))
        if found is None:
            raise PlaceError(
                f"{self.where}: nobody knows where {url or 'the remote'} is served on the web",
                hint="write assets.base_url in reconciler.yaml: the address below which files of "
                f"the branch {NAME} are served",
            )
        return _raw(found.group(1), quote(found.group(2)))


def _raw(host: str, path: str) -> str:
    path = path.replace("{", "%7B").replace("}", "%7D")
    if host == "github.com":
        return f"https://raw.githubusercontent.com/{path}/{{commit}}/{{name}}"
    way = "-/raw" if "gitlab" in host else "raw"
    return f"https://{host}/{path}/{way}/{{commit}}/{{name}}"
