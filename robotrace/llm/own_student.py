"""The student in a process of its own, for as long as a context lasts."""

from __future__ import annotations

import json
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import IO, Any

from robotrace.errors import ModelError, OptionError
from robotrace.llm.configure import check_key
from robotrace.llm.student import check_installed
from robotrace.text import one_line

PATIENCE = 10.0
"""Seconds that its process has to end by itself."""


@dataclass(frozen=True, slots=True)
class Serving:
    """Where the student answers.

    Attributes:
        address: For `base_url`, such as "http://127.0.0.1:8123/v1".
        key: Which it asks for.
        process: That it runs in.
    """

    address: str
    key: str = field(repr=False)
    process: subprocess.Popen[str] = field(repr=False)


@contextmanager
def running_student(*, port: int = 0, threads: int = 1, key: str = "") -> Iterator[Serving]:
    """Start the student on loopback, and end it.

    Its process ends with this one too, whatever ends it.

    Args:
        port: Where it answers; 0 for any port that is free.
        threads: How many threads compute.
        key: What has to come with each request; "" for a random one.

    Raises:
        OptionError: The extra `student` is not installed, or a value is not usable.
        ModelError: It does not start.
    """
    _check(port, threads)
    if key:
        check_key(key, "key")
    check_installed()
    key = key or secrets.token_urlsafe(24)
    command = [sys.executable, "-m", "robotrace.llm.student_process"]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,  # Ctrl-C in a terminal is for this process, which ends the other
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        told = _settled(process, process.stdin, process.stdout, {"port": port, "threads": threads, "key": key})
        yield Serving(f"{told}/v1", key, process)
    finally:
        _end(process, process.stdin, process.stdout)


def _settled(process: subprocess.Popen[str], to: IO[str], back: IO[str], settings: dict[str, Any]) -> str:
    """The address of a process that has been told its settings.

    Raises:
        ModelError: It has none.
    """
    with suppress(BrokenPipeError):
        to.write(json.dumps(settings) + "\n")
        to.flush()
    line = back.readline()
    if not line:
        raise ModelError(f"The student's process ended with exit code {process.wait()} before it answered.")
    said: dict[str, str] = json.loads(line)
    if "address" not in said:
        raise ModelError(f"The student does not start: {one_line(said['error'], 300)}")
    return said["address"]


def _end(process: subprocess.Popen[str], to: IO[str], back: IO[str]) -> None:
    with suppress(BrokenPipeError):
        to.close()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    back.close()


def _check(port: int, threads: int) -> None:
    """See that the values can be used.

    Raises:
        OptionError: One cannot, or the port is taken.
    """
    for name, value, least, most in (("port", port, 0, 65535), ("threads", threads, 1, 256)):
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise OptionError(f"{name}: expected a whole number from {least} to {most}, found {value!r:.80}.")
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as error:
            raise OptionError(
                f"port: {port} cannot be had on 127.0.0.1: {error.strerror}. Leave it out for one that is free."
            ) from error
