"""The page of a run that goes on, served to this machine alone: by a random path, to GET, of nothing but the page and its state.

Who may read it is who has been told its address. Requests with another host's name, as a page elsewhere would bring about by
having its own name lead here, are refused; no other origin may read an answer, put the page into a frame or learn its address.
"""

from __future__ import annotations

import hmac
import json
import secrets
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import parse_qs

from robotrace.results import Run, RunFolder
from robotrace.show.report.page import LiveHead, Shown, live_policy, page
from robotrace.show.report.watched import Moment, Watched

HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
HOST = "127.0.0.1"
PATIENCE = 10
"""Seconds that a browser may take for its request."""


class LivePage:
    """Serves a run's page from a thread, for as long as the context lasts.

    Args:
        folder: The run's folder; the run need not have begun.
        look: As of `Watched`.
        port: The port; 0 for one that is free.

    Raises:
        OSError: The port is taken.
    """

    def __init__(self, folder: RunFolder, *, look: Callable[[Run], Shown] | None = None, port: int = 0) -> None:
        self._watched = Watched(folder, look)
        self._drawn: tuple[str, str] = ("", "")
        self._turn = threading.Lock()
        self._told_end = threading.Event()
        self._asked = False
        self._token = secrets.token_urlsafe(24)
        self._server = _Server((HOST, port), _Handler)
        self._server.live = self

    @property
    def url(self) -> str:
        """The page's address."""
        return f"http://{HOST}:{self._server.server_port}/{self._token}/"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def wait_until_told(self, seconds: float) -> bool:
        """Wait until a page that is open has been told that the run has ended; False where none is, or none has asked in time."""
        return self._asked and self._told_end.wait(seconds)

    def answer(self, target: str, host: str) -> tuple[int, str, str]:
        """What a GET is answered: its status, content type and content.

        Args:
            target: The path that is asked for, with its query.
            host: The host that the request names.
        """
        plain = "text/plain; charset=utf-8"
        if host not in {f"{name}:{self._server.server_port}" for name in (HOST, "localhost")}:
            return 403, plain, "This page is for this machine alone.\n"
        path, _, query = target.partition("?")
        asked = next(
            (it for it in ("", "state") if hmac.compare_digest(path.encode(), f"/{self._token}/{it}".encode())), None
        )
        if asked is None:
            return 404, plain, "There is no such page.\n"
        if asked == "state":
            return 200, "application/json", self._state(parse_qs(query).get("seen", [""])[0])
        return 200, "text/html; charset=utf-8", self._page(self._watched.now())

    def _state(self, seen: str) -> str:
        """How the run is, and its page where it is another one than the browser has seen."""
        now = self._watched.now()
        fresh = self._page(now) if now.shown is not None and now.seen != seen else None
        self._asked = True
        if now.ended:
            self._told_end.set()
        return json.dumps({"seen": now.seen, "words": now.words, "page": fresh})

    def _page(self, now: Moment) -> str:
        """The page of a moment, drawn once for all who ask."""
        with self._turn:
            if self._drawn[0] != now.seen or now.shown is None:
                shown = [] if now.shown is None else [now.shown]
                self._drawn = (now.seen, page(shown, live=LiveHead(now.seen, now.words)))
            return self._drawn[1]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    live: LivePage

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the midst of an answer is none of the run's business."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    timeout = PATIENCE
    server_version, sys_version = "robotrace", ""

    def do_GET(self) -> None:
        """Answer; whatever is not GET is refused by the library."""
        live = cast(_Server, self.server).live
        status, kind, content = live.answer(self.path, self.headers.get("Host", ""))
        body = content.encode()
        self.send_response(status)
        told = {
            **HEADERS,
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Content-Security-Policy": live_policy(),
        }
        for name, value in told.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the terminal is the run's."""
