"""Optimizers that are pickled and copied: what they remember comes along, connections and processes do not."""

from __future__ import annotations

import copy
import pickle

import pytest
from fake_openai import FakeOpenAI

import robotrace as rt
from robotrace.errors import ModelError
from robotrace.llm import OpenAIChat, ScriptedChat
from robotrace.sandbox import Limits, Sandbox

KEY = "sk-a-key-of-forty-letters-and-more"


def block(value: float) -> str:
    return f"### variable: x\n```\n{value}\n```\n"


def step(optimizer, words="larger", **score):
    (x,) = optimizer.parameters
    optimizer.zero_feedback()
    (x * 2).backward(words, **score)
    return optimizer.step()


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))], ids=["copy", "pickle"])
def test_a_copy_goes_on_with_the_memory_and_parameters_of_its_own(copied):
    x = rt.node(3.0, "x", trainable=True)
    optimizer = rt.OptoPrime([x], chat=ScriptedChat([block(4.0), block(5.0)]), memory=3)
    step(optimizer, "first words")
    again = copied(optimizer)
    step(again, "second words")
    assert "> mul = 6: first words\n" in again._chat.asked[-1][0].content
    assert again.options.memory == 3
    assert (x.data, again.parameters[0].data) == (4.0, 5.0)
    assert len(optimizer._chat.asked) == 1


def test_a_pickled_client_opens_a_connection_of_its_own_with_the_key_of_the_environment(
    openai_server: FakeOpenAI, monkeypatch
):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-another-key")
    openai_server.script(block(4.0), block(5.0))
    x = rt.node(3.0, "x", trainable=True)
    optimizer = rt.OptoPrime([x], chat=OpenAIChat("m-1", base_url=openai_server.url, api_key=KEY))
    step(optimizer)
    written = pickle.dumps(optimizer)
    assert KEY.encode() not in written
    again = pickle.loads(written)
    step(again)
    assert again.parameters[0].data == 5.0
    monkeypatch.delenv("OPENAI_API_KEY")
    elsewhere = pickle.dumps(OpenAIChat("m-1", base_url="https://models.example/v1", api_key=KEY))
    with pytest.raises(ModelError, match="OPENAI_API_KEY is not set"):
        pickle.loads(elsewhere)


def test_copies_share_a_client(openai_server: FakeOpenAI):
    openai_server.script(block(4.0), block(5.0))
    x = rt.node(3.0, "x", trainable=True)
    optimizer = rt.OptoPrime([x], chat=OpenAIChat("m-1", base_url=openai_server.url, api_key=KEY))
    again = copy.deepcopy(optimizer)
    step(optimizer)
    step(again)
    assert (x.data, again.parameters[0].data) == (4.0, 5.0)


def test_a_search_goes_on_where_it_was():
    def tried(optimizer, steps):
        found = []
        for _ in range(steps):
            step(optimizer, score=-abs(optimizer.parameters[0].data - 5))
            found.append(optimizer.parameters[0].data)
        return found

    whole = tried(rt.Tune([rt.node(3.0, "x", trainable=True)]), 12)
    first = rt.Tune([rt.node(3.0, "x", trainable=True)])
    assert tried(first, 5) + tried(pickle.loads(pickle.dumps(first)), 7) == whole
    assert copy.deepcopy(first).best == first.best


def test_a_frozen_parameter_stays_so():
    x = rt.node(3.0, "x", trainable=True)
    x.freeze()
    assert pickle.loads(pickle.dumps(x)).frozen
    assert copy.deepcopy(x).frozen


class Agent(rt.Module):
    def __init__(self):
        self.prompt = rt.node("Greet.", "prompt", trainable=True)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))], ids=["copy", "pickle"])
def test_a_module_and_its_optimizer_are_copied_together(copied):
    agent = Agent()
    reply = "### variable: prompt\n```\nGreet by name.\n```\n"
    other, optimizer = copied((agent, rt.OptoPrime([agent.prompt], chat=ScriptedChat([reply]))))
    (other.prompt + "!").backward("use the name")
    assert optimizer.step().refusal is None
    assert (agent.prompt.data, other.prompt.data) == ("Greet.", "Greet by name.")


def test_a_pickled_sandbox_has_the_same_limits():
    limits = Limits()
    assert pickle.loads(pickle.dumps(Sandbox(limits, strict=False))).limits == limits
