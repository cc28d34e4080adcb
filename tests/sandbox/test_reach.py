"""What a text reaches of the user's program, and what it changes there. Every text runs in a locked process."""

import io
import re
import threading
import types

import numpy as np
import pytest
import users_program as home
from users_program import Agent, Color, Goal, Point

from robotrace.errors import PolicyCrash, PolicyError, PolicyTimeout, SandboxUnavailable, UnsafeCodeError
from robotrace.sandbox import Limits, Sandbox
from robotrace.sandbox.live import WORKER, LiveFunction, live_sandbox
from robotrace.trace.source import source_text

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sandbox():
    with live_sandbox() as opened:
        yield opened


@pytest.fixture
def act(sandbox):
    opened = []

    def make(text, *, function=Agent.act, header="def act(self, x=None)", owner="Agent", within=None, mentions=""):
        lines = text if "def " in text else f"{header}:\n" + "".join(f"    {line}\n" for line in text.splitlines())
        source = source_text(function) + mentions
        opened.append(LiveFunction(within or sandbox, lines, function, header, owner=owner, source=source))
        return lambda *args: opened[-1](*args)[1]

    yield make
    for one in opened:
        one.stop()


@pytest.mark.parametrize(
    ("text", "x", "expected"),
    [
        ("return x.distance() + x.x", Goal(3, 4), 8.0),
        ("return (x + x).x, x < x, x[1], len(x), list(x), str(x)", Goal(3, 4), (6, False, 4, 2, [3, 4], "Goal(x=3, y=4, tags=[])")),
        ("return [g.x for g in sorted(x)], max(x, key=lambda g: g.y).y", [Goal(3, 4), Goal(1, 9)], ([1, 3], 9)),
        ("return {name: goal.x for name, goal in x.items()}", {"a": Goal(1, 2)}, {"a": 1}),
        ("return isinstance(x, Goal), isinstance(3, Goal), type(x).__name__", Goal(1, 1), (True, False, "Goal")),
        ("return x is Color.BLUE, x.name, x.value", Color.BLUE, (True, "BLUE", 2)),
        ("return x.x + x[1], Point(1, 5).y", Point(1, 2), (3, 5)),
        ("x.a += 1\nreturn x.a", types.SimpleNamespace(a=1), 2),
        ("return x(3)", lambda value: value + 1, 4),
        ("return x + b'c', x.decode()", b"ab", (b"abc", "ab")),
        ("return x * 2", 1j, 2j),
        ("return x.match('abc1').group()", re.compile("[a-z]+"), "abc"),
        ("return len(x), float(x[-1])", np.arange(1_000_000.0), (1_000_000, 999_999.0)),
        ("return sum(numbers(4)), cached(2), other(3).data", None, (6, 200, 30)),
        ("with opened() as resource:\n    return resource", None, "resource"),
        ("with LOCK:\n    return [name + 'x' for name in NAMES]", None, ["ax", "bx"]),
        ("try:\n    find('nobody')\nexcept NotFound as error:\n    return str(error)", None, "nothing is called nobody"),
        ("try:\n    find('b')\nexcept KeyError as error:\n    return str(error)", None, "'b'"),
        ("return WORDS.match('abc1').group()", None, "abc"),
        ("return PROMPT.data + '!', PROMPT + '?'", None, ("Say hello!", "Say hello?")),
        ("return self.greeting + Agent.greeting, self.double(2), self.total, self.greet(1), super().greet(2), self.__private", None,
         ("hihi", 4, 1, "hello 1", "hello 2", 7)),
        ("return hasattr(self, 'nothing'), getattr(self, 'nothing', 5), callable(self.double)", None, (False, 5, True)),
        ("import rt\nreturn 1", None, "ImportError: 'rt' cannot be imported"),
        ("return rt.bundle(find)('a')", None, 1),
        ("import time\nbegun = time.monotonic()\ntime.sleep(0.05)\nreturn 0.04 < time.monotonic() - begun < 2", None, True),
    ],
)  # fmt: skip
def test_a_text_uses_what_is_the_users_own(act, text, x, expected):
    agent = Agent()
    if isinstance(expected, str) and "Error" in expected:
        with pytest.raises(PolicyError, match=expected):
            act(text)(agent, x)
    else:
        assert act(text, mentions="\nNAMES")(agent, x) == expected


def test_what_is_changed_in_place_comes_home_by_the_same_identity(act):
    agent, inner = Agent(), {1}
    items, table, array = [inner, 2, 3], {"a": 1, "b": [1]}, np.zeros(2)
    given = types.SimpleNamespace(items=items, table=table, array=array)
    text = (
        "x.items[0].add(5)\nx.items.pop()\nx.table['b'].append(2)\ndel x.table['a']\nx.array[1] = 7\n"
        "self.count += 1\nself.history.append(x)\nself.memory['k'] = 1\nself.rows[0].append(9)\nSTATE['n'] += 1"
    )
    rows = agent.rows[0]
    act(text, mentions="\nSTATE")(agent, given)
    assert (given.items, table, array.tolist()) == ([{1, 5}, 2], {"b": [1, 2]}, [0.0, 7.0])
    assert given.items is items
    assert items[0] is inner
    assert agent.history == [given]
    assert (agent.count, agent.memory, rows, home.STATE.pop("n")) == (1, {"k": 1}, [1, 9], 1)
    home.STATE["n"] = 0


@pytest.mark.parametrize("kind", [list, set, dict])
def test_arguments_are_changed_too_and_returned_as_what_they_are(act, kind):
    given = kind({1: 2})
    assert act("x.clear()\nreturn x")(Agent(), given) is given
    assert given == kind()


def test_what_home_changes_meanwhile_is_seen(act):
    agent = Agent()
    text = "seen = self.history\nseen.append(x)\nself.remember()\nfill(seen)\nreturn list(seen)"
    assert act(text)(agent, 1) == [1, "remembered", "filled"]
    assert agent.history == [1, "remembered", "filled"]


def test_names_that_the_users_own_text_mentions_can_be_assigned(act, monkeypatch):
    monkeypatch.setattr(home, "COUNT", 3)
    assert act("global COUNT\nCOUNT += 1\nreturn COUNT")(Agent()) == 4
    assert home.COUNT == 4
    with pytest.raises(
        PolicyError, match="it assigned 'find' of the program around it, which the function as it was does not mention"
    ):
        act("global find\nfind = []")(Agent())
    assert callable(home.find)


def test_data_of_the_users_module_is_given_only_where_the_users_own_text_mentions_it(act):
    for name, kind in (("SECRET", "str"), ("NAMES", "list"), ("STATE", "dict")):
        refused = rf"'{name}' \({kind}\) is data of the user's own module that neither the user's own text"
        for text in (f"return {name}", f"return [x for x in {name}]", f"def act(self, x=None):\n    return {name}"):
            with pytest.raises(UnsafeCodeError, match=refused):
                act(text)(Agent())
    assert act("return SECRET", mentions="\nSECRET")(Agent()) == "CANARY"
    assert act("return COUNT + GAIN", mentions="")(Agent()) == 0.5


def test_data_of_another_module_of_the_users_is_not_there_either(act):
    module = types.ModuleType("users")
    module.KEY, module.find, module.agent = "CANARY", home.find, Agent()
    assert act("return x.find('a')")(Agent(), module) == 1
    for name in ("KEY", "agent"):
        with pytest.raises(PolicyError, match=f"'{name}' of a module users is not mentioned"):
            act(f"return x.{name}")(Agent(), module)
    assert act("return x.KEY", mentions="\nKEY")(Agent(), module) == "CANARY"


def test_closures_share_their_variables(sandbox):
    gain, calls = 2.0, 0

    def scaled(x):
        nonlocal calls
        calls += 1
        return x * gain

    text = "def scaled(x):\n    nonlocal calls\n    calls += 10\n    return x + gain"
    live = LiveFunction(sandbox, text, scaled, "def scaled(x)", source=source_text(scaled))
    assert live(1) == (4, 3.0)
    gain = 5.0
    assert live(1) == (4, 6.0)
    assert calls == 20
    live.stop()


def test_defaults_are_the_users_objects(sandbox):
    goal, seen = Goal(3, 4), []

    def measured(x, where=goal, into=seen):
        return x

    text = "def measured(x, where=None, into=None):\n    into.append(x)\n    return where.distance()"
    live = LiveFunction(sandbox, text, measured, "def measured(x, where=None, into=None)")
    assert live(1)[1] == 5.0
    assert seen == [1]
    live.stop()


def test_what_a_library_has_is_reached_where_the_users_own_text_mentions_it(act):
    with pytest.raises(
        PolicyError,
        match="AttributeError: 'read' of a StringIO is a library's, and not mentioned in the user's own text",
    ):
        act("return x.read()")(Agent(), io.StringIO("abc"))
    assert act("return x.read()", mentions=" # read")(Agent(), io.StringIO("abc")) == "abc"


def test_a_thing_of_an_earlier_call_is_refused(act):
    keep = act(
        "import itertools\n\nkept = []\n\ndef act(self, x=None):\n    kept.append(self)\n    return kept[0].count"
    )
    assert keep(Agent()) == 0
    with pytest.raises(PolicyError, match="this was handed to an earlier call, and ended with it"):
        keep(Agent())


def test_what_home_raises_is_raised_with_its_words_bounded(act):
    with pytest.raises(PolicyError, match="ValueError: no!!!") as failed:
        act("return self.client.fail()")(Agent())
    assert failed.value.line == 2
    assert len(str(failed.value)) < 5000


def test_an_interrupt_at_home_ends_the_call_and_the_next_one_works(act):
    def interrupted(_):
        raise KeyboardInterrupt

    twice = act("return x(1) + 1")
    with pytest.raises(KeyboardInterrupt):
        twice(Agent(), interrupted)
    assert twice(Agent(), abs) == 2


def test_the_time_at_home_does_not_count_and_the_texts_own_does(act):
    with Sandbox(Limits(act_seconds=0.4), preload=(WORKER,)) as quick:
        waits = act("x(0.3)\nx(0.3)\nreturn 1", within=quick)
        assert waits(Agent(), threading.Event().wait) == 1
        spins = act("self.count\nwhile True: pass", within=quick)
        with pytest.raises(PolicyTimeout, match=r"call took longer than 0\.4 s"):
            spins(Agent())


def test_a_text_that_asks_without_end_is_stopped(act, monkeypatch):
    monkeypatch.setattr("robotrace.sandbox.conversation.MOST_QUESTIONS", 100)
    with pytest.raises(PolicyTimeout, match="call asked for more than 100 things outside of the sandbox"):
        act("while True: self.count")(Agent())


def test_calls_within_one_another_are_bounded(act):
    nest = act("return x(x)")
    depth = []

    def deeper(function):
        depth.append(1)
        return nest(Agent(), function)

    with pytest.raises(PolicyError, match="RecursionError: calls in the sandbox nest more than 8 deep"):
        nest(Agent(), deeper)
    assert len(depth) == 8


def test_calls_at_a_time_are_bounded_and_wait(act, monkeypatch):
    monkeypatch.setattr("robotrace.sandbox.live.MOST", 2)
    monkeypatch.setattr("robotrace.sandbox.live.PATIENCE", 0.2)
    nest = act("return x(x)")
    with pytest.raises(
        SandboxUnavailable, match=r"2 other calls of 'act' have been in the sandbox for more than 0\.2 s"
    ):
        nest(Agent(), lambda function: nest(Agent(), lambda inner: nest(Agent(), function)))
    assert nest(Agent(), lambda _: 3) == 3


def test_threads_call_at_the_same_time(act):
    both = threading.Barrier(2, timeout=20)
    meet = act("return x(3)")
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(meet(Agent(), lambda n: n + both.wait() * 0))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [3, 3]


COUNTED = """def counted(agent, n):
    for i in range(n):
        got = yield agent.double(i)
        agent.history.append(got)
    return 'end'"""


def test_a_generator_yields_and_takes(sandbox):
    def counted(agent, n):
        yield n

    agent, live = Agent(), LiveFunction(sandbox, COUNTED, counted, "def counted(agent, n)")
    _, made = live(agent, 3)
    assert [next(made), made.send("a")] == [0, 2]
    assert agent.history == ["a"]
    assert list(made) == [4]
    assert list(live(agent, 2)[1]) == [0, 2]
    _, late = live(agent, 2)
    live.stop()
    with pytest.raises(PolicyCrash, match="A call of 'counted' cannot go on: its process has ended"):
        next(late)
    failing = LiveFunction(
        sandbox, COUNTED.replace("got", "raise IndexError(i)\n        got", 1), counted, "def counted(agent, n)"
    )
    with pytest.raises(PolicyError, match="IndexError: 0"):
        next(failing(agent, 1)[1])
    failing.stop()


def test_what_cannot_go_into_a_generator_is_an_error_there(sandbox):
    def counted(agent, n):
        yield n

    text = "def counted(agent, n):\n    try:\n        yield 1\n    except PermissionError as error:\n        yield str(error)"
    live = LiveFunction(sandbox, text, counted, "def counted(agent, n)")
    _, made = live(Agent(), 1)
    assert next(made) == 1
    assert made.send(made.gi_code) == "a code does not leave this process"
    live.stop()


def test_what_is_too_large_to_be_sent_is_refused_with_its_size(act):
    with pytest.raises(UnsafeCodeError, match="takes 34 MB as text, more than 32 MB"):
        act("return 0")(Agent(), "x" * (34 << 20))


def test_a_function_cannot_leave_the_sandbox(act):
    with pytest.raises(PolicyError, match="it returned what cannot leave the sandbox: a function cannot leave"):
        act("return lambda: 1")(Agent())
    with pytest.raises(PolicyError, match="a function cannot leave the sandbox"):
        act("return self.client.apply(lambda value: value)")(Agent())
