"""An OpenAI-compatible chat endpoint on loopback that answers what a test tells it to, faults included."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Answer:
    """One HTTP response: a body, sent whole, cut in the middle, never, or byte by byte.

    `pause` is the seconds between two bytes; "body" drips after the head, "head" from the first byte of the status line on.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    hang: bool = False
    drip: str = ""
    pause: float = 0.0


def reply(
    text: str | None,
    *,
    finish_reason: str = "stop",
    refusal: str | None = None,
    usage: bool = True,
    cached: int | None = None,
    model: str = "fake-1",
) -> Answer:
    """A chat completion; its usage is 100 tokens sent, some of them cached, and one received for every four characters."""
    completion: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [
            {
                "index": 0,
                "finish_reason": finish_reason,
                "message": {"role": "assistant", "content": text, "refusal": refusal},
            }
        ],
    }
    if usage:
        received = len(text or "") // 4
        completion["usage"] = {"prompt_tokens": 100, "completion_tokens": received, "total_tokens": 100 + received}
        if cached is not None:
            completion["usage"]["prompt_tokens_details"] = {"cached_tokens": cached}
    return Answer(json.dumps(completion).encode())


def fault(
    status: int, message: str = "scripted fault", *, body: Mapping[str, Any] | None = None, **headers: str
) -> Answer:
    """An error, with further fields of its body, and headers such as retry_after="0.01"."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(json.dumps({"error": {"message": message, **(body or {})}}).encode(), status, named)


def too_long(limit: int, asked: int = 9_999) -> Answer:
    """The error for a prompt that does not fit."""
    message = (
        f"This model's maximum context length is {limit} tokens. However, your messages resulted in {asked} tokens."
    )
    return fault(400, message, body={"param": "messages", "code": "context_length_exceeded"})


def refused(option: str) -> Answer:
    """The error for an option that the model does not take."""
    message = f"Unsupported parameter: '{option}' is not supported with this model."
    return fault(400, message, body={"param": option, "code": "unsupported_parameter"})


def cut() -> Answer:
    """A reply whose connection breaks half-way through the body."""
    return Answer(reply("half of this is never sent").body, cut=True)


def hang() -> Answer:
    """No answer until the server closes."""
    return Answer(hang=True)


def dripping(part: str, pause: float) -> Answer:
    """A reply that arrives byte by byte, for minutes."""
    return Answer(reply("x" * 10_000).body, drip=part, pause=pause)


def packed(body: bytes, packing: str = "gzip") -> Answer:
    """A body that is packed already."""
    return Answer(body, headers={"content-encoding": packing})


def raw(body: str) -> Answer:
    """Status 200 and any body at all."""
    return Answer(body.encode())


class FakeOpenAI:
    """The server, in a thread.

    Attributes:
        url: to use as base URL.
        requests: the bodies it was sent, in order.
        headers: the headers it was sent, in order.
        times: when they came, in seconds of a clock that only goes forward.
        billed: its own count of the answers it sent whole: "calls", "prompt_tokens", "completion_tokens", "cached_tokens".
        refuses: options that it answers with an error, before anything that is scripted.
        context: tokens that a prompt may have, of four characters each; longer ones are answered with an error.
    """

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.times: list[float] = []
        self.billed: Counter[str] = Counter()
        self.refuses: set[str] = set()
        self.context: int | None = None
        self._answers: deque[Answer | Callable[[dict[str, Any]], Answer]] = deque()
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def script(self, *answers: str | Answer | Callable[[dict[str, Any]], Answer]) -> None:
        """Queue answers: texts, answers, or functions from a request's body to an answer."""
        self._answers.extend(reply(answer) if isinstance(answer, str) else answer for answer in answers)

    @property
    def prompts(self) -> list[str]:
        """The last message of every request."""
        return [request["messages"][-1]["content"] for request in self.requests]

    @property
    def left(self) -> int:
        """Answers that nobody has asked for yet."""
        return len(self._answers)

    def close(self) -> None:
        """Stop, letting go of hanging requests."""
        self._closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _next(self, body: dict[str, Any], headers: dict[str, str]) -> Answer:
        with self._lock:
            self.times.append(time.monotonic())
            self.requests.append(body)
            self.headers.append(headers)
            answer = self._choose(body)
            self._bill(answer)
            return answer

    def _choose(self, body: dict[str, Any]) -> Answer:
        unknown = sorted(self.refuses & body.keys())
        if unknown:
            return refused(unknown[0])
        asked = len(str(body["messages"][-1]["content"])) // 4
        if self.context is not None and asked > self.context:
            return too_long(self.context, asked)
        if not self._answers:
            return fault(400, "the script has no more answers")
        answer = self._answers.popleft()
        return answer if isinstance(answer, Answer) else answer(body)

    def _bill(self, answer: Answer) -> None:
        if answer.status != 200 or answer.cut or answer.hang or answer.drip or not answer.body.startswith(b'{"id"'):
            return
        usage = json.loads(answer.body).get("usage", {})
        self.billed["calls"] += 1
        self.billed["prompt_tokens"] += usage.get("prompt_tokens", 0)
        self.billed["completion_tokens"] += usage.get("completion_tokens", 0)
        self.billed["cached_tokens"] += usage.get("prompt_tokens_details", {}).get("cached_tokens", 0)


def _handler(fake: FakeOpenAI) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = fake._next(body, {name.lower(): value for name, value in self.headers.items()})
            if answer.hang:
                fake._closing.wait()
                return
            if answer.drip == "head":
                self._drip(b"HTTP/1.1 200 OK\r\nx-padding: " + b"x" * 10_000, answer.pause)
                return
            self.send_response(answer.status)
            for name, value in {"content-type": "application/json", **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
            if answer.drip == "body":
                self._drip(answer.body, answer.pause)
                return
            self.wfile.write(answer.body[: len(answer.body) // 2] if answer.cut else answer.body)

        def _drip(self, content: bytes, pause: float) -> None:
            with suppress(OSError):  # the client has had enough
                for byte in content:
                    if fake._closing.wait(pause):
                        return
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()

        def log_message(self, format: str, *args: Any) -> None:
            """Keep the test's output clean."""

    return Handler
