from __future__ import annotations

import asyncio
import logging
import re

import numpy as np
import pytest

import robotrace as rt
from robotrace.errors import TraceError
from robotrace.llm import ScriptedChat
from robotrace.optimizers import LoopOptimizer
from robotrace.opto import LOOP, Evidence, Proposal, Verdict


class Scripted(LoopOptimizer):
    """Proposes what it is told, and keeps the evidence that it saw."""

    name = "scripted"

    def __init__(self, parameters, *proposals):
        super().__init__(parameters)
        self.proposals = list(proposals)
        self.seen: list[Evidence] = []

    def propose(self, evidence, *, sample=0):
        self.seen.append(evidence)
        given = self.proposals.pop(0)
        return given if isinstance(given, Proposal) else Proposal(given)


NOT = Proposal({}, refusal="not this time")


def number(value=3.0, name="x", **options):
    return rt.node(value, name, trainable=True, **options)


def told(trial) -> str:
    (outcome,) = trial.outcomes
    return outcome.feedback


def test_memory_tells_what_went_in_what_came_out_and_the_score():
    @rt.bundle()
    def scale(by, question):
        return by * len(question)

    x = number()
    optimizer = Scripted([x], {"x": 4.0}, {"x": 5.0})
    for _ in range(2):
        optimizer.zero_feedback()
        scale(x, "why?").backward("too\nlarge", score=0.5)
        optimizer.step()
    first, second = optimizer.seen[1].trials
    assert told(first) == "scale = 12 with question = 'why?', score 0.5: too large"
    assert (first.iteration, first.verdict, first.score) == (0, Verdict.START, 0.5)
    assert (second.iteration, second.verdict) == (1, Verdict.ACCEPTED)
    assert optimizer.seen[0].words == LOOP


def test_a_raised_error_and_an_input_node_are_told():
    @rt.bundle()
    def divide(a, b):
        return a / b

    x = number()
    with pytest.raises(rt.errors.ExecutionError) as caught:
        divide(x, rt.node(0, "nothing"))
    caught.value.node.backward("mend it")
    optimizer = Scripted([x], NOT)
    optimizer.step()
    assert told(optimizer.seen[0].best).startswith("divide raised ZeroDivisionError")
    assert told(optimizer.seen[0].best).endswith("with nothing = 0: mend it")


def test_an_error_is_told_once_with_the_line_that_raised():
    @rt.bundle()
    def divide(a, b):
        return a / b

    x = number()
    with pytest.raises(rt.errors.ExecutionError) as caught:
        divide(x, 0)
    caught.value.node.backward(str(caught.value))
    optimizer = Scripted([x], NOT)
    optimizer.step()
    words = re.sub(r"line \d+", "line N", told(optimizer.seen[0].best))
    assert (
        words == "divide raised ZeroDivisionError: float division by zero at line N of divide: return a / b with b = 0"
    )


def test_trials_stay_in_order_after_a_refusal():
    x = number()
    optimizer = Scripted([x], NOT, NOT, {"x": 4.0}, NOT)
    for _ in range(4):
        optimizer.zero_feedback()
        (x + 1).backward("more")
        optimizer.step()
    assert [(it.iteration, it.verdict.value) for it in optimizer.seen[3].trials] == [
        (0, "start"),
        (1, "refused"),
        (2, "refused"),
        (3, "accepted"),
    ]
    assert optimizer.seen[2].best.iteration == 0


def test_different_inputs_for_the_same_values_are_all_remembered():
    @rt.bundle()
    def ask(prompt, question):
        return f"{prompt} {question}"

    prompt = number("Hi", "prompt")
    optimizer = Scripted([prompt], NOT, NOT, {"prompt": "Ho"}, NOT)
    for question, score in (("a", 0.0), ("b", 1.0), ("b", 1.0), ("c", 0.5)):
        optimizer.zero_feedback()
        ask(prompt, question).backward(f"about {question}", score=score)
        optimizer.step()
    start = optimizer.seen[3].trials[0]
    assert told(start) == (
        "1. ask = 'Hi a' with question = 'a', score 0: about a\n2. ask = 'Hi b' with question = 'b', score 1: about b"
    )
    assert start.score == 0.5


def test_arrays_in_a_container_are_values_like_any_other():
    value = number({"gains": np.array([1.0, 2.0])}, "value")
    optimizer = Scripted([value], NOT, {"value": {"gains": np.array([3.0, 4.0])}}, NOT)
    for _ in range(3):
        optimizer.zero_feedback()
        (value["gains"] * 2).backward("more")
        optimizer.step()
    assert [it.iteration for it in optimizer.seen[2].trials] == [0, 1, 2]
    assert value.data["gains"].tolist() == [3.0, 4.0]


def test_memory_is_bounded():
    x = number()
    optimizer = Scripted([x], *[NOT] * 30)
    for i in range(30):
        optimizer.zero_feedback()
        (x + i).backward(f"said {i}")
        optimizer.step()
    assert told(optimizer.seen[-1].best).count("\n") == 7
    assert "said 29" in told(optimizer.seen[-1].best)


def test_feedback_that_is_left_is_not_counted_twice():
    x = number()
    optimizer = Scripted([x], NOT, NOT)
    (x + 1).backward("more", score=1.0)
    optimizer.step()
    (x + 2).backward("less", score=0.0)
    optimizer.step()  # without zero_feedback
    assert told(optimizer.seen[1].best) == "1. add = 4, score 1: more\n2. add = 5, score 0: less"
    assert len(optimizer.seen[1].best.outcomes[0].graph.feedback) == 2


def test_a_refused_step_is_logged(caplog):
    x = number(bounds=(0, 10))
    (x + 1).backward("more")
    with caplog.at_level(logging.WARNING):
        Scripted([x], {"x": 99.0}).step()
    (record,) = caplog.records
    assert record.getMessage().startswith(
        "Step 1 changed nothing: Parameter 'x' expects a number from 0 to 10, found 99.0"
    )


def test_a_frozen_parameter_is_a_fixed_input_and_is_never_changed(caplog):
    x, y = number(), number(2.0, "y")
    y.freeze()
    chat = ScriptedChat(["### variable: x\n```\n9.0\n```"])
    (x / y).backward("larger")
    rt.OptoPrime([x, y], chat=chat).step()
    prompt = chat.asked[0][0].content
    assert "#Variables\nx = 3.0 (float)\n\n#Inputs\ny = 2 (float)\n" in prompt
    assert (x.data, y.data) == (9.0, 2.0)
    proposal = Scripted([x, y], {"x": 1.0, "y": 1.0}).step()
    assert proposal.refusal == "'y' is frozen and keeps its value; free are 'x'"
    assert (x.data, y.data) == (9.0, 2.0)
    y.unfreeze()
    Scripted([x, y], {"y": 1.0}).step()
    assert y.data == 1.0


def test_a_frozen_function_is_shown_whole():
    @rt.bundle(trainable=True)
    def parse(reply):
        return reply.split()[-1]

    prompt = number("Answer:", "prompt")
    parse.parameter.freeze()
    parse(prompt + " 4").backward("shorter")
    chat = ScriptedChat(["nothing"])
    rt.OptoPrime([prompt, *parse.parameters()], chat=chat).step()
    asked = chat.asked[0][0].content
    assert (
        "#Inputs\nparse (code that does not change):\n```\ndef parse(reply):\n    return reply.split()[-1]\n```\n"
        in asked
    )
    assert "### variable: parse" not in asked


def test_all_parameters_frozen_is_said():
    x = number()
    (x + 1).backward("more")
    x.freeze()
    with pytest.raises(TraceError, match=r"All parameters are frozen: 'x'; unfreeze\(\) one"):
        Scripted([x]).step()


def test_two_optimizers_of_one_backward_each_see_their_own_part():
    @rt.bundle()
    def half(value):
        return value / 2

    x, y = number(), number(2.0, "y")
    rt.backward([half(x) + half(y), y * 2], ["both", "y alone"])
    of_x, of_y = Scripted([x], {"x": 4.0}), Scripted([y], {"y": 1.0})
    of_x.step()
    of_y.step()
    graph = of_x.seen[0].best.outcomes[0].graph
    assert [(it.kind, it.name) for it in graph.records] == [
        ("parameter", "x"),
        ("call", "half"),
        ("input", "half"),
        ("call", "add"),
    ]
    assert graph.feedback == {3: ("both",)}
    assert told(of_y.seen[0].best) == "1. add = 2.5 with half_1 = 1.5: both\n2. mul = 4: y alone"
    assert (x.data, y.data) == (4.0, 1.0)


def test_an_optimizer_remembers_the_values_that_were_read_though_another_has_set_others():
    x = number()
    (x * 2).backward("larger")
    first = Scripted([x], {"x": 4.0})
    chat = ScriptedChat(["### variable: x\n```\n9.0\n```"])
    first.step()
    rt.OptoPrime([x], chat=chat).step()
    prompt = chat.asked[0][0].content
    assert "All this came of other values, which have been replaced since:\n> x = 3\n" in prompt
    assert "x = 4.0 (float)" in prompt


def test_zero_feedback_is_for_all_who_hold_the_parameter_and_keeps_memory():
    x = number()
    one, other = Scripted([x], {"x": 4.0}, NOT), Scripted([x], NOT)
    (x * 2).backward("larger")
    one.step()
    one.zero_feedback()
    with pytest.raises(TraceError, match="call backward"):
        other.step()
    (x * 2).backward("larger still")
    one.step()
    assert [told(it) for it in one.seen[1].trials] == ["mul = 6: larger", "mul = 8: larger still"]


def test_the_best_values_are_those_of_the_highest_mean_score():
    x = number()
    optimizer = Scripted([x], {"x": 5.0}, {"x": 7.0}, {"x": 9.0})
    assert optimizer.best is None
    with pytest.raises(TraceError, match="no output was given a score"):
        optimizer.set_best()
    for _ in range(3):
        optimizer.zero_feedback()
        z = x - 6
        z.backward("nearer to 6", score=-abs(z.data) - (z.data > 0))
        optimizer.step()
    assert (dict(optimizer.best), x.data) == ({"x": 5.0}, 9.0)
    optimizer.set_best()
    assert x.data == 5.0


def test_a_minibatch_shows_each_output_with_its_feedback_and_input():
    @rt.bundle()
    async def ask(prompt, question):
        await asyncio.sleep(0)
        return f"{prompt} {question}!"

    prompt = number("Hi", "prompt")
    chat = ScriptedChat(["### variable: prompt\n```\nHello\n```"])

    async def batch():
        return await asyncio.gather(*(ask(prompt, question) for question in "abc"))

    rt.backward(asyncio.run(batch()), ["too loud", "fine", "too short"], scores=[0, 1, 0.5])
    rt.OptoPrime([prompt], chat=chat).step()
    asked = chat.asked[0][0].content
    assert "#Feedback\nask_1: too loud\nask_2: fine\nask_3: too short\n" in asked
    assert (
        "Score 0.5. Larger is better.\nWhat came of it:\n> 1. ask_1 = 'Hi a!' with question = 'a', score 0: too loud\n"
        in asked
    )
    assert prompt.data == "Hello"


def test_items_of_a_stream_have_feedback_of_their_own():
    @rt.bundle()
    def words(text):
        yield from text.split()

    text = number("one two three", "text")
    optimizer = Scripted([text], {"text": "1 2 3"})
    items = list(words(text))
    rt.backward(items[:2], ["as a figure", "this too"])
    optimizer.step()
    assert "as a figure" in told(optimizer.seen[0].best)
    assert "'two'" in told(optimizer.seen[0].best)
    assert text.data == "1 2 3"


def test_memory_tells_what_a_comparison_compared():
    x = number()
    optimizer = Scripted([x], {"x": 4.0}, {"x": 5.0})
    for _ in range(2):
        optimizer.zero_feedback()
        (x + 1 == 7).backward("is it right?")
        (rt.node("words") != x).backward("it is a number")
        optimizer.step()
    first, _ = optimizer.seen[1].trials
    assert told(first) == (
        "1. eq = False (4 == 7): is it right?\n2. ne = True (3 != 'words') with str = 'words': it is a number"
    )
