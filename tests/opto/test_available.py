from __future__ import annotations

from robotrace.opto.program import Program

TEXT = '''
import math

import robotrace as rt

SCALE = 2.5
OTHER = 1


def clamp(x, low=0.0):
    """At least low.

    More of it.
    """
    return max(x, low)


def unrelated(x):
    return x


class Arm(rt.Module):
    def __init__(self, reach=1.0):
        self.reach, self._home = reach, (0, 0)
        self.speed = 2 * reach
        self._seen: list = []

    @rt.bundle(trainable=True)
    def act(self, observation):
        """Use clamp and self._seen."""
        return [SCALE]

    def tool(self, name):
        """A tool by its name."""
        return name

    @staticmethod
    def zero(n):
        return [0] * n

    def __call__(self, observation):
        return self.act(observation)


controller = Arm()
'''


def test_a_method_of_a_file_is_told_of_its_object_and_of_the_names_that_its_text_mentions():
    (act,) = Program.parse(TEXT).variables
    assert act.available == (
        "self.reach",
        "self.speed = 2 * reach",
        "self._seen = []",
        "self.tool(name): A tool by its name.",
        "self.zero(n)",
        "SCALE = 2.5",
        "clamp(x, low=0.0): At least low.",
    )


def test_a_literal_has_nothing_to_use():
    text = "import robotrace as rt\ngain = rt.node(1.0, trainable=True, name='gain')\ndef controller(o):\n    return gain\n"
    assert [variable.available for variable in Program.parse(text).variables] == [()]
