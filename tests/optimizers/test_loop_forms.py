"""Every optimizer in a loop of one's own, and what its prompts say of a problem that is no robot."""

from __future__ import annotations

import pytest
from toy import PointTask

import robotrace as rt
from robotrace.errors import ExecutionError
from robotrace.llm import ScriptedChat

ROBOTS_WORDS = (
    "frame",
    "units",
    "action",
    "timestep",
    "observed",
    "cases",
    " case",
    "train 0",
    "# Task",
    "the task",
    "robot",
)


def block(name: str, value: object) -> str:
    return f"### variable: {name}\n```\n{value}\n```\n"


def number(**score):
    x, y = rt.node(3.0, "x", trainable=True), rt.node(2.0, "y", trainable=True)
    (x / y).backward("make z larger", **score)
    return [x, y]


def agent(**score):
    @rt.bundle(trainable=True)
    def parse(reply):
        """The answer in a reply."""
        return reply.split()[-1]

    prompt = rt.node("Answer:", "prompt", trainable=True)
    answers = [parse(prompt + question) for question in (" how many?", " who is it?")]
    rt.backward(answers, ["expected 4", "expected Ann"], scores=list(score.values()) * 2 or None)
    return [prompt, *parse.parameters()]


def failing(**score):
    @rt.bundle(trainable=True)
    def parse(reply):
        return int(reply)

    with pytest.raises(ExecutionError) as caught:
        parse("about 4")
    caught.value.node.backward(str(caught.value), **score)
    return parse.parameters()


@pytest.mark.parametrize("reply", ["fences", "json"])
@pytest.mark.parametrize("score", [{}, {"score": 0.5}], ids=["words", "scored"])
@pytest.mark.parametrize("problem", [number, agent, failing])
def test_a_prompt_of_optoprime_speaks_of_no_robot(problem, score, reply):
    parameters = problem(**score)
    chat = ScriptedChat(["nothing", "nothing"])
    optimizer = rt.OptoPrime(parameters, chat=chat, reply=reply)
    optimizer.step()
    optimizer.step()
    for asked in chat.asked:
        assert [word for word in ROBOTS_WORDS if word in asked[0].content] == []
    assert "does what the feedback asks for" in chat.asked[0][0].content
    assert ("Score 0.5. Larger is better." in chat.asked[0][0].content) == bool(score)


@pytest.mark.parametrize("score", [{}, {"score": 0.5}], ids=["words", "scored"])
@pytest.mark.parametrize("problem", [number, agent, failing])
@pytest.mark.parametrize("kind", [rt.OPRO, rt.TextGrad])
def test_prompts_of_opro_and_textgrad_speak_of_no_robot(kind, problem, score):
    parameters = problem(**score)
    chat = ScriptedChat(["Too small."] * len(parameters) + ["nothing"])
    kind(parameters, chat=chat).step()
    for asked in chat.asked:
        assert [word for word in ROBOTS_WORDS if word in asked[0].content] == []


def test_a_context_is_a_task():
    chat = ScriptedChat([block("x", 9.0)])
    rt.OptoPrime(number(), chat=chat, context="Make z as large as may be.").step()
    assert "does what the task asks." in chat.asked[0][0].content
    assert "\n# Task\nMake z as large as may be.\n" in chat.asked[0][0].content


def test_an_episode_keeps_the_words_of_robots():
    @rt.bundle(trainable=True)
    def controller(observation):
        return [0.0, 0.0, 0.0, 0.0]

    task = PointTask()
    chat = ScriptedChat(["nothing"])
    rt.rollout(controller, task, goal=0).backward()
    rt.OptoPrime(controller.parameters(), chat=chat, context=task.instruction).step()
    asked = chat.asked[0][0].content
    assert "names, units, signs and frames may not mean what they say" in asked
    assert "what it did in one or two runs" in asked
    assert "cases" not in asked


def test_opro_sorts_by_score_where_there_are_scores():
    x = rt.node(3.0, "x", trainable=True)
    chat = ScriptedChat([block("x", value) for value in (9.0, 5.0, 7.0)])
    optimizer = rt.OPRO([x], chat=chat)
    for _ in range(3):
        optimizer.zero_feedback()
        (x * 2).backward("nearer to 20", score=-abs(x.data - 10))
        optimizer.step()
    lines = chat.asked[2][0].content.split("\n")
    assert [line for line in lines if line.startswith(("## ", "x = "))] == [
        "## Attempt 0, score -7",
        "x = 3.0",
        "## Attempt 2, its values are the present ones: score -5",
        "x = 5.0",
        "## Attempt 1, score -1",
        "x = 9.0",
    ]
    assert "how well each did, from the worst to the best" in chat.asked[2][0].content
    assert optimizer.best == {"x": 9.0}


def test_textgrad_steps():
    chat = ScriptedChat(["y is too large", "x is too small", block("x", 9.0) + block("y", 1.0)])
    x, y = number()
    assert rt.TextGrad([x, y], chat=chat).step().refusal is None
    assert (x.data, y.data) == (9.0, 1.0)
    assert "On the run:\n> x is too small" in chat.asked[2][0].content


def test_induce_steps_from_hints():
    @rt.bundle(trainable=True)
    def controller(observation):
        return [0.0, 0.0, 0.0, 0.0]

    optimizer = rt.Induce(controller.parameters())
    for goal in (0, 1):
        rt.rollout(controller, PointTask(), goal=goal, feedback="hints").backward()
    assert optimizer.step().refusal is None
    assert rt.rollout(controller, PointTask(), goal=2).success
