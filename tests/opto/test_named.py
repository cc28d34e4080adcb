"""Named values."""

import copy

import pytest

from robotrace.errors import UnknownNameError
from robotrace.opto.named import Observation


def test_a_copy_holds_the_same_and_is_its_own():
    seen = Observation(hand_pos=[0.1])
    copied = copy.copy(seen)
    seen["puck_pos"] = [0.2]
    assert copied == {"hand_pos": [0.1]}
    assert copied["hand_pos"] is seen["hand_pos"]
    with pytest.raises(UnknownNameError, match="hand_pos"):
        copied["hand_po"]
