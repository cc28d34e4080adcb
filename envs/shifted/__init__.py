"""Any task on an uncalibrated robot: `shifted/<task>@<seed>`, and the suite SHIFT10, `shifted/<task>@SHIFT10`.

The task may be of any family: `shifted/push-v3@7` is Meta-World's, `shifted/HalfCheetah-v5@7` Gymnasium's.

No text reveals what is different: a policy has to find it out from what the robot does. Reward, success and goals stay
those of the task itself.
"""

from typing import TYPE_CHECKING

from robotrace.lazy import lazily

if TYPE_CHECKING:
    from .actions import DeadZone, Delayed, Gain, Mirrored, Offset, Reversed, Rotated, Scaled
    from .family import SHIFT10, make, shifted
    from .listing import FAMILY, NAMES, claims, listed
    from .noise import Noise
    from .physics import Friction, Mass
    from .sensors import Biased, Renamed
    from .shift import Shift
    from .suites import SUITES
    from .task import Shifted

__all__ = [
    "FAMILY",
    "NAMES",
    "SHIFT10",
    "SUITES",
    "Biased",
    "DeadZone",
    "Delayed",
    "Friction",
    "Gain",
    "Mass",
    "Mirrored",
    "Noise",
    "Offset",
    "Renamed",
    "Reversed",
    "Rotated",
    "Scaled",
    "Shift",
    "Shifted",
    "claims",
    "listed",
    "make",
    "shifted",
]

__getattr__, __dir__ = lazily(
    __name__,
    {
        ".actions": "DeadZone Delayed Gain Mirrored Offset Reversed Rotated Scaled",
        ".family": "SHIFT10 make shifted",
        ".listing": "FAMILY NAMES claims listed",
        ".noise": "Noise",
        ".physics": "Friction Mass",
        ".sensors": "Biased Renamed",
        ".shift": "Shift",
        ".suites": "SUITES",
        ".task": "Shifted",
    },
)
