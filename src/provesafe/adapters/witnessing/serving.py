"""A witness on the network: `POST /add-checkpoint`, and a page that says what it watches.

The standard library's server is enough: a witness answers a few hundred small requests a day, and
what it is asked is bounded before it is read.
"""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from provesafe.adapters.witnessing.keeping import Witness
from provesafe.errors import ProvesafeError
from provesafe.ledger import REQUEST_BYTES_MAX

__all__ = ["serve_witness"]

_WAIT_SECONDS = 10


def serve_witness(witness: Witness, *, host: str, port: int) -> ThreadingHTTPServer:
    """Give a server for a witness, listening; the caller runs `serve_forever` and closes it.

    Args:
        witness: answers.
        host: the address to listen on.
        port: 0 for any free one.
    """

    class Handler(_Handler):
        answering = witness

    server = ThreadingHTTPServer((host, port), Handler)
    server.daemon_threads = True
    return server


class _Handler(BaseHTTPRequestHandler):
    answering: Witness
    timeout = _WAIT_SECONDS
    server_version = "provesafe-witness"
    sys_version = ""

    def do_POST(self) -> None:
        """Answer a request, or say why it is none."""
        length = self.headers.get("Content-Length", "")
        if not self.path.endswith("/add-checkpoint"):
            self._say(404, b"there is only add-checkpoint here\n")
        elif not length.isdecimal() or int(length) > REQUEST_BYTES_MAX:
            self._say(413, b"a request has a length, and a small one\n")
        else:
            try:
                status, body = self.answering.answer(self.rfile.read(int(length)))
            except ProvesafeError as error:
                status, body = 503, f"{error.message}\n".encode()
            self._say(status, body)

    def do_GET(self) -> None:
        """Say which records are watched and how large each was."""
        lines = [f"{size} {origin}" for origin, size in self.answering.watched().items()]
        text = "".join(f"{line}\n" for line in (str(self.answering.key), *lines))
        self._say(200, text.encode("utf-8"))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's word
        """Keep no list of who asked."""

    def _say(self, status: int, body: bytes) -> None:
        kind = "text/plain; charset=utf-8"
        if status == 409 and body.strip().isdigit():
            kind = "text/x.tlog.size"
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
