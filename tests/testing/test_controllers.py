"""check_controller: no mistake is missed, and nobody is accused who made none."""

import pytest
from toy import PointTask

from robotrace.testing import CheckError, check_controller, examine_controller

pytestmark = pytest.mark.slow  # each starts sandboxes
MISTAKEN = {
    "another field": (
        "def controller(seen):\n    return [*seen['hand_pso'], 0.0]\n",
        "'hand_pso' in line 2",
        "Unknown field 'hand_pso'. Did you mean hand_pos, goal_pos?",
    ),
    "another size": (
        "def controller(seen):\n    return [0.0, 0.0]\n",
        "invalid action at t=0, goal 0: ",
        "Mend that line.",
    ),
    "no number": ("def controller(seen):\n    return [float('nan')] * 4\n", "invalid action at t=0", "Mend that line."),
    "raises": (
        "def controller(seen):\n    return 1 / 0\n",
        "exception at t=0, goal 0: line 2: Zero",
        "Mend that line.",
    ),
    "cannot be loaded": ("import nowhere\n\n\ndef controller(seen):\n    return [0] * 4\n", "exception at t=0", "Mend"),
    "by the clock": (
        "import time\n\n\ndef controller(seen):\n    return [time.perf_counter() % 1] * 4\n",
        "Not reproducible: asked again",
        "Depend on the observation and on `memory` alone.",
    ),
    "another name": ("def act(seen):\n    return [0] * 4\n", "", "Put all that it needs into one file."),
}


@pytest.mark.parametrize(("text", "found", "remedy"), MISTAKEN.values(), ids=MISTAKEN)
def test_a_mistake_is_found(tmp_path, text, found, remedy):
    file = tmp_path / "mine.py"
    file.write_text(text)
    report = examine_controller(str(file), PointTask())
    assert [one for one in report.mistakes if found in one.found and one.remedy.startswith(remedy)], report


def test_a_controller_without_a_mistake_has_none():
    report = examine_controller("reach", PointTask())
    assert report.mistakes == ()
    assert report.checked == (
        "that it is one text",
        "episodes on training goals 0 to 2 of toy/point",
        "the same actions for the same observations",
    )
    assert report.notes[0].endswith("solved 3 of 3 goals.")


def test_a_live_function_is_looked_at_too():
    def controller(seen):
        return [9.0, 9.0, 9.0, 9.0]

    report = examine_controller(controller, PointTask(), trust=True)
    assert report.mistakes == ()
    assert report.notes[1] == "100% of the actions were clipped to the task's bounds."
    with pytest.raises(
        CheckError, match=r"The controller <lambda> has 1 mistake\.\n<lambda>: source: .*A lambda cannot be made one"
    ):
        check_controller(lambda seen: [0.0], PointTask(), trust=True)
