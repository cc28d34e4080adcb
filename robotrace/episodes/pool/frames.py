"""Messages on a socket: their length in eight bytes, then their content."""

from __future__ import annotations

import socket
import struct

_HEAD = struct.Struct(">Q")
_LARGEST = 1 << 32


def send(connection: socket.socket, message: bytes) -> None:
    """Send a message whole.

    Raises:
        OSError: The other side is gone.
    """
    connection.sendall(_HEAD.pack(len(message)))
    connection.sendall(message)


def receive(connection: socket.socket) -> bytes:
    """The next message, whole.

    Raises:
        EOFError: The other side is gone, or sent what is no message.
        OSError: The connection broke.
    """
    (length,) = _HEAD.unpack(_exactly(connection, _HEAD.size))
    if length > _LARGEST:
        raise EOFError(f"a message of {length} bytes is announced")
    return bytes(_exactly(connection, length))


def _exactly(connection: socket.socket, size: int) -> bytearray:
    buffer = bytearray(size)
    view, filled = memoryview(buffer), 0
    while filled < size:
        count = connection.recv_into(view[filled:])
        if count == 0:
            raise EOFError("the connection was closed")
        filled += count
    return buffer
