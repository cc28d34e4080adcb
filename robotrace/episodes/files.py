"""Episodes as files: one compressed .npz each, as a run folder keeps them. Whoever made a file, reading it runs nothing."""

from __future__ import annotations

import io
import json
import zlib
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import numpy as np

from robotrace.episodes.episode import Episode
from robotrace.episodes.plain import from_plain, to_plain
from robotrace.errors import RunError

MOST_BYTES = 256 << 20
"""Of a file's arrays together, unpacked. An episode of 50 actions in Meta-World takes 20 kB, one of 500 takes 200 kB."""
MOST_MEMBERS = 1000
_UNREADABLE = (OSError, KeyError, ValueError, TypeError, EOFError, MemoryError, RuntimeError, BadZipFile, zlib.error)
"""What the readers of zip, .npy and JSON raise at what they cannot read."""
_WORDS = "words"
_NAMED = {"observations": "observation.", "parts": "part."}
"""Fields that hold arrays by name, and what stands before their names in a file."""


def encode(episode: Episode) -> bytes:
    """An episode as the content of a file: everything but the trace, which can be made again from the controller's text."""
    body = to_plain(episode)
    arrays = {
        start + name: np.asarray(rows) for field, start in _NAMED.items() for name, rows in body.pop(field).items()
    }
    arrays |= {name: body.pop(name) for name in [key for key, value in body.items() if isinstance(value, np.ndarray)]}
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **{_WORDS: np.array(json.dumps(body))}, **arrays)
    return file.getvalue()


def save_episode(episode: Episode, path: Path | str) -> None:
    """Write an episode to one .npz file."""
    Path(path).write_bytes(encode(episode))


def load_episode(path: Path | str) -> Episode:
    """Read an episode back.

    Raises:
        RunError: There is no such file, or it is not an episode's; says what is wrong with it.
    """
    path = Path(path)
    try:
        if path.is_symlink() or not path.is_file():
            raise ValueError(
                "expected a file, found none" if not path.exists() else "expected a file, found another thing"
            )
        with path.open("rb") as stream:
            return from_plain(_body(stream))
    except _UNREADABLE as error:
        words = " ".join(str(error).split())[:300]
        raise RunError(f"{path} is not a readable episode: {words or type(error).__name__}") from error


def _body(stream: Any) -> dict[str, Any]:
    """A file's content in the plain form."""
    with ZipFile(stream) as archive:
        members = archive.infolist()
        size = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or size > MOST_BYTES:
        raise ValueError(
            f"expected at most {MOST_MEMBERS} arrays of {MOST_BYTES} bytes, found {len(members)} of {size}"
        )
    stream.seek(0)
    with np.load(stream, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    words = arrays.pop(_WORDS)
    if not isinstance(words, np.ndarray) or words.dtype.kind != "U" or words.ndim:
        raise ValueError("words: expected one text")
    body = json.loads(str(words))
    if not isinstance(body, dict):
        raise ValueError(f"words: expected a dict, found {type(body).__name__}")
    named: dict[str, Any] = {field: {} for field in _NAMED}
    for field, start in _NAMED.items():
        for name in [name for name in arrays if name.startswith(start)]:
            named[field][name.removeprefix(start)] = arrays.pop(name)
    return {**body, **arrays, **named}
