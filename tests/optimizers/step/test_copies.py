"""Optimizers are copied and pickled with their parameters, and without what cannot leave the process."""

import copy
import pickle

import pytest

from robotrace import OptoPrime
from robotrace.errors import ModelError
from robotrace.llm import OpenAIChat, ScriptedChat
from robotrace.sandbox import Limits, Sandbox
from robotrace.trace import Module, bundle, node

KEY = "sk-secret-0123456789"
REPLY = """### variable: prompt
```
Greet by name.
```
"""


class Agent(Module):
    def __init__(self):
        self.prompt = node("Greet.", "prompt", trainable=True)

    @bundle(trainable=True)
    def act(self, x):
        return x


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])
def test_a_module_and_its_optimizer_are_copied_together(duplicate):
    agent = Agent()
    optimizer = OptoPrime([agent.prompt], chat=ScriptedChat([REPLY]))
    other, others = duplicate((agent, optimizer))
    (other.prompt + "!").backward("use the name")
    assert others.step().refusal is None
    assert (agent.prompt.data, other.prompt.data) == ("Greet.", "Greet by name.")


def test_a_pickled_client_opens_another_connection_and_takes_no_key_along(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    data = pickle.dumps(OptoPrime([node("a", "p", trainable=True)], model="m-1"))
    assert KEY.encode() not in data
    assert pickle.loads(data).model == "m-1"
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(ModelError, match="OPENAI_API_KEY is not set"):
        pickle.loads(data)


def test_a_deep_copied_optimizer_asks_through_the_same_client(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    chat = OpenAIChat("m-1")
    optimizer = OptoPrime([node("a", "p", trainable=True)], chat=chat)
    assert copy.deepcopy(optimizer).model == "m-1"
    assert copy.deepcopy(chat) is chat


def test_a_pickled_sandbox_has_the_same_limits():
    limits = Limits()
    assert pickle.loads(pickle.dumps(Sandbox(limits, strict=False))).limits == limits
