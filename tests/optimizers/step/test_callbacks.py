"""The loop form with methods, closures, generators and async functions: what a model wrote asks this process for its own."""

from __future__ import annotations

import asyncio
import io
import re
from typing import Any

import pytest

import robotrace as rt
from robotrace.errors import ExecutionError
from robotrace.llm import ScriptedChat
from robotrace.optimizers.optoprime import OptoPrime
from robotrace.trace import Parameter
from robotrace.trace.remote import RemoteCode

pytestmark = pytest.mark.slow

WORDS = re.compile("[a-z]+")
LIMIT = 10


def half(x: float) -> float:
    return x / 2


@rt.bundle
def double(x: float) -> float:
    return 2 * x


@rt.bundle(trainable=True)
def plus(x):
    """Add one."""
    return x + 1


class Greeter(rt.Module):
    def __init__(self) -> None:
        self.prompt = rt.node("Hello", trainable=True, name="prompt")
        self.log: list[str] = []
        self.count = 0

    def model(self, words: str) -> str:
        return f"[{words}]"

    @rt.bundle(trainable=True)
    def greet(self, name):
        """Greet by name."""
        return name

    @rt.bundle(trainable=True)
    async def later(self, name):
        """Greet by name, later."""
        return name

    async def ask(self, words: str) -> str:
        await asyncio.sleep(0)
        return f"<{words}>"

    @rt.bundle(trainable=True)
    def names(self, count):
        """Names, one by one."""
        yield "x"


def step(parameters: list[Parameter], **texts: str) -> Any:
    """One step whose answer has a text for some parameters, by the last part of their names."""
    names = {it.name.rpartition(".")[2]: it.name for it in parameters}
    reply = "".join(f"### variable: {names[name]}\n```\n{text}\n```\n" for name, text in texts.items())
    return OptoPrime(parameters, chat=ScriptedChat([reply])).step()


def test_a_method_uses_its_object_and_leaves_the_nodes_that_it_would_here():
    greeter = Greeter()
    greeter.greet("Ada").backward("use the prompt")
    text = (
        "def greet(self, name):\n    self.count += 1\n    self.log.append(name)\n"
        "    return self.model(f'{self.prompt.data} {name} {len(self.log)}')"
    )
    assert step(greeter.parameters(), greet=text).refusal is None
    said = greeter.greet("Ada")
    assert (said.data, said.line) == ("[Hello Ada 1]", 4)
    assert (greeter.count, greeter.log) == (1, ["Ada"])
    assert greeter.prompt in said.parents
    said.backward("more")
    assert [len(it.graphs) for it in greeter.parameters() if it.name in ("prompt", "Greeter.greet")] == [1, 2]


def test_a_prompt_changes_whatever_the_functions_beside_it_need():
    greeter = Greeter()
    (greeter.prompt + rt.bundle(greeter.model)(greeter.greet("Ada"))).backward("shorter")
    assert step(greeter.parameters(), prompt="Hi").refusal is None
    assert greeter.prompt.data == "Hi"
    assert not any(isinstance(it.data, RemoteCode) for it in greeter.parameters())


def test_helpers_other_bundles_constants_and_closures():
    gain = 3.0

    @rt.bundle(trainable=True)
    def mixed(x):
        return x * gain

    mixed(1.0).backward("more")
    text = "def mixed(x):\n    return [half(x), double(x), plus(x), min(gain, LIMIT), bool(WORDS.match('a'))]"
    assert step(mixed.parameters(), mixed=text).refusal is None
    found = mixed(4.0)
    assert found.data == [2.0, 8.0, 5.0, 3.0, True]
    assert {it.name for it in found.parents} >= {"double", "plus"}
    found.backward("good")
    assert len(plus.parameter.graphs) == 1
    plus.parameter.zero_feedback()


def test_two_confined_functions_call_one_another():
    @rt.bundle(trainable=True)
    def first(x):
        return second(x)

    @rt.bundle(trainable=True)
    def second(x):
        return x if x < 9 else first(x)

    first(1).backward("more")
    texts = {
        "first": "def first(x):\n    return x if x > 3 else second(x + 1)",
        "second": "def second(x):\n    return first(x)",
    }
    assert step([*first.parameters(), *second.parameters()], **texts).refusal is None
    assert first(1).data == 4


def test_an_async_method_awaits_what_is_at_home():
    async def run() -> None:
        greeter = Greeter()
        (await greeter.later("Ada")).backward("ask")
        text = (
            "import asyncio\n\nasync def later(self, name):\n    both = await asyncio.gather(self.ask(name), self.ask('x'))\n"
            "    await asyncio.sleep(0)\n    return both + [await self.ask(self.prompt.data)]"
        )
        assert step(greeter.parameters(), later=text).refusal is None
        said = await asyncio.gather(greeter.later("Ada"), greeter.later("Bo"))
        assert [it.data for it in said] == [["<Ada>", "<x>", "<Hello>"], ["<Bo>", "<x>", "<Hello>"]]
        assert said[0].line == 6
        assert greeter.prompt in said[0].parents

    asyncio.run(run())


def test_a_generator_goes_on_as_it_is_asked():
    greeter = Greeter()
    greeter.names(1).backward("more")
    text = (
        "def names(self, count):\n    for n in range(count):\n        self.count += 1\n        yield self.model(str(n))"
    )
    assert step(greeter.parameters(), names=text).refusal is None
    made = greeter.names(3).data
    assert [next(made), greeter.count, *made] == ["[0]", 1, "[1]", "[2]"]


def test_an_object_is_no_hindrance_and_a_client_is_asked():
    @rt.bundle(trainable=True)
    def answer(client, question):
        """Asks client.chat.create(...)."""
        return question

    class Client:
        def __init__(self) -> None:
            self.chat, self.asked = self, 0

        def create(self, *, words: str) -> dict[str, Any]:
            self.asked += 1
            return {"text": words, "raw": io.StringIO()}

    client = Client()
    answer(client, "why?").backward("ask the client")
    text = "def answer(client, question):\n    return client.chat.create(words=question)['text']"
    assert step(answer.parameters(), answer=text).refusal is None
    assert client.asked == 0  # a rehearsal asks nobody
    assert answer(client, "why?").data == "why?"
    assert client.asked == 1


def test_a_method_that_fails_before_it_asks_is_refused_and_one_that_fails_later_is_a_failed_node():
    greeter = Greeter()
    greeter.greet("Ada").backward("more")
    said = step(greeter.parameters(), greet="def greet(self, name):\n    return name + 1").refusal
    assert str(said).startswith(
        "The new 'Greeter.greet' fails on a call that was recorded: TypeError: can only concatenate str"
    )
    assert step(greeter.parameters(), greet="def greet(self, name):\n    return self.nothing").refusal is None
    with pytest.raises(ExecutionError, match="AttributeError: 'Greeter' object has no attribute 'nothing'") as failed:
        greeter.greet("Ada")
    assert failed.value.node.line == 2


def test_instances_are_confined_by_themselves():
    one, two = Greeter(), Greeter()
    one.greet("Ada").backward("more")
    two.greet("Bo").backward("more")
    assert step(one.parameters(), greet="def greet(self, name):\n    return 'one'").refusal is None
    assert (one.greet("x").data, two.greet("x").data) == ("one", "x")
