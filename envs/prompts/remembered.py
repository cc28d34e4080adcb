"""Replies of students, kept in a file: what was asked once is not asked again."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from robotrace.errors import OptionError
from robotrace.llm import Reply
from robotrace.llm.student import cache_folder

VARIABLE = "ROBOTRACE_STUDENT_CACHE"
"""The file's path, or "none" for no file."""
_TABLE = "create table if not exists replies (key text primary key, reply text not null)"


def usual_place() -> Path | None:
    """Where replies are kept: in the file that the environment names, else in the user's cache; None for nowhere.

    Raises:
        OptionError: No home directory is known.
    """
    named = os.environ.get(VARIABLE, "").strip()
    if named:
        return None if named == "none" else Path(named)
    try:
        return cache_folder() / "student.sqlite"
    except OptionError as error:
        raise OptionError(
            f"No home directory is known to keep replies in: set {VARIABLE} to a path or none."
        ) from error


class Remembered:
    """Replies by who was asked what, and how. Several threads, and several processes, may use a file at a time.

    Args:
        path: The file, made where it is not there; None to remember them for the life of this object alone.

    Raises:
        OptionError: The file cannot be used.
    """

    def __init__(self, path: Path | None) -> None:
        self._path, self._lock = path, Lock()
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._file = sqlite3.connect(path or ":memory:", timeout=60.0, check_same_thread=False)
            with self._file:
                self._file.execute(_TABLE)
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error

    def get(self, asked: Mapping[str, Any]) -> Reply | None:
        """The reply to what was asked; None where there is none."""
        with self._lock:
            try:
                found = self._file.execute("select reply from replies where key = ?", (_key(asked),)).fetchone()
                return None if found is None else Reply(**json.loads(found[0]))
            except (sqlite3.Error, ValueError, TypeError) as error:
                raise self._unusable(error) from error

    def keep(self, asked: Mapping[str, Any], reply: Reply) -> None:
        """Remember a reply."""
        told = {name: getattr(reply, name) for name in ("text", "finish_reason", "prompt_tokens", "completion_tokens")}
        with self._lock:
            try:
                with self._file:
                    row = (_key(asked), json.dumps(told))
                    self._file.execute("insert or replace into replies values (?, ?)", row)
            except sqlite3.Error as error:
                raise self._unusable(error) from error

    def close(self) -> None:
        """Close the file."""
        with self._lock, suppress(sqlite3.Error):
            self._file.close()

    def _unusable(self, error: Exception) -> OptionError:
        return OptionError(
            f"The student's replies cannot be kept in {self._path}: {error}. Delete that file, or name another one, or none, by "
            f"{VARIABLE}."
        )


def _key(asked: Mapping[str, Any]) -> str:
    return sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
