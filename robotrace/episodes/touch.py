"""What touched what, in names that a task tells and feedback puts into words."""

from __future__ import annotations

Touch = tuple[str, str]
"""What touches what: `HAND`, `FINGER`, `FINGERS` or a field of role "object"; then such a field, "" for a thing that moves and has
no field, or `FIXED`."""

HAND, FINGER, FINGERS, FIXED = "the hand", "one finger", "both fingers", "something fixed"
