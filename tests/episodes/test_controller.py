import pytest

import robotrace as rt
from robotrace.episodes.controller import load
from robotrace.errors import ProgramError

TEXT = """import robotrace as rt

gain = rt.node(2.0, trainable=True, name="gain")


@rt.bundle(trainable=True)
def controller(observation):
    return [gain.data * observation, 0.0]
"""


def test_a_text_becomes_a_function_with_its_parameters():
    loaded = load(TEXT)
    assert sorted(parameter.name for parameter in loaded.parameters) == ["controller", "gain"]
    with rt.no_trace():
        assert loaded.act(3.0) == [6.0, 0.0]


def test_two_loads_share_nothing():
    first, second = load(TEXT), load(TEXT)
    next(p for p in first.parameters if p.name == "gain").set(5.0)
    with rt.no_trace():
        assert second.act(1.0) == [2.0, 0.0]


def test_a_controller_may_keep_a_memory_for_as_long_as_it_is_loaded():
    text = "def controller(o, memory):\n    memory['n'] = memory.get('n', 0) + 1\n    return memory['n']\n"
    first = load(text)
    assert [first.act(None), first.act(None), load(text).act(None)] == [1, 2, 1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def controller(o:\n    pass\n", "line 1: SyntaxError"),
        (
            "import os\nx = 1 / 0\ndef controller(o):\n    pass\n",
            "line 2: ZeroDivisionError: division by zero: x = 1 / 0",
        ),
        ("raise SystemExit(3)\n", "line 1: SystemExit: 3"),
        ("x = 1\n", "defines no function 'controller'"),
        ("import nowhere_to_be_found\n", "line 1: ModuleNotFoundError"),
    ],
)
def test_a_text_that_cannot_be_loaded_names_its_line(text, words):
    with pytest.raises(ProgramError) as refused:
        load(text)
    assert words in str(refused.value)
