"""Which lines returned: from what an episode knows, or by asking its controller again."""

import pytest
from toy import PointTask

from robotrace.episodes.attempt import attempt
from robotrace.opto import Case
from robotrace.playback.lines import lines_of
from robotrace.sandbox import Sandbox

PLAIN = """# a comment
import numpy as np


def controller(observation):
    x, y, z = observation["hand_pos"]
    if x > 0.15:
        return [-1.0, 0.0, 0.0, 0.0]
    return [1.0, 0.0, 0.0, 0.0]
"""
MARKED = PLAIN.replace("import numpy as np\n", "import robotrace as rt\n").replace(
    "def ", "@rt.bundle(trainable=True)\ndef "
)
CLOCK = PLAIN.replace("0.0, 0.0, 0.0]\n", "0.0, 0.0, __import__('time').perf_counter() % 1]\n")


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as made:
        yield made


def seen(text, sandbox):
    episode = attempt(text, PointTask(), Case("train", 0), sandbox=sandbox, traced=False)
    return episode, lines_of(episode, text, sandbox=sandbox)


@pytest.mark.parametrize(("text", "shift"), [(PLAIN, 0), (MARKED, 1)], ids=["plain", "marked"])
def test_lines_are_those_of_the_file(text, shift, sandbox):
    _, lines = seen(text, sandbox)
    assert [line - shift for line in lines.entry] == [9, 9, 8, 9, 8, 9, 8, 9]
    assert lines.counts == {9 + shift: 5, 8 + shift: 3}
    assert lines.code(lines.entry[2]) == "return [-1.0, 0.0, 0.0, 0.0]"
    assert (lines.code(None), lines.code(99)) == ("", "")


def test_what_answers_otherwise_the_second_time_has_no_lines(sandbox):
    _, lines = seen(CLOCK, sandbox)
    assert lines.entry == (None,) * 8


def test_a_controller_that_is_no_function_has_no_lines(sandbox):
    text = "class Arm:\n    def __call__(self, observation):\n        return [0.0] * 4\n\n\ncontroller = Arm()\n"
    _, lines = seen(text, sandbox)
    assert (lines.entry, lines.counts) == ((None,) * 8, {})
