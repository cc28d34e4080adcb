"""The policy's end of the socket: what the runner sends is read whole, in whatever pieces it arrives."""

import socket
import threading

import pytest

from robotrace.sandbox import frames
from robotrace.sandbox.line import ROOM, Line


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def connected(theirs):
    line = Line(theirs.fileno())
    line.connect()
    return line.requests()


def message(number, payload):
    return frames.pack(frames.ACT, number, payload)


def test_messages_that_arrive_together_are_told_apart(ends):
    ours, theirs = ends
    ours.sendall(message(1, b"one") + message(2, b"") + message(3, b"three"))
    ours.shutdown(socket.SHUT_WR)
    assert list(connected(theirs)) == [(12, 1, b"one"), (12, 2, b""), (12, 3, b"three")]


def test_a_message_that_arrives_byte_by_byte_is_one(ends):
    ours, theirs = ends
    requests = connected(theirs)

    def trickle():
        for byte in message(7, b"slow") + message(8, b"next"):
            ours.sendall(bytes([byte]))

    sender = threading.Thread(target=trickle)
    sender.start()
    assert [next(requests), next(requests)] == [(12, 7, b"slow"), (12, 8, b"next")]
    sender.join()


def test_a_message_larger_than_the_buffer_is_whole(ends):
    ours, theirs = ends
    requests = connected(theirs)
    large = bytes(range(256)) * (3 * ROOM // 256)
    sender = threading.Thread(target=ours.sendall, args=(message(1, large) + message(2, b"small"),))
    sender.start()
    assert next(requests) == (12, 1, large)
    assert next(requests) == (12, 2, b"small")
    sender.join()


def test_a_short_message_after_a_long_one_is_not_read_from_what_the_long_one_left(ends):
    ours, theirs = ends
    requests = connected(theirs)
    ours.sendall(message(1, b"A" * 100))
    assert next(requests) == (12, 1, b"A" * 100)
    ours.sendall(message(2, b"B" * 40)[:10])  # the buffer still holds the header of the first
    ours.shutdown(socket.SHUT_WR)
    assert list(requests) == []


def test_a_payload_is_the_readers_own(ends):
    ours, theirs = ends
    requests = connected(theirs)
    ours.sendall(message(1, b"first"))
    _, _, kept = next(requests)
    ours.sendall(message(2, b"other"))
    next(requests)
    assert kept == b"first"
