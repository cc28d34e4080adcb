"""What a policy may import. It is loaded before the policy's process is locked; nothing can be loaded later."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

STANDARD = """
__future__ abc array bisect calendar cmath collections collections.abc contextlib copy dataclasses datetime decimal enum fractions
functools graphlib heapq inspect itertools json logging math numbers operator pprint queue random re statistics string struct
textwrap time traceback types typing unicodedata warnings weakref
"""
NUMPY = """
numpy numpy.char numpy.fft numpy.lib.stride_tricks numpy.linalg numpy.ma numpy.polynomial numpy.random numpy.rec numpy.typing
"""
LATE = """
_strptime encodings.ascii encodings.base64_codec encodings.cp1252 encodings.hex_codec encodings.idna encodings.iso8859_15
encodings.latin_1 encodings.punycode encodings.raw_unicode_escape encodings.rot_13 encodings.unicode_escape encodings.utf_16
encodings.utf_16_be encodings.utf_16_le encodings.utf_32 encodings.utf_32_be encodings.utf_32_le encodings.utf_8_sig tracemalloc
"""
"""What Python imports by itself in the midst of honest code; for an identifier that is not ASCII, `unicodedata` as well."""
GROUPS = {
    "scipy": """
scipy scipy.constants scipy.fft scipy.integrate scipy.interpolate scipy.linalg scipy.ndimage scipy.optimize scipy.signal
scipy.sparse scipy.spatial scipy.spatial.transform scipy.special scipy.stats multiprocessing multiprocessing.pool
"""
}
"""Loaded only where they are asked for, since it takes seconds."""


def needed(needs: Sequence[str] = ()) -> tuple[str, ...]:
    """What has to be loaded.

    Args:
        needs: The names of module groups beyond numpy and the standard library.
    """
    return tuple((STANDARD + NUMPY + LATE + "".join(GROUPS[name] for name in needs)).split())


def has(module: str) -> bool:
    """Whether a policy can import a module without asking for more than its text says."""
    listed = (STANDARD + NUMPY + LATE + "".join(GROUPS.values())).split()
    return module.partition(".")[0] == "robotrace" or module in listed or module in sys.builtin_module_names


def mentioned(text: str) -> tuple[str, ...]:
    """The groups that a program's text names. It is searched for words, and never parsed here."""
    return tuple(name for name in GROUPS if re.search(rf"\b{name}\b", text))
