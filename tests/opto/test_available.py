from __future__ import annotations

from robotrace.opto.program import Program

TEXT = '''
import math

import robotrace as rt

SCALE = 2.5
OTHER = 1
RATES = {"a": "sk-123", "b": 2}


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
        self.key = "sk-123"
        self.client = Client("sk-123", port=1)
        self.gain = rt.node(1.0, trainable=True, name="gain")

    @rt.bundle(trainable=True)
    def act(self, observation):
        """Use clamp, RATES and self._seen."""
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


def act_of(text):
    return next(it for it in Program.parse(text).variables if it.name == "Arm.act")


def test_a_method_of_a_file_is_told_of_its_object_and_of_the_names_that_its_text_mentions():
    act = act_of(TEXT)
    assert act.available == (
        "self.reach: any",
        "self.speed: any",
        "self._seen: list of 0",
        "self.key: str",
        "self.client: Client(...)",
        "self.gain: the variable gain",
        "self.tool(name): A tool by its name.",
        "self.zero(n)",
        "SCALE: float, 2.5",
        "RATES: dict with the keys 'a', 'b'",
        "clamp(x, low=0.0): At least low.",
    )


def test_an_object_whose_state_the_file_sets_has_that():
    made = TEXT.replace("Arm()", "Arm.__new__(Arm)")
    act = act_of(f"{made}controller.speed = 3\ncontroller.client = live\n")
    assert {"self.speed: int, 3", "self.client: live"} <= set(act.available)


def test_a_literal_has_nothing_to_use():
    text = "import robotrace as rt\ngain = rt.node(1.0, trainable=True, name='gain')\ndef controller(o):\n    return gain\n"
    assert [variable.available for variable in Program.parse(text).variables] == [()]
