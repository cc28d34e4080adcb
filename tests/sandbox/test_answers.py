"""Answers forged in a policy's process: what has not its declared form ends the process, labelled, and goes no further."""

import itertools
import json
import time

import numpy as np
import pytest

from robotrace.errors import (
    ParameterError,
    PolicyCrash,
    PolicyError,
    PolicyInvalidAction,
    PolicyProtocolError,
    PolicyTimeout,
)
from robotrace.opto import codec
from robotrace.sandbox import Limits, Sandbox
from robotrace.sandbox.live import WORKER, LiveFunction
from robotrace.trace import Graph

pytestmark = pytest.mark.slow

READY, DATA, ACTION, ERROR = 20, 21, 22, 23
FORGERY = """
import os, struct, sys

def number():
    frame = sys._getframe()
    while frame.f_code.co_name != "serve":
        frame = frame.f_back
    return frame.f_locals["sequence"]

def send(payload, kind=21, add=0, longer=0):
    os.write(3, struct.pack("<IIQ", kind, (number() + add) % 2**32, len(payload) + longer) + payload)

"""
OBSERVATION = {"hand": np.array([1.0, 2.0])}
GAIN = {
    "name": "gain",
    "kind": "number",
    "value": 1.0,
    "constraint": "",
    "description": "",
    "bounds": [None, 2],
    "choices": None,
}
RECORD = {
    "id": 0, "kind": "parameter", "name": "gain", "operation": "", "description": "", "inputs": {}, "output": 1.0,
    "line": None, "error": None, "note": {"kind": "number", "constraint": ""},
}  # fmt: skip
CALL = RECORD | {"id": 1, "kind": "call", "name": "move", "operation": "move", "line": 3, "note": {}}
REPORT = {"message": "no", "line": 2, "traceback": "", "log": "", "invalid_action": False}


def plain(data):
    return json.dumps(codec.encode(data)).encode()


def without(record, name):
    return {key: value for key, value in record.items() if key != name}


def nested(depth):
    data = 1.0
    for _ in range(depth):
        data = [data]
    return data


def at_load(payload, **options):
    return f"{FORGERY}send({payload!r}, **{options!r})\nwhile True: pass\n"


def at_act(payload, **options):
    return f"{FORGERY}def controller(o):\n    send({payload!r}, **{options!r})\n    while True: pass\n"


NO_JSON = {
    "nothing": b"",
    "no JSON": b"[",
    "no UTF-8": b'["\xff\xfe"]',
    "half a pair": b'["\\ud800"]',
    "a number of 5,000 digits": b"1" * 5000,
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "an unknown tag": b'{"~": "module", "name": "os"}',
    "no tag": b'{"a": 1}',
    "an array of another size": b'{"~": "array", "dtype": "<f8", "shape": [1000000000], "values": [1.0]}',
    "an array of objects": b'{"~": "array", "dtype": "O", "shape": [1], "values": [1.0]}',
    "an array of a large type": b'{"~": "array", "dtype": "(100000,100000)f8", "shape": [1], "values": [1.0]}',
    "a key that is a list": b'{"~": "dict", "items": [[[1], 2]]}',
    "a set of lists": b'{"~": "set", "items": [[1]]}',
    "colliding keys": b'{"~": "set", "items": [' + b",".join(b"%d" % n for n in range(5000)) + b"]}",
}
PARAMETERS = {
    "None": None,
    "a text": "gain",
    "a number": 3,
    "a dict": {},
    "numbers": [1],
    "texts": ["gain"],
    "a list in a list": [[GAIN]],
    "a key missing": [without(GAIN, "constraint")],
    "a key too many": [GAIN | {"extra": 1}],
    "another key": [without(GAIN, "name") | {"Name": "gain"}],
    "a name that is none": [GAIN | {"name": None}],
    "a name that is a number": [GAIN | {"name": 1}],
    "a name that is a list": [GAIN | {"name": ["gain"]}],
    "a name of a megabyte": [GAIN | {"name": "g" * (1 << 20)}],
    "an unknown kind": [GAIN | {"kind": "magic"}],
    "a kind that is a list": [GAIN | {"kind": ["code"]}],
    "code that is a number": [GAIN | {"kind": "code"}],
    "a text that is a list": [GAIN | {"kind": "text", "value": ["a"]}],
    "a number that is a text": [GAIN | {"value": "1.0"}],
    "a number that is a truth": [GAIN | {"value": True}],
    "a number that is None": [GAIN | {"value": None}],
    "a number beyond floats": [GAIN | {"value": 10**400}],
    "a value nested too deep": [GAIN | {"kind": "value", "value": nested(80)}],
    "a constraint that is None": [GAIN | {"constraint": None}],
    "a constraint that is a dict": [GAIN | {"constraint": {}}],
    "a description that is a list": [GAIN | {"description": []}],
    "a bound alone": [GAIN | {"bounds": [1]}],
    "a bound that is a text": [GAIN | {"bounds": [None, "2"]}],
    "no bounds": [GAIN | {"bounds": None}],
    "choices that are a text": [GAIN | {"choices": "ab"}],
    "one good and one bad": [GAIN, GAIN | {"kind": 7}],
    "very many": [1] * 200_000,
}


@pytest.mark.parametrize("payload", NO_JSON.values(), ids=NO_JSON)
@pytest.mark.parametrize("stage", ["load", "call"])
def test_what_is_no_plain_data_is_no_answer(sandbox, stage, payload):
    source = at_load(payload) if stage == "load" else at_act(payload).replace("(o)", "()")
    with pytest.raises(PolicyProtocolError, match="sent what no policy sends") as caught:
        sandbox.call(source, "controller")
    assert caught.value.stage == stage


@pytest.mark.parametrize("answer", PARAMETERS.values(), ids=PARAMETERS)
def test_what_describes_no_parameters_is_no_answer_to_a_load(sandbox, answer):
    with pytest.raises(PolicyProtocolError, match="sent what no policy sends during load") as caught:
        sandbox.load(at_load(plain({"parameters": answer, "code": ""})))
    assert caught.value.stage == "load"


@pytest.mark.parametrize(
    "answer",
    [None, [GAIN], {"parameters": [GAIN]}, {"code": ""}, {"parameters": [GAIN], "code": None},
     {"parameters": [GAIN], "code": ["a"]}, {"parameters": [GAIN], "code": 1.0}, {"parameters": [GAIN], "code": {}},
     {"parameters": [GAIN], "code": "\ud800"}, {"parameters": [GAIN], "code": "", "more": 1}],
    ids=str,
)  # fmt: skip
def test_what_is_no_recipe_is_no_answer_to_a_load(sandbox, answer):
    with pytest.raises(PolicyProtocolError, match="sent what no policy sends during load"):
        sandbox.load(at_load(plain(answer)))


@pytest.mark.parametrize(
    "options",
    [{"kind": 0}, {"kind": READY}, {"kind": ACTION}, {"kind": 2**32 - 1}, {"add": 1}, {"add": -1}, {"longer": -1},
     {"longer": 2**62}],
    ids=str,
)  # fmt: skip
def test_a_good_payload_in_a_wrong_frame_is_no_answer(sandbox, options):
    with pytest.raises(PolicyProtocolError, match="during load"):
        sandbox.load(at_load(plain({"parameters": [GAIN], "code": ""}), **options))


def test_a_frame_that_is_never_whole_is_late(sandbox):
    with pytest.raises(PolicyTimeout, match="load took longer than 2 s"):
        sandbox.load(at_load(plain({"parameters": [GAIN], "code": ""}), longer=1))


def test_one_byte_after_the_other_is_late():
    slow = "import time\ndef wait():\n    end = time.perf_counter() + 0.05\n    while time.perf_counter() < end: pass\n"
    drip = "for byte in struct.pack('<IIQ', 21, number(), 100000) + b' ' * 100000:\n    os.write(3, bytes([byte])); wait()\n"
    started = time.monotonic()
    with Sandbox(Limits(load_seconds=0.3)) as sandbox, pytest.raises(PolicyTimeout, match="load took longer"):
        sandbox.load(FORGERY + slow + drip)
    assert time.monotonic() - started < 10


def test_the_forgeries_of_these_tests_arrive(sandbox):
    """A forged answer of the right form is taken, so those above are refused for their form."""
    with sandbox.load(at_load(plain({"parameters": [GAIN | {"value": 7.0}], "code": ""}))) as policy:
        assert [parameter["value"] for parameter in policy.parameters] == [7.0]
    with sandbox.load(at_act(np.array([7.0]).tobytes(), kind=ACTION)) as policy:
        assert policy.act(OBSERVATION).tolist() == [7.0]
    with sandbox.load(at_act(plain({"records": [RECORD, CALL], "outputs": [1]}))) as policy:
        replay = policy.replay([OBSERVATION])
    assert [record.name for record in Graph.from_records(replay.records).records] == ["gain", "move"]


def test_a_forged_text_is_bounded_and_without_control_characters(sandbox):
    with sandbox.load(
        at_load(plain({"parameters": [GAIN | {"name": "\x1b[2J", "constraint": "\x07" * 50_000}], "code": ""}))
    ) as policy:
        (parameter,) = policy.parameters
    assert parameter["name"] == "\\x1b[2J"
    assert parameter["constraint"] == "\\x07" * 25_000


MOVE = "from robotrace import bundle\n\n@bundle(trainable=True)\ndef move(hand):\n    return hand\n\n"
LINES = {
    "no line": [],
    "zero": [1.0, 0.0],
    "negative": [1.0, -3.0],
    "a fraction": [1.0, 2.5],
    "infinite": [1.0, np.inf],
    "too large": [1.0, 1e7],
    "huge": [1.0, 1e308],
}


@pytest.mark.parametrize("numbers", LINES.values(), ids=LINES)
def test_an_action_comes_with_a_line_for_each_function(sandbox, numbers):
    with sandbox.load(MOVE + at_act(np.array(numbers).tobytes(), kind=ACTION)) as policy:
        with pytest.raises(PolicyProtocolError, match="during act"):
            policy.act(OBSERVATION)
        assert policy.lines == {}


@pytest.mark.parametrize(
    ("payload", "kind"),
    [(b"1234567", ACTION), (bytes(9000), ACTION), (bytes(16), DATA), (bytes(16), READY), (b"{}", ERROR)],
)
def test_what_is_no_row_of_numbers_is_no_action(sandbox, payload, kind):
    with sandbox.load(at_act(payload, kind=kind)) as policy, pytest.raises(PolicyProtocolError, match="during act"):
        policy.act(OBSERVATION)


def test_an_action_of_very_many_numbers_is_an_honest_mistake(sandbox):
    with sandbox.load("import numpy as np\ndef controller(o): return np.zeros(5000)") as policy:
        with pytest.raises(PolicyInvalidAction, match="a vector of at most 512 numbers, found 5000"):
            policy.act(OBSERVATION)
        with pytest.raises(PolicyInvalidAction, match="a vector of at most 512 numbers, found 5000"):
            policy.act(OBSERVATION)


STALE = FORGERY + (
    "def controller(o, memory):\n    if not memory:\n        memory['number'] = number()\n        return o['hand']\n"
    "    send(struct.pack('d', 7.0), kind=22, add=memory['number'] - number())\n    while True: pass\n"
)
TWICE = FORGERY + (
    "def controller(o):\n    send(o['hand'].tobytes(), kind=22)\n    send(b'\"forged\"')\n    while True: pass\n"
)
EARLY = FORGERY + (
    "def controller(o):\n    send(struct.pack('d', 1.0), kind=22)\n"
    "    for ahead in (1, -1):\n        send(struct.pack('d', 7.0), kind=22, add=ahead)\n    while True: pass\n"
)


def test_a_stale_answer_does_not_become_the_next_action(sandbox):
    with sandbox.load(STALE) as policy:
        assert policy.act(OBSERVATION).tolist() == [1.0, 2.0]
        with pytest.raises(PolicyProtocolError, match="during act"):
            policy.act(OBSERVATION)


def test_an_answer_before_the_question_is_none(sandbox):
    with sandbox.load(EARLY) as policy, pytest.raises(PolicyProtocolError, match="during act"):
        _ = [policy.act(OBSERVATION) for _ in range(2)]


def test_nobody_knows_the_number_of_a_request_before_it_is_made(sandbox):
    source = FORGERY + "def controller(o): return [number()]"
    with sandbox.load(source) as policy:
        numbers = [int(policy.act(OBSERVATION)[0]) for _ in range(600)]
    steps = {(after - before) % 2**32 for before, after in itertools.pairwise(numbers)}
    assert len(steps) > 590


def test_a_second_answer_does_not_become_a_log(sandbox):
    def log():
        with sandbox.load(TWICE) as policy:
            policy.act(OBSERVATION)
            time.sleep(0.1)  # the second answer is there, if it did not come together with the first
            return policy.log()

    with pytest.raises(PolicyProtocolError, match=r"during (act|log)"):
        log()


REPORTS = {
    "no dict": [],
    "nothing": {},
    "a key missing": without(REPORT, "log"),
    "a key too many": REPORT | {"kind": 1},
    "a message that is a list": REPORT | {"message": ["no"]},
    "a message of a megabyte": REPORT | {"message": "n" * 200_000},
    "a line that is a text": REPORT | {"line": "2"},
    "a line that is a fraction": REPORT | {"line": 2.5},
    "a line that is a truth": REPORT | {"line": True},
    "line zero": REPORT | {"line": 0},
    "a negative line": REPORT | {"line": -1},
    "a huge line": REPORT | {"line": 10**300},
    "a line that is not a number": REPORT | {"line": np.nan},
    "a traceback that is None": REPORT | {"traceback": None},
    "a log that is a dict": REPORT | {"log": {}},
    "a label that is a number": REPORT | {"invalid_action": 1},
}


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_what_is_no_report_is_no_error(sandbox, report):
    payload = plain(report)
    with pytest.raises(PolicyProtocolError, match="during load"):
        sandbox.load(at_load(payload, kind=ERROR))
    with sandbox.load(at_act(payload, kind=ERROR)) as policy, pytest.raises(PolicyProtocolError, match="during act"):
        policy.act(OBSERVATION)


def test_a_report_of_the_right_form_is_an_error(sandbox):
    with pytest.raises(PolicyError, match="no") as caught:
        sandbox.load(at_load(plain(REPORT), kind=ERROR))
    assert caught.value.line == 2


TRACES = {
    "no dict": [],
    "no records": {"outputs": []},
    "records that are a dict": {"records": {}, "outputs": []},
    "records that are numbers": {"records": [1], "outputs": []},
    "a record without an id": {"records": [without(RECORD, "id")], "outputs": [0]},
    "a record with feedback": {"records": [RECORD | {"feedback": ["good"]}], "outputs": [0]},
    "an id that is a text": {"records": [RECORD | {"id": "0"}], "outputs": [0]},
    "an id that is a truth": {"records": [RECORD | {"id": False}], "outputs": [0]},
    "another id": {"records": [RECORD | {"id": 7}], "outputs": [0]},
    "an unknown kind": {"records": [RECORD | {"kind": "root"}], "outputs": [0]},
    "a kind that is a list": {"records": [RECORD | {"kind": ["call"]}], "outputs": [0]},
    "a name that is a number": {"records": [RECORD | {"name": 1}], "outputs": [0]},
    "an operation that is None": {"records": [RECORD | {"operation": None}], "outputs": [0]},
    "a description that is a list": {"records": [RECORD | {"description": ["a"]}], "outputs": [0]},
    "a line that is a text": {"records": [RECORD, CALL | {"line": "3"}], "outputs": [1]},
    "a line that is a fraction": {"records": [RECORD, CALL | {"line": 3.0}], "outputs": [1]},
    "a negative line": {"records": [RECORD, CALL | {"line": -3}], "outputs": [1]},
    "an error that is a number": {"records": [RECORD, CALL | {"error": 3}], "outputs": [1]},
    "a note that is a list": {"records": [RECORD, CALL | {"note": [1]}], "outputs": [1]},
    "a note with a number for a key": {"records": [RECORD, CALL | {"note": {1: 2}}], "outputs": [1]},
    "a parameter without a note": {"records": [RECORD | {"note": {}}], "outputs": [0]},
    "a parameter of an odd kind": {"records": [RECORD | {"note": {"kind": 3, "constraint": ""}}], "outputs": [0]},
    "a constraint that is None": {"records": [RECORD | {"note": {"kind": "text", "constraint": None}}], "outputs": [0]},
    "two parameters of one name": {"records": [RECORD, RECORD | {"id": 1}], "outputs": [1]},
    "a row beyond the last": {"records": [CALL | {"id": 0, "kind": "input", "note": {"row": 5}}], "outputs": [0]},
    "a row that is a text": {"records": [CALL | {"id": 0, "kind": "input", "note": {"row": "0"}}], "outputs": [0]},
    "inputs that are a list": {"records": [RECORD, CALL | {"inputs": []}], "outputs": [1]},
    "an input without a tag": {"records": [RECORD, CALL | {"inputs": {"a": 1}}], "outputs": [1]},
    "an input with two tags": {"records": [RECORD, CALL | {"inputs": {"a": {"ref": 0, "value": 1}}}], "outputs": [1]},
    "an input with an odd tag": {"records": [RECORD, CALL | {"inputs": {"a": {"node": 0}}}], "outputs": [1]},
    "a reference to itself": {"records": [RECORD, CALL | {"inputs": {"a": {"ref": 1}}}], "outputs": [1]},
    "a reference backwards": {"records": [RECORD, CALL | {"inputs": {"a": {"ref": -1}}}], "outputs": [1]},
    "a reference that is a text": {"records": [RECORD, CALL | {"inputs": {"a": {"ref": "0"}}}], "outputs": [1]},
    "a reference that is a truth": {"records": [RECORD, CALL | {"inputs": {"a": {"ref": False}}}], "outputs": [1]},
    "a set of lists": {"records": [RECORD, CALL | {"inputs": {"a": {"set": [{"value": [1]}]}}}], "outputs": [1]},
    "a list as a key": {
        "records": [RECORD, CALL | {"inputs": {"a": {"dict": [[{"list": []}, {"value": 1}]]}}}], "outputs": [1]
    },
    "a pair of three": {"records": [RECORD, CALL | {"inputs": {"a": {"dict": [[1, 2, 3]]}}}], "outputs": [1]},
    "an output nested too deep": {"records": [RECORD, CALL | {"output": nested(80)}], "outputs": [1]},
    "outputs that are a number": {"records": [RECORD], "outputs": 0},
    "an output that is a text": {"records": [RECORD], "outputs": ["0"]},
    "an output that is a truth": {"records": [RECORD], "outputs": [False]},
    "an output that is not there": {"records": [RECORD], "outputs": [1]},
    "a negative output": {"records": [RECORD], "outputs": [-1]},
    "more outputs than calls": {"records": [RECORD], "outputs": [0, 0]},
    "outputs of nothing": {"records": [], "outputs": [0]},
}  # fmt: skip


@pytest.mark.parametrize("answer", TRACES.values(), ids=TRACES)
def test_what_is_no_trace_is_no_answer_to_a_replay(sandbox, answer):
    with (
        sandbox.load(at_act(plain(answer))) as policy,
        pytest.raises(PolicyProtocolError, match="sent what no policy sends during act"),
    ):
        policy.replay([OBSERVATION])


@pytest.mark.parametrize("note", ["line " + "9" * 5000, "line \N{ARABIC-INDIC DIGIT THREE}", "line -4", "line 0"])
def test_a_crash_note_with_no_line_names_none(sandbox, note):
    words = f'  File "<controller 0>", {note} in controller\n'.encode()
    source = f"import os\ndef controller(o):\n    os.write(4, {words!r})\n    os._exit(3)"
    with (
        sandbox.load(source) as policy,
        pytest.raises(PolicyCrash, match=r"exited with status 3 during act$") as caught,
    ):
        policy.act(OBSERVATION)
    assert caught.value.line is None


def test_an_honest_answer_that_is_too_deep_is_an_honest_mistake(sandbox):
    source = "def f(n):\n    x = 1.0\n    for _ in range(n): x = [x]\n    return x"
    assert sandbox.call(source, "f", 50) == nested(50)
    for depth in (51, 200, 100_000):
        with pytest.raises(PolicyError, match=r"at most 50 deep|deeper than 200 levels|recursion"):
            sandbox.call(source, "f", depth)


def test_an_honest_parameter_that_cannot_be_sent_is_an_honest_mistake(sandbox):
    with pytest.raises(PolicyError, match="expected a number within the range of floats") as caught:
        sandbox.load(
            "from robotrace import node\ngain = node(10**400, name='gain', trainable=True)\ndef controller(o): return [1]"
        )
    assert caught.value.stage == "load"


def test_a_text_that_utf8_cannot_write_comes_with_a_question_mark(sandbox):
    assert sandbox.call("def f(): return 'a\\ud800b'", "f") == "a?b"
    with sandbox.load("print('\\ud83d')\ndef controller(o): return [1]") as policy:
        assert policy.log() == "?\n"


def held(values):
    return values


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        ("compile", []),
        ("compile", {}),
        ("compile", {"names": "os"}),
        ("compile", {"names": [1]}),
        ("compile", {"refusal": 3}),
        ("compile", {"names": [], "refusal": "no"}),
        ("supply", {"missing": "json"}),
        ("supply", {"missing": [None]}),
        ("supply", {}),
    ],
)
def test_forged_answers_of_a_live_function_before_it_is_called(monkeypatch, request_, answer):
    forged = at_act(plain(answer)).replace("(o)", "(request, *content)")
    honest = {"compile": {"names": ["json"]}, "supply": {"missing": []}}
    honest.pop(request_)
    forged = forged.replace("    send", f"    if request in {honest!r}: return {honest!r}[request]\n    send")
    monkeypatch.setattr("robotrace.sandbox.live.PROGRAM", forged)
    with Sandbox(Limits(act_seconds=1.0), preload=(WORKER,)) as sandbox:
        function = LiveFunction(sandbox, "def held(values):\n    return 1", held, "def held(values)")
        with pytest.raises((ParameterError, PolicyProtocolError), match="sent what no policy sends during call"):
            function.prepare()


@pytest.mark.parametrize(
    "answer",
    [[], 1.0, {}, {"value": 1}, {"line": "3", "value": 1}, {"line": -1, "value": 1}, {"line": None, "value": nested(80)},
     {"error": ["no"], "line": 1}, {"error": "no"}, {"error": "no", "line": 1.5}, {"line": 1, "value": 1, "more": 1}],
)  # fmt: skip
def test_forged_answers_of_a_live_function(monkeypatch, answer):
    forged = at_act(plain(answer)).replace("(o)", "(request, *content)")
    forged = forged.replace("    send", "    if request == 'compile': return {'names': []}\n    send")
    monkeypatch.setattr("robotrace.sandbox.live.PROGRAM", forged)
    with Sandbox(Limits(act_seconds=1.0), preload=(WORKER,)) as sandbox:
        function = LiveFunction(sandbox, "def held(values):\n    return 1", held, "def held(values)")
        with pytest.raises(PolicyProtocolError, match="sent what no policy sends during call"):
            function(1)
