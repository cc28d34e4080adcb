"""What a policy may import. It is loaded before the policy's process is locked; nothing can be loaded later."""

from __future__ import annotations

import re

STANDARD = """
__future__ abc array bisect cmath collections collections.abc contextlib copy dataclasses datetime decimal enum fractions functools
heapq inspect itertools json logging math numbers operator pprint queue random re statistics string struct textwrap time traceback
types typing warnings weakref
"""
NUMPY = """
numpy numpy.linalg numpy.random numpy.fft numpy.polynomial numpy.ma numpy.typing numpy.lib.stride_tricks
"""
SCIPY = """
scipy scipy.linalg scipy.special scipy.spatial scipy.spatial.transform scipy.optimize scipy.interpolate scipy.integrate scipy.signal
"""
_SCIPY = re.compile(r"\bscipy\b")


def needed(source: str) -> tuple[str, ...]:
    """What has to be loaded for a text. It is searched for a word, and never parsed here."""
    names = STANDARD + NUMPY + (SCIPY if _SCIPY.search(source) else "")
    return tuple(names.split())
