import copy
import json
import math
import pickle

import numpy as np
import pytest

from robotrace.errors import ParameterError
from robotrace.trace import Module, bundle, node
from robotrace.trace.saving import MOST_BYTES


@bundle(trainable=True)
def answer(x):
    """Answer."""
    return x + 1


@bundle(trainable=True, name="other", description="Another name.")
def renamed(x):
    return x


@bundle
def plain(x):
    return x


class Agent(Module):
    def __init__(self):
        self.prompt = node("Greet.", "prompt", trainable=True)
        self.gains = node([1.0, math.inf], "gains", trainable=True)
        self.offset = node(np.zeros(2), "offset", trainable=True)
        self.helper = plain

    @bundle(trainable=True)
    def act(self, x):
        return x

    @classmethod
    @bundle(trainable=True)
    def made(cls, x):
        return x

    @staticmethod
    @bundle(trainable=True)
    def clip(x):
        return x


class Team(Module):
    def __init__(self):
        self.first, self.second = Agent(), Agent()


ACT = "def act(self, x):\n    return -x"


def trained():
    team = Team()
    team.first.prompt.set('Say "hello" \ud83d in Δ.')
    team.first.act.parameter.set(ACT)
    team.second.offset.set(np.array([1.0, 2.0]))
    return team


def test_what_was_saved_is_loaded(tmp_path):
    trained().save(tmp_path / "team.json")
    assert [path.name for path in tmp_path.iterdir()] == ["team.json"]
    team = Team()
    team.load(tmp_path / "team.json")
    assert team.first.prompt.data == 'Say "hello" \ud83d in Δ.'
    assert (team.first.act(2).data, team.second.act(2).data) == (-2, 2)
    assert team.second.offset.data.tolist() == [1.0, 2.0]
    assert team.first.gains.data == [1.0, math.inf]


def test_the_state_is_plain_json_by_path():
    state = trained().state_dict()
    assert list(state)[:5] == ["first.prompt", "first.gains", "first.offset", "first.act", "first.made"]
    assert state["first.act"] == ACT
    assert state["second.offset"] == {"$type": "array", "dtype": "float64", "value": [1.0, 2.0]}
    assert json.loads(json.dumps(state)) == state


@pytest.mark.parametrize(
    "value",
    [(1, [2, (3,)]), {1: "a", (2,): "b"}, {"$type": "mine"}, {3, 4}, frozenset([1]), b"\x00\xff", 1 + 2j, [math.nan],
     [np.int64(2)], np.arange(4, dtype=np.uint8).reshape(2, 2), True, None, 10**40, {"a": {"b": []}}],
)  # fmt: skip
def test_values_of_all_kinds_come_back(value, tmp_path):
    class Holder(Module):
        def __init__(self, value):
            self.value = node(value, "value", trainable=True)

    Holder(value).save(tmp_path / "state.json")
    other = Holder(value)
    other.load(tmp_path / "state.json")
    back = other.value.data
    assert (type(back), repr(back)) == (type(value), repr(value))


def test_missing_and_unknown_names_are_listed_at_once_and_nothing_is_set():
    team = Team()
    state = trained().state_dict()
    state["third.act"] = state.pop("first.act")
    del state["second.prompt"]
    with pytest.raises(ParameterError) as refused:
        team.load_state_dict(state)
    assert str(refused.value) == (
        "The saved parameters are not those of this Team: missing first.act, second.prompt; unknown third.act"
    )
    state = trained().state_dict()
    state["second.act"] = "def other(): pass"
    with pytest.raises(ParameterError, match=r"'Agent\.act' expects a function `def act\(self, x\)`; found other"):
        team.load_state_dict(state)
    assert team.first.prompt.data == "Greet."


def test_a_value_without_a_form_is_named():
    class Holder(Module):
        def __init__(self):
            self.value = node({"a": object()}, "value", trainable=True)

    with pytest.raises(ParameterError, match="'value' holds a value of type object, which has no form as JSON"):
        Holder().state_dict()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"{", "holds no saved parameters"),
        (b"\xff\xfe", "holds no saved parameters"),
        (b"[1]", "expected an object, found list"),
        (b'{"answer": NaN}', "NaN is no JSON"),
        (b"[" * 100_000, "holds no saved parameters"),
        (b'{"answer": ' + b"[" * 200 + b"]" * 200 + b"}", "nested deeper than 100 levels"),
        (b'{"answer": {"$type": "array", "dtype": "object", "value": []}}', "not as `save` writes it"),
        (b'{"answer": {"$type": "eval", "value": "1"}}', "not as `save` writes it"),
        (b'{"answer": {"$type": "set", "value": [[]]}}', "not as `save` writes it"),
        (b'{"answer": 3}', "expects a function `def answer"),
        (b"{}" + b" " * MOST_BYTES, "larger than 64 MiB"),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_line(text, words, tmp_path):
    (tmp_path / "state.json").write_bytes(text)
    with pytest.raises(ParameterError, match=words) as refused:
        answer.load(tmp_path / "state.json")
    assert "\n" not in str(refused.value)
    assert answer(1).data == 2


def test_a_bundle_is_saved_and_loaded(tmp_path):
    fresh = copy.deepcopy(answer)
    fresh.parameter.set("def answer(x):\n    return 7")
    fresh.save(tmp_path / "answer.json")
    assert json.loads((tmp_path / "answer.json").read_text()) == {"answer": "def answer(x):\n    return 7"}
    other = copy.deepcopy(answer)
    other.load(tmp_path / "answer.json")
    assert (other(1).data, answer(1).data) == (7, 2)


def test_a_pickled_bundle_has_its_code_and_is_independent():
    fresh = copy.deepcopy(answer)
    fresh.parameter.set("def answer(x):\n    return 7")
    back = pickle.loads(pickle.dumps(fresh))
    assert (back(1).data, back.name, back.parameter.description) == (7, "answer", "Answer.")
    back.parameter.set("def answer(x):\n    return 8")
    assert (back(1).data, fresh(1).data, answer(1).data) == (8, 7, 2)


def test_bundles_of_all_kinds_are_pickled():
    assert pickle.loads(pickle.dumps(plain)) is plain
    assert pickle.loads(pickle.dumps(bundle(len)))([1, 2]).data == 2
    assert pickle.loads(pickle.dumps(Agent.made.__func__)).parameter is not None
    back = pickle.loads(pickle.dumps(renamed))
    assert (back(1).operation, back(1).description, back.parameter.name) == ("other", "Another name.", "other")

    @bundle
    def local(x):
        return x

    with pytest.raises((AttributeError, pickle.PicklingError), match="local"):
        pickle.dumps(local)


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])
def test_a_copied_module_is_independent(duplicate):
    team = trained()
    other = duplicate(team)
    assert other.first.act(2).data == -2
    other.first.act.parameter.set("def act(self, x):\n    return 9")
    other.second.prompt.set("Bye.")
    assert (team.first.act(2).data, other.first.act(2).data) == (-2, 9)
    assert (team.second.prompt.data, other.second.prompt.data) == ("Greet.", "Bye.")
    assert other.first.helper is plain
