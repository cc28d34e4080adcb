"""Files of a run folder, which may come from a stranger: no link in it is followed, nothing in it is waited for, sizes are bounded.

Below the folder every part of a path has to be what it seems: folders that are folders, files that are regular files. The
folder itself, and what stands above it, was named by the user and may be a link.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

MOST_BYTES = 64 * 1024 * 1024
"""Largest code, prompt, reply or single event that is read; no model is sent or answers a thousandth of it."""
MOST_EVENTS = 1024 * 1024 * 1024
"""Largest events.jsonl that is read."""
MOST_ROUNDS = 10**5
"""What a run is resumed for, so that a stranger's folder does not keep a machine busy for ever."""

NO_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EROFS}
"""What file systems answer that cannot flush a file to the disk."""

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_KINDS = {
    stat.S_IFLNK: "a link",
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def read(path: Path, *, within: Path, most: int = MOST_BYTES) -> bytes:
    """The content of a regular file.

    Args:
        path: The path of the file.
        within: The run folder that the file belongs to.
        most: The largest size accepted, in bytes.

    Raises:
        OSError: There is no such file, it is a link or no regular file, a folder on the way is a link, or it is too large.
    """
    descriptor = opened(path, os.O_RDONLY, within=within)
    with open(descriptor, "rb") as file:
        if os.fstat(descriptor).st_size > most:
            raise OSError(errno.EFBIG, f"it has more than {most:,} bytes", str(path))
        return file.read(most)


def first_line(path: Path, *, within: Path) -> bytes:
    """The first line of a regular file, up to the bytes that an event may have; raises as `read` does."""
    with open(opened(path, os.O_RDONLY, within=within), "rb") as file:
        return file.readline(MOST_BYTES)


def present(path: Path, *, within: Path) -> bool:
    """Whether a regular file is there, no link on the way.

    Raises:
        OSError: Something other than a regular file is at the path.
    """
    try:
        _check_folders(path, within)
        _check_regular(path, os.lstat(path))
    except FileNotFoundError:
        return False
    return True


def opened(path: Path, flags: int, *, within: Path) -> int:
    """A descriptor of a regular file, which the caller closes; raises as `read` does.

    A file that is to be written must have no second name either: what is written would be changed there too.
    """
    _check_folders(path, within)
    with suppress(FileNotFoundError):  # before it is opened, since opening alone can make a device act
        _check_regular(path, os.lstat(path))
    descriptor = os.open(path, flags | _NO_LINK | _NO_WAIT | _BINARY, 0o666)
    try:
        status = os.fstat(descriptor)
        _check_regular(path, status)
        if flags & (os.O_WRONLY | os.O_RDWR) and status.st_nlink > 1:
            raise OSError(errno.EMLINK, "it is a hard link to a file that has another name too", str(path))
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def replace(path: Path, content: bytes, *, within: Path) -> None:
    """Put a file at a path, in whole or not at all. A link or a pipe that stands there is replaced, not written to.

    Raises:
        OSError: It cannot be written, or a folder on the way is a link.
    """
    _check_folders(path, within)
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.part")
    try:
        with suppress(FileNotFoundError):
            scratch.unlink()  # what a crash left, or a link that a stranger put there
        with open(opened(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, within=within), "wb") as file:
            file.write(content)
            file.flush()
            sync(file.fileno())
        os.replace(scratch, path)
        sync_folder(path.parent)
    except OSError:
        with suppress(OSError):
            scratch.unlink()
        raise


def sync(descriptor: int) -> bool:
    """Flush a file to the disk; False where its file system does not support that.

    Raises:
        OSError: The file could not be flushed.
    """
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in NO_SYNC:
            raise
        return False
    return True


def sync_folder(path: Path) -> None:
    """Make a new name in a folder survive a power cut."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except PermissionError:  # a folder that may be written and not read; Windows opens none
        return
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def discard(folder: Path, names: Iterable[str]) -> None:
    """Remove a folder, if nothing is in it but files of these names; whatever else is in there keeps it."""
    with suppress(OSError):
        for name in names:
            (folder / name).unlink(missing_ok=True)
        folder.rmdir()


def _check_folders(path: Path, within: Path) -> None:
    """Every folder between the run folder and a file of it, where it is there, is a folder and no link."""
    *folders, _ = path.relative_to(within).parts
    place = within
    for folder in folders:
        place = place / folder
        try:
            status = os.lstat(place)
        except FileNotFoundError:
            return
        if not stat.S_ISDIR(status.st_mode):
            raise OSError(errno.ENOTDIR, f"{place.name!r} is {_kind(status)}, expected a folder", str(place))


def _check_regular(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, f"it is {_kind(status)}, expected a regular file", str(path))


def _kind(status: os.stat_result) -> str:
    return _KINDS.get(stat.S_IFMT(status.st_mode), "a regular file")
