"""Texts that attack the program which calls them: with an object, a helper and a client at home, none gets more than that program
may call itself. What they send is what a hostile process can send: any question, about any number."""

import copy
import json
from collections import deque

import pytest
import users_program as home
from users_program import Agent

from robotrace.errors import PolicyError, PolicyFailure, UnsafeCodeError
from robotrace.opto import codec
from robotrace.sandbox import Limits, Sandbox, answers
from robotrace.sandbox.live import WORKER, LiveFunction, live_sandbox
from robotrace.sandbox.rules import Rules
from robotrace.sandbox.surroundings import Surroundings
from robotrace.trace.source import source_text

pytestmark = pytest.mark.slow

TOOLS = """
def number(thing):
    return object.__getattribute__(thing, "_number")

def ask(thing, do, *given, **named):
    of = thing if isinstance(thing, int) else number(thing)
    return HOME[0].ask(do, of, *given, **named)

HOME = []

def act(self, x=None):
    HOME[:] = [object.__getattribute__(self, "_home")]
    return attack(self, x)

def attack(self, x):
"""
HEADER = "def act(self, x=None)"


@pytest.fixture(scope="module")
def sandbox():
    with live_sandbox() as opened:
        yield opened


ROW = """
def controller():
    return act(agent, x)
"""
NAMES = ("find", "numbers", "other", "PROMPT", "Agent")


@pytest.fixture(params=["loop", "row", "traced row"])
def attacked(request, sandbox):
    """Runs an attack as the text of a live function, or as a program that is called with a row of data."""
    opened = []

    def attack(body, x=None, *, agent=None):
        text = TOOLS + "".join(f"    {line}\n" for line in body.splitlines())
        if request.param == "loop":
            opened.append(LiveFunction(sandbox, text, Agent.act, HEADER, owner="Agent", source=source_text(Agent.act)))
            return opened[-1](agent or Agent(), x)[1]
        outside = {"agent": agent or Agent(), "x": x, **{name: getattr(home, name) for name in NAMES}}
        rules = Rules(f"{HEADER}\n{source_text(Agent.act)}\n{' '.join(outside)}", is_whole=True)
        with sandbox.load(text + ROW, surroundings=Surroundings(outside, rules), spare=False) as process:
            made = process.invoke({}, traced=request.param == "traced row")
        if made.failure:
            raise made.failure
        return made.value

    yield attack
    for one in opened:
        one.stop()


HIDDEN = "AttributeError"
REFUSED = "PermissionError"
ATTACKS = {
    "class": ("ask(self, 'read', '__class__')", HIDDEN),
    "dict": ("ask(self, 'read', '__dict__')", HIDDEN),
    "globals of a method": ("ask(self.double, 'read', '__globals__')", HIDDEN),
    "function of a method": ("ask(self.remember, 'read', '__func__')", HIDDEN),
    "globals of a function": ("ask(find, 'read', 'func_globals')", HIDDEN),
    "subclasses": ("ask(Agent, 'read', '__subclasses__')", HIDDEN),
    "bases": ("ask(Agent, 'read', 'mro')", HIDDEN),
    "reduce": ("ask(self, 'read', '__reduce_ex__')", HIDDEN),
    "getattribute": ("ask(self, 'read', '__getattribute__')", HIDDEN),
    "frame of a generator": ("ask(numbers(3), 'read', 'gi_frame')", HIDDEN),
    "parameter of a bundle": ("ask(other, 'read', 'parameter')", HIDDEN),
    "a dotted name": ("ask(self, 'read', 'client._key')", HIDDEN),
    "a name that is no text": ("ask(self, 'read', 3)", REFUSED),
    "a private name of another's": ("self.client._key", HIDDEN),
    "the operating system by a client": ("self.client.tools.listdir('/')", "Operation not permitted"),
    "a program by a client": ("self.client.run(['id'])", "ImportError"),
    "a partial function": ("self.client.system('id')", REFUSED),
    "a logger's handlers": ("self.client.log.manager", REFUSED),
    "a frame": ("self.client.frame()", REFUSED),
    "a namespace": ("self.client.space()", "a namespace does not leave"),
    "getattr": ("self.client.reader()(self.client, '_key')", HIDDEN),
    "eval": ("self.client.evaluator()('SECRET')", "NameError"),
    "open": ("self.client.opener()('/etc/passwd')", "Operation not permitted"),
    "a function that is not there": ("self.client.remover()(['id'])", "ImportError"),
    "functions in a container": ("self.client.table()['run'](['id'])", "ImportError"),
    "a text's format": ("'{0.client._key}'.format(self)", HIDDEN),
    "an exception's frames": ("ask(x, 'read', '__traceback__')", HIDDEN),
    "a method in another's place": ("ask(self, 'write', 'remember', self.double)", REFUSED),
    "data in a method's place": ("ask(self, 'write', 'remember', 1)", REFUSED),
    "data in an object's place": ("ask(self, 'write', 'client', 1)", REFUSED),
    "an object gone": ("ask(self, 'delete', 'client')", REFUSED),
    "a class for an object": ("ask(self, 'write', '__class__', 1)", HIDDEN),
    "a class that is changed": ("ask(Agent, 'write', 'greeting', 'x')", REFUSED),
    "a function that is changed": ("ask(find, 'write', 'x', 1)", HIDDEN),
    "a number that was never given": ("ask(999_999_999, 'call')", REFUSED),
    "all numbers": ("[ask(n, 'call') for n in range(1, 50)]", REFUSED),
    "an operation that is none": ("ask(self, 'eval')", "expected len or"),
    "an operation that the thing has not": ("ask(self, 'len')", "an Agent has no len"),
    "a node that is called": ("HOME[0].ask('call', PROMPT._number)", REFUSED),
    "a node's graphs": ("HOME[0].ask('read', PROMPT._number, 'graphs')", REFUSED),
    "an object as a key": (
        "self.memory.update({self: 1}) or ask(self, 'eq', {self: 1})",
        "expected keys and items of sets",
    ),
    "a function of its own": ("self.client.apply(lambda value: value)", "a function cannot leave the sandbox"),
    "data without an end": ("loop = []\nloop.append(loop)\nself.client.apply(loop)", "nested more than 50 deep"),
    "a number without an end": ("self.client.chat(1 << 100_000)", "Exceeds the limit (4300 digits)"),
    "a text without an end": ("self.client.chat('x' * (17 << 20))", "more than 16777216"),
    "a callable that no name leads to": (
        "self.client.hooks[0]('id')",
        "that no name of the program leads to is not to be called",
    ),
    "a container that grows": ("x.args[0] + x.args[0]", "add of a deque is not for a function's text"),
    "a container that is repeated": ("x.args[0] * (1 << 40)", "mul of a deque is not for a function's text"),
    "pickle": ("import pickle\nreturn pickle.dumps(self)", "TypeError"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_fails_and_nothing_is_changed(attacked, name):
    body, said = ATTACKS[name]
    *before, last = body.split("\n")
    last = last if last.startswith("return") else f"return {last}"
    agent, names = Agent(), set(vars(home))
    state = {name: copy.copy(value) for name, value in vars(agent).items() if name != "client"}
    with pytest.raises(PolicyError) as failed:
        attacked("\n".join([*before, last]), ValueError(deque([1])), agent=agent)
    assert said in str(failed.value)
    assert home.SECRET not in str(failed.value)
    assert {name: value for name, value in vars(agent).items() if name != "client"} | {"memory": {}} == state | {
        "memory": {}
    }
    assert type(agent.client) is home.Client
    assert agent.client.asked == []
    assert set(vars(home)) == names


def test_a_function_of_the_standard_library_is_never_called_at_home(sandbox):
    for name in ("run", "subprocess"):
        live = LiveFunction(
            sandbox, f"{HEADER}:\n    return {name}", Agent.act, HEADER, owner="Agent", source=f"{name} act"
        )
        assert live.prepare() == f"it uses ['{name}'], which cannot be imported there"
        with pytest.raises(UnsafeCodeError, match="cannot run in the sandbox"):
            live(Agent())
        live.stop()


def test_what_a_text_keeps_of_an_earlier_call_is_good_for_nothing(sandbox):
    text = TOOLS.replace(
        "return attack(self, x)", "HOME.append(self)\n    return ask(HOME[1], 'read', 'client').chat('x')"
    )
    live = LiveFunction(
        sandbox, text.replace("HOME[:] = [", "HOME[:1] = [") + "    pass", Agent.act, HEADER, owner="Agent"
    )
    first, second = Agent(), Agent()
    assert live(first)[1] == "said x"
    with pytest.raises(PolicyError, match="handed to an earlier call"):
        live(second)
    assert (first.client.asked, second.client.asked) == (["x"], [])
    live.stop()


FORGED = """
import json, os, struct, sys
from robotrace.opto import codec
def controller(request, *content):
    if request == "compile": return {"names": []}
    frame = sys._getframe()
    while frame.f_code.co_name != "serve": frame = frame.f_back
    payload = PAYLOAD
    os.write(3, struct.pack("<IIQ", 21, frame.f_locals["sequence"], len(payload)) + payload)
    while True: pass
"""
QUESTION = {"do": "read", "of": 1, "given": [["value", "x"]], "named": {}, "changes": []}


@pytest.mark.parametrize(
    "answer",
    [
        QUESTION | {"do": "eval"},
        QUESTION | {"do": None},
        QUESTION | {"of": "1"},
        QUESTION | {"of": 0},
        QUESTION | {"of": 1 << 60},
        QUESTION | {"of": True},
        QUESTION | {"given": {}},
        QUESTION | {"given": [1]},
        QUESTION | {"given": [["import", ["os", "system"]]]},
        QUESTION | {"given": [["regex", ["(a+)+$", 0]]]},
        QUESTION | {"given": [["node", [1, ["value", 1]]]]},
        QUESTION | {"given": [["exception", ["KeyboardInterrupt"]]]},
        QUESTION | {"given": [["handle", [1, "x", []]]]},
        QUESTION | {"given": [["handle", -1]]},
        QUESTION | {"given": [["value", "x", 1]]},
        QUESTION | {"given": [["list", [["value"]]]]},
        QUESTION | {"given": [["dict", [[["handle", 1], ["value", 1]]]]]},
        QUESTION | {"given": [["set", [["value", [1]]]]]},
        QUESTION | {"given": [["bytes", "\u1234"]]},
        QUESTION | {"given": [["complex", ["1", 2.0]]]},
        QUESTION | {"given": [["observation", ["value", 3]]]},
        QUESTION | {"named": [["a", 1]]},
        QUESTION | {"changes": [[1]]},
        QUESTION | {"changes": [["1", ["value", []]]]},
        QUESTION | {"more": 1},
        {"steps": 0, "line": None, "changes": []},
        {"awaited": [1], "seconds": -1.0, "changes": []},
        {"awaited": [1], "seconds": float("nan"), "changes": []},
        {"awaited": 1, "seconds": 0.0, "changes": []},
        {"line": 1, "value": 1, "changes": [], "assigned": {}},
        {"line": 1, "value": ["value", 1], "changes": [], "assigned": {"x": 1}},
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", [answers.CALLED, answers.INVOKED])
def test_a_question_or_an_answer_that_has_not_its_form_is_none(answer, form):
    with pytest.raises((ValueError, TypeError)):
        answers.decoded(form)(json.dumps(codec.encode(answer)).encode())


@pytest.mark.parametrize(
    "answer",
    [
        {"line": 1, "value": ["handle", 12345678], "changes": [], "assigned": {}},
        {"line": 1, "value": ["lent", 12345678], "changes": [], "assigned": {}},
        {"line": 1, "value": ["value", 1], "changes": [[12345678, ["value", []]]], "assigned": {}},
        {"line": 1, "value": ["value", 1], "changes": [], "assigned": {"SECRET": ["value", "stolen"]}},
        {"item": ["value", 1], "changes": []},
        {"awaited": [12345678], "seconds": 0.0, "changes": []},
        {"line": 1, "value": ["value", 1], "changes": [], "assigned": {"__builtins__": ["value", 1]}},
    ],
)
def test_forged_answers_that_have_their_form_change_nothing(monkeypatch, answer):
    monkeypatch.setattr(
        "robotrace.sandbox.live.PROGRAM", FORGED.replace("PAYLOAD", f"json.dumps({codec.encode(answer)!r}).encode()")
    )
    before = dict(vars(home))
    with Sandbox(Limits(act_seconds=1.0), preload=(WORKER,)) as sandbox:
        live = LiveFunction(sandbox, f"{HEADER}:\n    return 1", Agent.act, HEADER, owner="Agent")
        with pytest.raises(PolicyFailure):
            live(Agent())
    assert vars(home) == before


WRITES = """
import json, os, struct, sys
def forge():
    frame = sys._getframe()
    while frame.f_code.co_name != "serve": frame = frame.f_back
    payload = PAYLOAD
    os.write(3, struct.pack("<IIQ", 21, frame.f_locals["sequence"], len(payload)) + payload)
    while True: pass
"""
CALLS = {"do": "call", "of": 12345678, "given": [], "named": {}, "changes": []}


def _row(answer, *, when, outside):
    text = WRITES.replace("PAYLOAD", f"json.dumps({codec.encode(answer)!r}).encode()")
    text += "forge()\ndef controller(): pass\n" if when == "load" else "def controller(): return forge()\n"
    surroundings = Surroundings(outside, Rules("client chat", is_whole=True))
    limits = Limits(act_seconds=1.0, load_seconds=1.0)
    with Sandbox(limits) as sandbox, sandbox.load(text, surroundings=surroundings) as process:
        return process.invoke({}, traced=False)


@pytest.mark.parametrize("when", ["load", "call"])
@pytest.mark.parametrize(
    "answer",
    [
        CALLS,
        CALLS | {"do": "read", "given": [["value", "_key"]]},
        CALLS | {"changes": [[12345678, ["value", []]]]},
        {"value": 1, "failure": None, "trace": None, "assigned": {"SECRET": ["value", "stolen"]}},
        {"value": ["handle", 1], "failure": None},
        {"item": ["value", 1], "changes": []},
    ],
)
def test_a_row_s_process_that_forges_what_it_says_gets_and_changes_nothing(answer, when):
    client, before = home.Client(), dict(vars(home))
    with pytest.raises(PolicyFailure):
        _row(answer, when=when, outside={"client": client})
    assert client.asked == []
    assert vars(home) == before


def test_what_one_row_s_process_was_handed_no_other_can_ask_for():
    client = home.Client()
    surroundings = Surroundings({"client": client}, Rules("client chat", is_whole=True))
    (_, first), (reach, second) = surroundings.opened(), surroundings.opened()
    numbers = [given["client"][1][0] for given in (first, second)]
    assert numbers[0] != numbers[1]
    asked = CALLS | {"do": "read", "given": [["value", "chat"]]}
    assert reach.perform(asked | {"of": numbers[0]})["raised"] == ["PermissionError"]
    assert "value" in reach.perform(asked | {"of": numbers[1]})


def test_nothing_is_asked_while_a_program_is_loaded(sandbox):
    client = home.Client()
    text = "said = client.chat('ahead')\ndef controller(): return said\n"
    with pytest.raises(
        PolicyError, match="while a program is loaded, what stays outside of the sandbox cannot be asked"
    ):
        sandbox.load(text, surroundings=Surroundings({"client": client}, Rules("client chat", is_whole=True)))
    assert client.asked == []


def test_of_a_module_of_the_users_a_row_s_program_reads_what_the_program_mentions(sandbox):
    text = "def controller(): return {}"
    surroundings = Surroundings({"home": home}, Rules("home find", is_whole=True))
    for name, said in (("find('a')", 1), ("SECRET", HIDDEN), ("numbers(3)", HIDDEN), ("Agent", HIDDEN), ("os", HIDDEN)):
        with sandbox.load(text.format(f"home.{name}"), surroundings=surroundings, spare=False) as process:
            if said == 1:
                assert process.invoke({}, traced=False).value == 1
            else:
                with pytest.raises(PolicyError, match=said):
                    process.invoke({}, traced=False)
