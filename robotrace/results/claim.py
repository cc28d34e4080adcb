"""Who writes a run: the process that holds the lock on its events, until it ends, however it ends."""

from __future__ import annotations

import errno
import os
import time

from robotrace.results import files
from robotrace.results.folder import RunFolder

NO_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS}
"""What some network file systems answer; two trainers on such a one have to look out for themselves."""
TRIES, PAUSE = 5, 0.02
"""How often a writer asks, seconds apart: somebody who looks whether a run is written holds its lock for a moment."""


def claim(descriptor: int) -> None:
    """Be the only one who writes to an open file.

    Raises:
        BlockingIOError: Another process writes it.
        OSError: It cannot be locked, on a file system that knows locks.
    """
    if os.name != "posix":
        return
    import fcntl

    for attempt in range(TRIES):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if attempt == TRIES - 1:
                raise
            time.sleep(PAUSE)
        except OSError as error:
            if error.errno not in NO_LOCKS:
                raise
            return
        else:
            return


def is_written(folder: RunFolder) -> bool | None:
    """Whether a process has claimed a run; None where that cannot be known.

    Raises:
        OSError: The run has no events that can be opened.
    """
    if os.name != "posix":
        return None
    import fcntl

    descriptor = files.opened(folder.events, os.O_RDONLY, within=folder.path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return None
    finally:
        os.close(descriptor)
    return False
