"""What a listing says of Gymnasium's environments; Gymnasium itself is imported only where its registry is asked."""

from __future__ import annotations

import re
from importlib.util import find_spec

from robotrace.episodes.families import Listing
from robotrace.episodes.task import Level

FAMILY = "gymnasium"
NAMES: tuple[str, ...] = ()
"""None that is known without asking Gymnasium; see `further`."""
LEVELS: tuple[Level, ...] = ("score", "facts")
_ID = re.compile(r"(?:[\w.]+:)?(?:[\w.-]+/)?[\w.-]+?-v\d+")


def claims(name: str) -> bool:
    """Whether a name that is not listed is of this family: `gymnasium/<id>`, `module:<id>`, or an id that is registered."""
    if name.startswith(f"{FAMILY}/"):
        return "@" not in name  # which no id has: that is a shifted one
    if not _ID.fullmatch(name):
        return False
    if ":" in name:
        return True
    from .names import is_known

    return is_known(name)


def further() -> tuple[str, ...]:
    """The newest version of each environment that can be made here; Gymnasium is imported for that, no simulator."""
    if find_spec("gymnasium") is None:
        return ()
    from .names import usable

    return usable()


def listed(name: str) -> Listing:
    """What a listing says of a registered environment, which is not made for that."""
    from .names import horizon_of, known_of

    known = known_of(name, {})
    about = known.about if known else "An environment that is registered with Gymnasium."
    return Listing(f"{FAMILY}/{name}", about, horizon_of(name, known), LEVELS)
