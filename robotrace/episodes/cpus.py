"""How many CPUs there are for this process."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

BUSY = 3
"""CPUs that two lanes keep busy: this process's, and one for each controller."""


def cores(root: Path = Path("/")) -> int:
    """How many CPUs this process may use: those that it may run on, and no more than its control group pays for.

    Args:
        root: The root of the file system.
    """
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    paid = quota(root)
    return allowed if paid is None else max(1, min(allowed, int(paid)))


def places(workers: int) -> tuple[int, ...]:
    """A CPU for each of so many workers to stay on, where that leaves none of them without one; else none.

    A worker and its sandbox take turns, so they answer each other sooner on one CPU. With fewer workers than CPUs the system is
    left to choose: another program's workers may have chosen the same ones.
    """
    if not hasattr(os, "sched_getaffinity"):
        return ()
    usable = sorted(os.sched_getaffinity(0))
    return tuple(usable) if workers == len(usable) else ()


def others(root: Path = Path("/")) -> frozenset[int]:
    """The CPUs of this process beside the one that this thread is on at the moment.

    None where nobody can be placed, and where the control group pays for fewer than two lanes keep busy.

    Args:
        root: The root of the file system.
    """
    if not hasattr(os, "sched_getaffinity"):
        return frozenset()
    usable, here = os.sched_getaffinity(0), current()
    return frozenset(usable - {here}) if here in usable and cores(root) >= min(len(usable), BUSY) else frozenset()


def current() -> int:
    """The CPU that this thread is on; it may be on another one when this returns."""
    return int(ctypes.CDLL(None).sched_getcpu())


def quota(root: Path = Path("/")) -> float | None:
    """CPUs' worth of time that the control group of this process gets, of version 2 or 1; None where there is no limit.

    Args:
        root: The root of the file system.
    """
    groups = root / "sys/fs/cgroup"
    try:
        own = (root / "proc/self/cgroup").read_text().splitlines()
    except OSError:
        return None
    paths = [line.split(":", 2)[2].lstrip("/") for line in own if line.count(":") >= 2]
    found = [_share(groups / path, groups) for path in dict.fromkeys(paths)]
    return min((share for share in found if share is not None), default=None)


def _share(group: Path, top: Path) -> float | None:
    """The least share of a group and of those that it is part of."""
    shares = []
    for folder in (group, *group.parents):
        shares += [share for share in (_version2(folder), _version1(top / "cpu" / folder.relative_to(top))) if share]
        if folder == top:
            break
    return min(shares, default=None)


def _version2(folder: Path) -> float | None:
    words = _words(folder / "cpu.max")
    return float(words[0]) / float(words[1]) if len(words) == 2 and words[0] != "max" else None


def _version1(folder: Path) -> float | None:
    time, period = _words(folder / "cpu.cfs_quota_us"), _words(folder / "cpu.cfs_period_us")
    return float(time[0]) / float(period[0]) if time and period and float(time[0]) > 0 else None


def _words(file: Path) -> list[str]:
    try:
        return file.read_text().split()
    except OSError:
        return []
