"""A store that speaks S3, as small as it can be: HEAD, GET, and PUT only where nothing is yet."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Bucket:
    url: str = ""
    objects: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    seen: list[tuple[str, str]] = field(default_factory=list)
    broken: bool = False


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    @property
    def bucket(self) -> Bucket:
        return self.server.bucket  # type: ignore[attr-defined, no-any-return]

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", headers.get("Length") or str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_HEAD(self) -> None:
        path = self.path.partition("?")[0]
        self.bucket.seen.append((self.command, path))
        if self.bucket.broken:
            self.answer(403, b"<Error><Code>AccessDenied</Code></Error>")
        elif path in self.bucket.objects:
            data, media = self.bucket.objects[path]
            self.answer(200, data, Content_Type=media, ETag=f'"{md5(data).hexdigest()}"',  # noqa: S324 - as S3 does
                        Last_Modified="Mon, 30 Nov 2026 00:00:00 GMT", Length=str(len(data)))  # fmt: skip
        else:
            self.answer(404)

    do_GET = do_HEAD  # noqa: N815 - as the standard library calls it

    def do_PUT(self) -> None:
        path = self.path.partition("?")[0]
        self.bucket.seen.append((self.command, path))
        data = self.rfile.read(int(self.headers["Content-Length"]))
        if self.bucket.broken:
            self.answer(403, b"<Error><Code>AccessDenied</Code></Error>")
        elif self.headers.get("If-None-Match") == "*" and path in self.bucket.objects:
            self.answer(412, b"<Error><Code>PreconditionFailed</Code></Error>")
        else:
            self.bucket.objects[path] = (data, self.headers["Content-Type"])
            self.answer(200, ETag=f'"{md5(data).hexdigest()}"')  # noqa: S324 - as S3 does


@contextmanager
def bucket() -> Iterator[Bucket]:
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.bucket = Bucket(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.bucket
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
