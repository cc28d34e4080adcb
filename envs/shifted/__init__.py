"""Any task on an uncalibrated robot: `shifted/<task>@<seed>`, and the suite SHIFT10, `shifted/<task>@SHIFT10`.

No text reveals what is different: a policy has to find it out from what the robot does. Reward, success and goals stay
those of the task itself.
"""

from .actions import DeadZone, Delayed, Gain, Mirrored, Offset, Reversed, Rotated, Scaled
from .family import NAMES, claims, make, shifted
from .sensors import Biased, Renamed
from .shift import Shift
from .suite import SHIFT10, SUITES
from .task import FAMILY, Shifted

__all__ = [
    "FAMILY",
    "NAMES",
    "SHIFT10",
    "SUITES",
    "Biased",
    "DeadZone",
    "Delayed",
    "Gain",
    "Mirrored",
    "Offset",
    "Renamed",
    "Reversed",
    "Rotated",
    "Scaled",
    "Shift",
    "Shifted",
    "claims",
    "make",
    "shifted",
]
