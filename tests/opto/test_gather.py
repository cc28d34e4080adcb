import math

import numpy as np
import pytest

import robotrace as rt
from robotrace.episodes.controller import load
from robotrace.errors import ProgramError
from robotrace.opto.gather import gather
from robotrace.plugins import module_of

NEAR = 0.02
POINTS = {"home": [0.0, 0.6, 0.2]}
SIMULATOR = object()
gain = rt.node(10.0, trainable=True, name="gain", bounds=(0.0, 50.0))
odd = rt.node(3, trainable=True, name="odd", check=lambda x: x % 2 == 1)


def distance(a, b):
    return float(np.linalg.norm(a - b)) + math.pi * 0


@rt.bundle(trainable=True)
def aim(hand, goal):
    """Where to go."""
    return goal if distance(hand, goal) > NEAR else POINTS["home"]


def controller(observation):
    x, y, z = aim(observation["hand_pos"], observation["goal_pos"])
    return [x, y, z, 0.0]


@rt.bundle(trainable=True)
def tuned(observation):
    return [gain, 0, 0, 0]


def checked(observation):
    return [odd]


def unwritable(observation):
    return SIMULATOR


def test_a_live_controller_becomes_one_text_with_all_that_it_needs():
    assert gather(controller).text == (
        "import robotrace as rt\nimport numpy as np\nimport math\n\n"
        "NEAR = 0.02\nPOINTS = {'home': [0.0, 0.6, 0.2]}\n\n\n"
        "def distance(a, b):\n    return float(np.linalg.norm(a - b)) + math.pi * 0\n\n\n"
        "@rt.bundle(trainable=True)\ndef aim(hand, goal):\n"
        '    """Where to go."""\n'
        '    return goal if distance(hand, goal) > NEAR else POINTS["home"]\n\n\n'
        "def controller(observation):\n"
        '    x, y, z = aim(observation["hand_pos"], observation["goal_pos"])\n    return [x, y, z, 0.0]\n'
    )


def test_its_parameters_are_found():
    assert [(v.name, v.kind) for v in gather(tuned).variables] == [("gain", "number"), ("tuned", "code")]


def test_a_literal_keeps_its_bounds():
    assert "gain = rt.node(10.0, trainable=True, name='gain', bounds=(0.0, 50.0))\n" in gather(tuned).text


def test_a_literal_with_a_check_of_its_own_needs_a_file():
    with pytest.raises(ProgramError, match="'odd' holds what cannot be written"):
        gather(checked)


def test_the_text_runs_on_its_own():
    namespace = {}
    exec(gather(controller).bare({}), namespace)
    seen = {"hand_pos": np.zeros(3), "goal_pos": np.array([1.0, 2.0, 3.0])}
    assert namespace["controller"](seen) == [1.0, 2.0, 3.0, 0.0]


def test_what_cannot_be_written_down_is_asked_for_by_name():
    with pytest.raises(ProgramError, match=r"unwritable uses 'SIMULATOR', an object from outside"):
        gather(unwritable)


@rt.bundle(
    trainable=True,
    description="""
def of what?
""",
)
def described(observation):
    return [1, 0, 0, 0]


def test_decorators_of_many_lines_are_kept():
    assert gather(described).text == (
        "import robotrace as rt\n\n\n"
        '@rt.bundle(\n    trainable=True,\n    description="""\ndef of what?\n""",\n)\n'
        "def described(observation):\n    return [1, 0, 0, 0]\n\n\ncontroller = described\n"
    )


def test_something_that_is_no_function_is_refused():
    with pytest.raises(ProgramError, match="found int"):
        gather(3)


class Part(rt.Module):
    def __init__(self):
        self.offset = rt.node(0.5, trainable=True, name="offset", bounds=(0.0, 1.0))


class Whole(rt.Module):
    """Adds."""

    def __init__(self, gains, default=NEAR):
        self.gains, self.part, self.near = gains, Part(), default

    @rt.bundle(trainable=True)
    def add(self, x, by: float = NEAR):
        """The sum."""
        return x + self.part.offset + by

    def __call__(self, observation):
        return [self.add(observation["x"]), math.pi, self.gains[0]]


def test_an_object_becomes_its_classes_and_its_state():
    program = gather(Whole([3.0]))
    assert program.text.endswith(
        "controller_part = Part.__new__(Part)\n"
        "controller_part.offset = rt.node(0.5, trainable=True, name='offset', bounds=(0.0, 1.0))\n\n\n"
        "controller = Whole.__new__(Whole)\n"
        "controller.gains = [3.0]\ncontroller.part = controller_part\ncontroller.near = 0.02\n"
    )
    assert [variable.name for variable in program.variables] == ["Whole.add", "offset"]
    assert load(program.text).act({"x": 1.0})[0].data == 1.52


def test_a_method_is_a_program_of_its_object():
    program = gather(Whole([3.0]).add)
    assert program.text.endswith("controller = whole_.add\n")
    assert [variable.name for variable in program.variables] == ["Whole.add", "offset"]


def test_what_an_object_holds_beside_plain_values_is_asked_for_by_name():
    whole = Whole([3.0])
    whole.client = SIMULATOR
    said = r"Whole\.client is an object, which cannot be written down: .* it may stay where it is\.$"
    with pytest.raises(ProgramError, match=said):
        gather(whole)


def test_a_lambda_is_no_text():
    with pytest.raises(
        ProgramError, match=r"A lambda cannot be made one text: write it as a function, with def and a name"
    ):
        gather(lambda observation: [0.0])


def test_annotations_that_a_file_postpones_stay_so(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(
        "from __future__ import annotations\n\nimport robotrace as rt\n\nRows = list[int]\n\n\n"
        "@rt.bundle(trainable=True)\ndef controller(observation: Rows) -> Unknown:\n    return [1.0]\n"
    )
    module = module_of(path, kind="controller")
    text = gather(module.controller).text
    assert text.startswith("from __future__ import annotations\nimport robotrace as rt\n\n\n@rt.bundle")
    assert load(text).act([1]).data == [1.0]
