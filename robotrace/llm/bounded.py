"""The HTTP client below the `openai` client, held to what one answer may take: bytes once unpacked, and seconds in all."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import cache
from threading import Thread
from typing import Any

MAX_BODY = 16_000_000
"""Bytes of one answer, unpacked; the longest replies of today's models take less than a tenth of it."""

_MOST_REDIRECTS = 20
_PIECE = 1_000_000  # bytes that are unpacked at a time
_OF_THE_WIRE = (b"content-encoding", b"content-length", b"transfer-encoding")


class AnswerTooLargeError(Exception):
    """An answer has more bytes than are read."""


class AnswerTooSlowError(Exception):
    """An answer kept arriving for longer than it may take."""


def bounded_client(*, total: float, timeout: float) -> Any:
    """A client for `openai.OpenAI` that reads whole answers within both bounds; nothing is sent.

    A broken bound is an `openai.OpenAIError`, caused by one of the errors above, which the `openai` client does not retry.

    Args:
        total: The seconds that one answer may take, from the request to its last byte, however steadily it arrives.
        timeout: The seconds of silence after which an attempt is given up.
    """
    return _client_class()(total=total, timeout=timeout)


@cache
def _client_class() -> Any:
    """The client's class; made when it is needed, since its base is imported late."""
    import openai

    class BoundedClient(openai.DefaultHttpxClient):
        def __init__(self, *, total: float, timeout: float) -> None:
            super().__init__(timeout=timeout)
            self._total = total

        def send(self, request: Any, *, stream: bool = False, **options: Any) -> Any:  # noqa: ARG002 - read at once
            end = time.monotonic() + self._total
            # Headers that trickle in are waited for inside the transport, which knows of silence only.
            try:
                return _apart(lambda: self._answer(request, end, options), self._total)
            except TimeoutError:
                slow = AnswerTooSlowError(f"took longer than {self._total:g} s in all")
                raise openai.OpenAIError(str(slow)) from slow
            except AnswerTooLargeError as error:
                raise openai.OpenAIError(str(error)) from error

        def _answer(self, request: Any, end: float, options: dict[str, Any]) -> Any:
            request.headers["accept-encoding"] = "gzip, deflate"  # what can be unpacked a piece at a time
            options["follow_redirects"] = False  # the transport would read the body of a redirect without bounds
            for _ in range(_MOST_REDIRECTS):
                response = super().send(request, stream=True, **options)
                try:
                    whole = _whole(response, end)
                finally:
                    response.close()
                if response.next_request is None:
                    return whole
                request = response.next_request
            raise openai.APIConnectionError(message=f"more than {_MOST_REDIRECTS} redirects", request=request)

    return BoundedClient


def _whole(response: Any, end: float) -> Any:
    """The same response with its body read and unpacked."""
    body = bytearray()
    for piece in _unpacked(response):
        body += piece
        if len(body) > MAX_BODY:
            raise AnswerTooLargeError(f"has more than {MAX_BODY // 1_000_000} MB")
        if time.monotonic() > end:
            raise TimeoutError
    headers = [(name, value) for name, value in response.headers.raw if name.lower() not in _OF_THE_WIRE]
    return type(response)(response.status_code, headers=headers, content=bytes(body), request=response.request)


def _unpacked(response: Any) -> Iterator[bytes]:
    """The body in pieces of at most 1 MB, whatever they are packed from."""
    import openai

    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing in ("", "identity"):
        yield from response.iter_raw()
        return
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise openai.APIConnectionError(
            message=f"packed as {packing[:40]!r}, which was not asked for", request=response.request
        )
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)  # gzip or zlib, as its first bytes say
    try:
        for raw in response.iter_raw():
            left = raw
            while left:
                yield unpacker.decompress(left, _PIECE)
                left = unpacker.unconsumed_tail
        yield unpacker.flush()
    except zlib.error as error:
        raise openai.APIConnectionError(message=f"packed wrongly: {error}", request=response.request) from None


def _apart(work: Callable[[], Any], seconds: float) -> Any:
    """What `work` returns, done in a thread that is left behind after so many seconds.

    Raises:
        TimeoutError: The work takes longer, or gave up itself.
    """
    result: Future[Any] = Future()

    def run() -> None:
        try:
            result.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised again below, by whoever waits
            result.set_exception(error)

    Thread(target=run, name="robotrace-answer", daemon=True).start()
    return result.result(seconds + 0.05)  # where it notices itself, its connection is closed in order
