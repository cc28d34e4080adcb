import numpy as np
import pytest

from robotrace.errors import (
    PolicyCrash,
    PolicyError,
    PolicyInvalidAction,
    PolicyProtocolError,
    PolicyTimeout,
    SandboxUnavailable,
)
from robotrace.trace import Graph

REACH = """
import robotrace as rt
from robotrace import bundle

gain = rt.node(2.0, name="gain", trainable=True, bounds=(0, 5))

@bundle(trainable=True)
def move(hand, gain):
    if hand[0] > 5:
        return [0.0, 0.0, 0.0]
    return hand * gain

def controller(observation):
    print("called")
    return move(observation["hand"], gain)
"""
OBSERVATION = {"hand": np.array([1.0, 2.0, 3.0]), "grid": np.arange(6.0).reshape(2, 3), "open": np.array(0.5)}


def act(sandbox, source, **options):
    with sandbox.load(source, **options) as policy:
        return policy.act(OBSERVATION)


def test_a_policy_answers_with_an_action(sandbox):
    action = act(sandbox, REACH)
    assert action.tolist() == [2.0, 4.0, 6.0]
    assert action.dtype == np.float64
    action[0] = 0.0  # it is the caller's own


def test_a_policy_gets_every_field_in_its_shape(sandbox):
    source = "def controller(o): return [o['grid'].shape[1], o['grid'][1, 2], o['open'].ndim, len(o)]"
    assert act(sandbox, source).tolist() == [3.0, 5.0, 0.0, 3.0]


def test_the_fields_may_change_between_calls(sandbox):
    with sandbox.load("def controller(o): return [len(o), o['hand'].size]") as policy:
        assert policy.act({"hand": np.zeros(3)}).tolist() == [1.0, 3.0]
        assert policy.act({"hand": np.zeros(4), "goal": np.zeros(3)}).tolist() == [2.0, 4.0]


def test_what_a_policy_does_to_its_observation_stays_with_it(sandbox):
    observation = {"hand": np.ones(3)}
    with sandbox.load("def controller(o):\n    o['hand'] += 1\n    return o['hand']") as policy:
        assert policy.act(observation).tolist() == policy.act(observation).tolist() == [2.0, 2.0, 2.0]
    assert observation["hand"].tolist() == [1.0, 1.0, 1.0]


def test_memory_lives_as_long_as_the_policy(sandbox):
    source = "def controller(observation, memory):\n    memory['n'] = memory.get('n', 0) + 1\n    return [memory['n']]"
    with sandbox.load(source) as policy:
        assert [policy.act(OBSERVATION)[0] for _ in range(3)] == [1.0, 2.0, 3.0]
    assert act(sandbox, source)[0] == 1.0


def test_an_action_that_is_not_finite_comes_back_as_it_is(sandbox):
    assert np.isnan(act(sandbox, "def controller(o): return [float('nan'), 1.0]")[0])


def test_its_parameters_are_told(sandbox):
    with sandbox.load(REACH) as policy:
        gain, move = policy.parameters
    assert gain == {
        "name": "gain",
        "kind": "number",
        "value": 2.0,
        "constraint": "from 0 to 5",
        "description": "",
        "bounds": (0, 5),
        "choices": None,
    }
    assert (move["name"], move["kind"]) == ("move", "code")
    assert move["value"].startswith("def move(hand, gain):\n")


def test_an_action_comes_with_the_lines_that_it_came_from(sandbox):
    with sandbox.load(REACH) as policy:
        assert policy.lines == {}
        policy.act(OBSERVATION)
        assert policy.lines == {"move": 4}
        policy.act({**OBSERVATION, "hand": np.array([6.0, 0.0, 0.0])})
        assert policy.lines == {"move": 3}


def test_a_function_that_was_not_called_has_no_line(sandbox):
    source = REACH + "    return None\n\ndef controller(o): return [1.0]"
    with sandbox.load(source) as policy:
        assert policy.act(OBSERVATION).tolist() == [1.0]
        assert policy.lines == {"move": None}


def test_actions_that_are_replayed_come_with_their_records(sandbox):
    far = {**OBSERVATION, "hand": np.array([6.0, 0.0, 0.0])}
    with sandbox.load(REACH) as policy:
        replay = policy.replay([OBSERVATION, far])
    graph = Graph.from_records(replay.records)
    assert [record.name for record in graph.parameters] == ["gain", "move"]
    first, second = (graph.records[place] for place in replay.outputs)
    assert (first.operation, first.line, first.output.tolist()) == ("move", 4, [2.0, 4.0, 6.0])
    assert (second.operation, second.line, second.output) == ("move", 3, [0.0, 0.0, 0.0])
    observations = [record for record in graph.records if record.name == "observation"]
    assert [(record.kind, record.output, record.note) for record in observations] == [
        ("input", None, {"row": 0}),
        ("input", None, {"row": 1}),
    ]


def test_a_replay_ends_with_the_call_that_fails(sandbox):
    source = REACH.replace("hand * gain", "hand / nothing")
    with sandbox.load(source) as policy:
        replay = policy.replay([{**OBSERVATION, "hand": np.full(3, 9.0)}, OBSERVATION, OBSERVATION])
    assert len(replay.outputs) == 2
    failed = Graph.from_records(replay.records).records[replay.outputs[1]]
    assert (failed.operation, failed.line) == ("move", 4)
    assert "name 'nothing' is not defined" in failed.error


def test_a_replay_of_nothing_is_empty(sandbox):
    with sandbox.load(REACH) as policy:
        assert policy.replay([]).records == []


def test_what_it_prints_is_kept_and_escaped(sandbox):
    with sandbox.load("print('\\x1b[2J')\n" + REACH) as policy:
        policy.act(OBSERVATION)
        assert policy.log() == "\\x1b[2J\ncalled\n"


def test_what_it_prints_is_bounded(sandbox):
    with sandbox.load("print('a' * 10**6)\n" + REACH) as policy:
        assert policy.log() == "a" * 20_000 + "\n[980001 more characters]"


def test_an_exception_names_its_line_and_the_policy_lives_on(sandbox):
    with sandbox.load("def controller(o):\n    return 1 / o['hand'][0].item() * 0 + [1.0]") as policy:
        with pytest.raises(PolicyError, match=r"^line 2: ZeroDivisionError: .*: return 1 / o") as caught:
            policy.act({"hand": np.zeros(3)})
        assert caught.value.line == 2
        assert "robotrace/" not in caught.value.traceback
        with pytest.raises(PolicyError, match="TypeError"):
            policy.act({"hand": np.ones(3)})


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def controller(o:", "line 1: SyntaxError"),
        ("\nx = 1 / 0", "line 2: ZeroDivisionError"),
        ("x = 1", "defines no function 'controller'"),
        ("import pandas", "'pandas' cannot be imported by a policy"),
        ("raise SystemExit(0)", "line 1: SystemExit: 0"),
        ("x = '\0'", "null"),
    ],
)
def test_a_text_that_cannot_be_loaded(sandbox, source, words):
    with pytest.raises(PolicyError, match=words) as caught:
        sandbox.load(source)
    assert caught.value.stage == "load"


def test_an_endless_loop_is_stopped_and_its_line_named(sandbox):
    with sandbox.load("def controller(o):\n    i = 0\n    while True:\n        i += 1") as policy:
        with pytest.raises(PolicyTimeout, match=r"act took longer than 0.5 s \(line [34]\)"):
            policy.act(OBSERVATION)
        with pytest.raises(PolicyTimeout):
            policy.act(OBSERVATION)


def test_a_loop_while_loading_is_stopped(sandbox):
    with pytest.raises(PolicyTimeout, match=r"load took longer than 2 s \(line 1\)"):
        sandbox.load("while True: pass")


def test_a_crash_is_told_with_its_line(sandbox):
    with pytest.raises(PolicyCrash, match=r"was killed by SIGSEGV during act \(line 3\)"):
        act(sandbox, "import ctypes\ndef controller(o):\n    return ctypes.string_at(0)")


def test_an_exit_is_told(sandbox):
    with pytest.raises(PolicyCrash, match="exited with status 7"):
        act(sandbox, "import os\ndef controller(o): os._exit(7)")


@pytest.mark.parametrize("returned", ["None", "'abcd'", "[[1.0]]", "1j", "(x for x in [1])"])
def test_what_is_no_vector_of_numbers_is_no_action(sandbox, returned):
    with pytest.raises(PolicyInvalidAction, match="An action is a vector of numbers"):
        act(sandbox, f"def controller(o): return {returned}")


def test_an_action_of_the_wrong_length_is_refused(sandbox):
    with pytest.raises(PolicyInvalidAction, match="An action has 4 numbers, found 3"):
        act(sandbox, REACH, action_size=4)


def test_a_forged_message_ends_the_process(sandbox):
    with pytest.raises(PolicyProtocolError, match="sent what no policy sends"):
        act(sandbox, "import os\ndef controller(o):\n    os.write(3, b'x' * 64)\n    return [0.0]")


def test_a_closed_policy_says_so(sandbox):
    policy = sandbox.load(REACH)
    policy.close()
    policy.close()
    with pytest.raises(SandboxUnavailable, match="closed"):
        policy.act(OBSERVATION)


def test_nothing_random_differs_between_processes(sandbox):
    source = "import random\nimport numpy as np\ndef controller(o): return [random.random(), np.random.rand(), hash('a') % 97]"
    assert act(sandbox, source).tobytes() == act(sandbox, source).tobytes()


def test_scipy_can_be_imported(sandbox):
    pytest.importorskip("scipy")
    source = "from scipy.spatial.transform import Rotation\ndef controller(o): return Rotation.identity().as_quat()"
    assert act(sandbox, source).tolist() == [0.0, 0.0, 0.0, 1.0]


def test_an_action_is_asked_for_and_waited_for_apart(sandbox):
    with sandbox.load(REACH) as policy:
        policy.post(OBSERVATION)
        assert policy.action().tolist() == [2.0, 4.0, 6.0]
        assert policy.lines == {"move": 4}


def test_answers_of_a_process_that_nobody_waits_for_are_its_own(sandbox):
    source = "def controller(o): return o['hand'] + {}"
    with sandbox.load(source.format(1)) as first, sandbox.load(source.format(2)) as second:
        for policy in (first, second):
            policy.post(OBSERVATION)
        assert second.action().tolist() == [3.0, 4.0, 5.0]
        assert first.action().tolist() == [2.0, 3.0, 4.0]


def test_an_action_that_nobody_asked_for_yet_ends_the_process(sandbox):
    source = (
        "import os, struct\ndef controller(o):\n"
        "    os.write(3, struct.pack('<IIQ3d', 22, 1, 24, 9, 9, 9))\n    return o['hand']"
    )
    with sandbox.load(source) as policy:
        policy.post(OBSERVATION)
        with pytest.raises(PolicyProtocolError, match="sent what no policy sends during act"):
            policy.action()
