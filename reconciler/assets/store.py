"""An object store, S3 and what speaks like it: written with obstore, an extra of the package.

Credentials are those that the environment holds for that kind of store, and never those of a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from reconciler.assets.place import Blob, PlaceError

LASTING = "public, max-age=31536000, immutable"
KNOWN = frozenset({"region", "endpoint"})


class StorePlace:
    """`place`: s3://BUCKET/PREFIX?region=..&endpoint=... `base_url`: below
    it the prefix is served; by default as the store's own host does.
    """

    def __init__(self, place: str, *, base_url: str = "") -> None:
        parts = urlsplit(place)
        options = dict(parse_qsl(parts.query))
        if parts.scheme != "s3" or not parts.netloc or options.keys() - KNOWN:
            raise PlaceError(
                f"{place!a} is no place for files", hint="write s3://BUCKET/PREFIX?region=REGION"
            )
        self._prefix = parts.path.strip("/")
        self.where = f"s3://{parts.netloc}/{self._prefix}"
        self._base_url = base_url or _own(parts.netloc, self._prefix, options)
        self._store = _opened(parts.netloc, options)

    def put(self, blobs: Sequence[Blob]) -> Mapping[str, str]:
        for one in blobs:
            self._put(one)
        return {one.name: f"{self._base_url}/{quote(one.name)}" for one in blobs}

    def _put(self, one: Blob) -> None:
        """Looked for first: most are there, and a look costs no upload."""
        import obstore  # noqa: PLC0415 - only where there is such a place

        key = f"{self._prefix}/{one.name}" if self._prefix else one.name
        about: Any = {"Content-Type": one.media, "Cache-Control": LASTING}
        try:
            if not self._holds(key):
                obstore.put(self._store, key, one.read(), mode="create", attributes=about)
        except obstore.exceptions.AlreadyExistsError:
            return  # somebody else put the same content there in between
        except Exception as error:
            first = str(error).strip().splitlines() or [type(error).__name__]
            raise PlaceError(
                f"{self.where}: {one.name} cannot be stored: {first[0][:300]}",
                hint="check the bucket and the credentials in the environment",
            ) from error

    def _holds(self, key: str) -> bool:
        import obstore  # noqa: PLC0415 - as above

        try:
            obstore.head(self._store, key)
        except FileNotFoundError:
            return False
        return True


def _own(bucket: str, prefix: str, options: Mapping[str, str]) -> str:
    """Where the store itself serves what is public."""
    below = f"/{quote(prefix)}" if prefix else ""
    if "endpoint" in options:
        return f"{options['endpoint'].rstrip('/')}/{bucket}{below}"
    region = f".{options['region']}" if "region" in options else ""
    return f"https://{bucket}.s3{region}.amazonaws.com{below}"


def _opened(bucket: str, options: Mapping[str, str]) -> Any:
    try:
        from obstore.store import S3Store  # noqa: PLC0415 - an extra, and not small
    except ImportError as error:
        raise PlaceError("object stores need one more package",
                         hint="pip install 'intercom-reconciler[store]'") from error  # fmt: skip
    given: Any = {name: options[name] for name in ("region", "endpoint") if name in options}
    plain = options.get("endpoint", "").startswith("http://")
    return S3Store(bucket, **given, virtual_hosted_style_request="endpoint" not in options,
                   client_options={"allow_http": plain})  # fmt: skip
