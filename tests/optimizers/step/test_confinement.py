"""The loop form with code that a model wrote: it runs in a locked process, and this one is untouched."""

from __future__ import annotations

import gc
import math
import os
import time
import types
from pathlib import Path

import numpy as np
import pytest
from fake_openai import FakeOpenAI
from toy import PointTask

import robotrace as rt
from robotrace.llm import OpenAIChat, ScriptedChat
from robotrace.optimizers.optoprime import OptoPrime
from robotrace.trace.remote import RemoteCode

pytestmark = pytest.mark.slow


def block(name: str, value: str) -> str:
    return f"### variable: {name}\n```\n{value}\n```\n"


def controllers():
    @rt.bundle(trainable=True)
    def controller(observation):
        """Return [x, y, z, grip]."""
        return [0.0, 0.0, 0.0, 0.0]

    return controller


def children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


GOOD = "def controller(observation):\n    x, y, z = observation['goal_pos']\n    return [x, y, z, 0.0]"


def test_a_robot_loop_runs_what_the_model_wrote_in_a_sandbox_with_the_trace_of_this_process():
    traces = []
    for trust in (False, True):
        controller, task = controllers(), PointTask()
        optimizer = OptoPrime(controller.parameters(), chat=ScriptedChat([block("controller", GOOD)]), trust=trust)
        rt.rollout(controller, task, goal=0).backward()
        assert optimizer.step().refusal is None
        assert isinstance(controller.parameter.data, RemoteCode) is not trust
        episode = rt.rollout(controller, task, goal=0)
        assert episode.success
        assert episode.lines == {controller.name: (3,) * len(episode)}
        traces.append((episode.actions.tobytes(), [(r.operation, r.line) for r in episode.graph.records]))
    assert traces[0] == traces[1]


def test_code_numbers_and_texts_are_updated_together():
    @rt.bundle(trainable=True)
    def reply(name, greeting, times):
        return greeting

    greeting = rt.node("hi", name="greeting", trainable=True)
    times = rt.node(1, name="times", trainable=True)
    text = "import textwrap\n\ndef reply(name, greeting, times):\n    return textwrap.shorten(f'{greeting} {name}! ' * times, 40)"
    said = block(reply.name, text) + block("greeting", "dear") + block("times", "2")
    optimizer = OptoPrime([*reply.parameters(), greeting, times], chat=ScriptedChat([said]))
    reply("Ada", greeting, times).backward("say the name, twice")
    assert optimizer.step().refusal is None
    answer = reply("Ada", greeting, times)
    assert (answer.data, answer.line) == ("dear Ada! dear Ada!", 4)
    assert set(answer.parents) >= {greeting, times}


def test_a_numeric_problem_with_arrays():
    @rt.bundle(trainable=True)
    def fitted(xs):
        return xs

    xs = np.linspace(0.0, 1.0, 4)
    optimizer = OptoPrime(
        fitted.parameters(), chat=ScriptedChat([block(fitted.name, "def fitted(xs):\n    return np.square(xs)")])
    )
    fitted(xs).backward("it should be the square")
    assert optimizer.step().refusal is None
    assert fitted(xs).data.tobytes() == np.square(xs).tobytes()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("import os\n    os._exit(1)", "exited with status 1"),
        ("while True:\n        pass", "took longer than"),
        ("return [len(open('/etc/passwd').read())] * 4", "Operation not permitted"),
        ("return [float(len(__import__('os').environ['ROBOTRACE_SECRET']))] * 4", "KeyError: 'ROBOTRACE_SECRET'"),
    ],
    ids=["exit", "loop", "file", "key"],
)
def test_a_hostile_answer_is_refused_and_the_model_is_told(openai_server: FakeOpenAI, monkeypatch, body, said):
    monkeypatch.setenv("ROBOTRACE_SECRET", "xyzzy")
    openai_server.script(block("controller", f"def controller(observation):\n    {body}"), block("controller", GOOD))
    controller, task = controllers(), PointTask()
    before = controller.parameter.data
    optimizer = OptoPrime(controller.parameters(), chat=OpenAIChat("m", base_url=openai_server.url, api_key="unused"))
    rt.rollout(controller, task, goal=0).backward()
    refusal = optimizer.step().refusal
    assert said in str(refusal)
    assert controller.parameter.data is before
    assert optimizer.step().refusal is None
    assert said in openai_server.prompts[1]
    assert rt.rollout(controller, task, goal=0).success


LATE = """def controller(observation):
    if observation['hand_pos'][0] != 0:
        import os
        os._exit(1)
    return [0.1, 0.1, 0.1, 0.0]"""


def test_a_text_that_turns_hostile_later_is_a_failed_episode():
    controller, task = controllers(), PointTask()
    optimizer = OptoPrime(controller.parameters(), chat=ScriptedChat([block("controller", LATE)]))
    rt.rollout(controller, task, goal=0).backward()
    assert optimizer.step().refusal is None
    for _ in range(2):
        episode = rt.rollout(controller, task, goal=0)
        assert (episode.failure.kind, episode.failure.timestep) == ("crash", 1)
        episode.backward()
    assert len(controller.parameter.graphs) == 3


def test_what_came_before_is_ended_and_nothing_is_left_behind():
    gc.collect()
    before = children()
    controller, task = controllers(), PointTask()
    texts = [block("controller", f"{GOOD}  # {number}") for number in range(4)]
    optimizer = OptoPrime(controller.parameters(), chat=ScriptedChat(texts))
    rt.rollout(controller, task, goal=0).backward()
    for _ in texts:
        optimizer.step()
        rt.rollout(controller, task, goal=0)
    (zygote,) = children() - before
    policies = Path(f"/proc/{zygote}/task/{zygote}/children")
    until = time.monotonic() + 10
    while len(policies.read_text().split()) > 1 and time.monotonic() < until:
        time.sleep(0.01)
    assert len(policies.read_text().split()) == 1
    del optimizer, controller
    gc.collect()
    assert children() == before


def helper(x):
    return x


def test_arguments_that_are_no_plain_data_keep_no_number_from_changing():
    @rt.bundle(trainable=True)
    def plan(world, gain):
        return gain

    gain = rt.node(1.0, name="gain", trainable=True)
    plan(types.SimpleNamespace(x=1), gain).backward("more")
    assert OptoPrime([*plan.parameters(), gain], chat=ScriptedChat([block("gain", "2.0")])).step().refusal is None
    assert gain.data == 2.0


def test_an_answer_that_uses_what_is_a_librarys_is_refused():
    @rt.bundle(trainable=True)
    def scaled(x):
        return x

    scaled(1.0).backward("more")
    said = block(scaled.name, "def scaled(x):\n    return pytest.approx(helper(x) * math.pi)")
    proposal = OptoPrime(scaled.parameters(), chat=ScriptedChat([said])).step()
    assert "cannot run in the sandbox: it uses what it may not: 'pytest' (module pytest)" in str(proposal.refusal)
    assert "trust" not in str(proposal.refusal)
    assert math.pi
