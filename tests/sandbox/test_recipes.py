"""What a program's first processes made of its text is handed on: untrusted, read by nobody but processes of that program."""

import base64
import marshal
from contextlib import nullcontext

import numpy as np
import pytest

from robotrace.errors import PolicyCrash, PolicyError, PolicyProtocolError
from robotrace.sandbox import Sandbox
from robotrace.sandbox.recipes import LONGEST, MOST, Recipe, Recipes, Source

OBSERVATION = {"hand": np.array([1.0, 2.0, 3.0])}
HONEST = """import robotrace as rt

gain = rt.node(2.0, name="gain", trainable=True, bounds=(0, 5))


def helper(x):
    return x + 1


@rt.bundle(trainable=True)
def move(hand, gain):
    \"\"\"Where to.\"\"\"
    if hand[0] > 5:
        raise ValueError("too far")
    return helper(hand) * gain


class Grip:
    @rt.bundle(trainable=True)
    def close(self, hand):
        return hand[0]


def controller(observation, memory):
    memory["n"] = memory.get("n", 0) + 1
    return [*move(observation["hand"], gain), Grip().close(observation["hand"]), memory["n"]]
"""
PLANTED = """import os
from robotrace.trace import recipe

made = recipe._RECIPE.get()
value = made.setdefault("planted", {value})


def controller(observation):
    return [value]
"""
FORGED = """import sys
worker = sys.modules["robotrace.sandbox.worker"]
worker.packed = lambda recipe: {forged}


def controller(observation):
    return [1.0]
"""


@pytest.fixture
def fresh():
    with Sandbox() as sandbox:
        yield sandbox


def known(sandbox, text):
    return sandbox._recipes.find(Source(text, "controller"))


def seen(policy):
    """All that a runner is told by a policy of `HONEST`."""
    told = [policy.parameters]
    for _ in range(2):
        told += [policy.act(OBSERVATION).tolist(), policy.lines]
    with pytest.raises(PolicyError) as caught:
        policy.act({"hand": np.array([9.0, 0.0, 0.0])})
    return [*told, str(caught.value), caught.value.line, caught.value.traceback]


def test_a_process_with_a_recipe_tells_nothing_else_than_one_without(fresh):
    told = []
    for _ in range(4):
        with fresh.load(HONEST, spare=False) as policy:
            told.append(seen(policy))
    assert known(fresh, HONEST) is not None
    assert told[1:] == told[:1] * 3
    assert told[0][1:3] == [[4.0, 6.0, 8.0, 1.0, 1.0], {"move": 5}]
    assert told[0][-2] == 4


def test_a_recipe_is_given_from_the_third_process_on(fresh):
    given = []
    for _ in range(3):
        given.append(known(fresh, HONEST) is not None)
        fresh.load(HONEST, spare=False).close()
    assert given == [False, False, True]


def test_traces_are_the_same_with_a_recipe(fresh):
    traces = []
    for _ in range(3):
        with fresh.load(HONEST, spare=False) as policy:
            traces.append(repr(policy.replay([OBSERVATION, OBSERVATION])))
    assert len(traces[0]) > 1000
    assert traces[0] == traces[1] == traces[2]


def test_chance_at_load_never_becomes_a_recipe(fresh):
    text = PLANTED.format(value="os.urandom(6)[0] + 256 * os.urandom(6)[0]")
    actions = set()
    for _ in range(6):
        with fresh.load(text, spare=False) as policy:
            actions.add(policy.act(OBSERVATION)[0])
    assert known(fresh, text) is None
    assert len(actions) > 1  # so that whoever asks twice finds out


def test_a_sandbox_that_remembers_nothing_asks_for_no_recipe_and_gives_none():
    text = PLANTED.format(value="7.0")
    with Sandbox(remember=False) as sandbox:
        for _ in range(4):
            with sandbox.load(text, spare=False) as policy:
                assert policy.recipe.code == ""
                assert policy.act(OBSERVATION).tolist() == [7.0]
        assert known(sandbox, text) is None


@pytest.mark.parametrize(
    ("forged", "failure"),
    [
        ("b'no recipe'", PolicyError),
        ("b''", PolicyError),
        ("__import__('marshal').dumps([1, 2])", PolicyError),
        ("__import__('marshal').dumps({worker.program.filename('x'): None})", None),
        ("b'(' * 500_000", PolicyError),
        (
            "__import__('marshal').dumps({name: (lambda: 0).__code__.replace(co_code=b'\\\\xff' * 64, co_consts=())"
            " for name in [sys._getframe().f_globals['text_name']]})",
            PolicyCrash,
        ),
    ],
    ids=["bytes", "nothing", "list", "unused", "deep", "bytecode"],
)
def test_a_forged_recipe_is_its_own_programs_failure_and_no_one_elses(fresh, forged, failure):
    text = FORGED.format(forged=forged)
    text = text.replace("worker.packed", "text_name = sys._getframe().f_code.co_filename\nworker.packed", 1)
    fresh.load(text, spare=False).close()
    fresh.load(text, spare=False).close()
    assert known(fresh, text) is not None
    expected = nullcontext() if failure is None else pytest.raises(failure)
    with expected as caught, fresh.load(text, spare=False) as policy:
        assert policy.act(OBSERVATION).tolist() == [1.0]
    assert caught is None or caught.value.stage == "load"
    with fresh.load(HONEST, spare=False) as policy:
        assert policy.act(OBSERVATION).tolist() == [4.0, 6.0, 8.0, 1.0, 1.0]


def test_the_runner_reads_nothing_of_a_recipe(fresh, monkeypatch):
    def read(*_):
        raise AssertionError("a recipe was read in the runner")

    monkeypatch.setattr(marshal, "loads", read)
    monkeypatch.setattr(base64, "b64decode", read)
    for _ in range(4):
        fresh.load(HONEST, spare=False).close()
    assert known(fresh, HONEST) is not None


def test_a_recipe_goes_to_no_other_program(fresh):
    for _ in range(3):
        fresh.load(HONEST, spare=False).close()
    assert known(fresh, HONEST) is not None
    assert known(fresh, HONEST + "\n") is None
    assert fresh._recipes.find(Source(HONEST, "move")) is None
    assert fresh._recipes.find(Source(HONEST, "controller", ("scipy",))) is None


def test_an_answer_that_tells_more_than_was_asked_after_a_recipe_ends_the_process(fresh):
    text = (
        "import sys\nworker = sys.modules['robotrace.sandbox.worker']\nfrom robotrace.trace import recipe\n"
        "made = recipe._RECIPE.get()\n"
        "if made.setdefault('first', len(made)) and 'again' in made:\n"
        "    worker.Session._data = lambda self, value, form: (21, b'[1]')\n"
        "worker.packed = lambda recipe: __import__('marshal').dumps({**recipe, 'again': 1})\n"
        "def controller(observation): return [1.0]\n"
    )
    fresh.load(text, spare=False).close()
    fresh.load(text, spare=False).close()
    with pytest.raises(PolicyProtocolError, match="sent what no policy sends during load"):
        fresh.load(text, spare=False)


def test_parameters_that_a_caller_changes_are_its_own(fresh):
    for _ in range(3):
        with fresh.load(HONEST, spare=False) as policy:
            assert [parameter["name"] for parameter in policy.parameters] == ["gain", "move"]
            policy.parameters[0]["name"] = "changed"


def test_two_processes_have_to_say_the_same():
    recipes, program = Recipes(), Source("text", "controller")
    for code in ("a", "b", "a", "b"):
        recipes.hear(program, Recipe([], code))
        assert recipes.find(program) is None
    recipes.hear(program, Recipe([{"name": "x"}], "b"))
    assert recipes.find(program) is None
    recipes.hear(program, Recipe([{"name": "x"}], "b"))
    assert recipes.find(program) == Recipe([{"name": "x"}], "b")


def test_few_recipes_of_bounded_length_are_kept():
    recipes = Recipes()

    def agree(number, code="c"):
        for _ in range(2):
            recipes.hear(Source(str(number), "controller"), Recipe([], code))

    for number in range(MOST):
        agree(number)
    assert recipes.find(Source("0", "controller")) == Recipe([], "c")  # asked for last
    agree(MOST)
    agree("long", "c" * (LONGEST + 1))
    found = [n for n in range(MOST + 1) if recipes.find(Source(str(n), "controller")) is not None]
    assert found == [0, *range(2, MOST + 1)]
    assert recipes.find(Source("long", "controller")) is None
    recipes.clear()
    assert recipes.find(Source("0", "controller")) is None
