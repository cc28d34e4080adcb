from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import pytest
from evidences import TASK, mute, robot, two_functions
from fake_openai import fault, reply, too_long
from golden import golden
from graphs import rollout

from robotrace.errors import ModelError, OptionError
from robotrace.llm import OpenAIChat, ScriptedChat
from robotrace.optimizers import TextGrad
from robotrace.optimizers.textgrad import backward_order, lessons
from robotrace.opto import Optimizer, Spend
from robotrace.trace import node

GOLDEN = Path(__file__).parent / "golden"
CRITICISM = "Line 6 keeps the gripper open above the puck, from t=2 on."
CODE = "def controller(observation):\n    return [0.1, 0.7, 0.02, 1.0]"
GOOD = f"I close it.\n\n### variable: controller\n```python\n{CODE}\n```\n"
TWO = "\n\n".join(
    f"### variable: {name}\n```python\ndef {name}({argument}):\n    return {body}\n```"
    for name, argument, body in (("plan", "goal", "goal"), ("act", "target", "target - 1.0"))
)


def textgrad_at(server, **options):
    return TextGrad(chat=OpenAIChat("m-1", base_url=server.url, api_key="sk-none-at-all", max_retries=0), **options)


def test_a_criticism_and_an_update_are_a_proposal(openai_server):
    openai_server.script(CRITICISM, GOOD)
    optimizer = textgrad_at(openai_server)
    proposal = optimizer.propose(robot())
    assert proposal.values == {"controller": CODE}
    assert proposal.reason == "I close it."
    assert proposal.refusal is None
    assert proposal.spend == Spend(2, 200, len(CRITICISM) // 4 + len(GOOD) // 4, usd=None)
    assert isinstance(optimizer, Optimizer)
    assert (optimizer.name, optimizer.model) == ("textgrad", "m-1")


def test_all_that_was_asked_and_answered_is_kept(openai_server):
    openai_server.script(CRITICISM, GOOD)
    proposal = textgrad_at(openai_server).propose(robot())
    first, second = openai_server.prompts
    assert proposal.prompt == (
        f"<!-- call 1: criticism of controller, train 1 -->\n\n{first}\n<!-- call 2: new values -->\n\n{second}"
    )
    assert proposal.reply == (
        f"<!-- call 1: criticism of controller, train 1 -->\n\n{CRITICISM}\n\n<!-- call 2: new values -->\n\n{GOOD}"
    )


@pytest.mark.parametrize(
    ("name", "options"),
    [("textgrad", {}), ("textgrad-masked", {"view": "masked"}), ("textgrad-batch", {"batch": 2, "memory": 0})],
)
def test_the_whole_conversation(name, options):
    replies = [CRITICISM] * options.get("batch", 1) + [GOOD]
    proposal = TextGrad(chat=ScriptedChat(replies), **options).propose(robot())
    golden(GOLDEN / f"{name}.txt", proposal.prompt)


def test_criticism_flows_backward_through_a_workflow():
    chat = ScriptedChat(["act takes one off too much.", "plan halves the goal.", TWO])
    proposal = TextGrad(chat=chat).propose(two_functions())
    golden(GOLDEN / "textgrad-workflow.txt", proposal.prompt)
    assert proposal.spend.calls == 3
    assert proposal.values.keys() == {"plan", "act"}
    act, plan, update = (messages[0].content for messages in chat.asked)
    assert "Criticise the variable act." in act
    assert "Criticise the variable plan." in plan
    assert "> act takes one off too much." in plan
    assert "plan halves the goal." not in act
    assert "> act takes one off too much." in update
    assert "> plan halves the goal." in update


def test_a_variable_that_no_feedback_reaches_is_not_changed():
    evidence = two_functions()
    assert [variable.name for variable in backward_order(evidence.best.outcomes[0].graph, evidence.variables)] == [
        "act",
        "plan",
    ]
    chat = ScriptedChat(["a", "b", "### variable: spare\n```\n2.0\n```"])
    proposal = TextGrad(chat=chat).propose(evidence)
    assert "'spare', which is no variable" in str(proposal.refusal)


def test_several_cases_are_criticised_side_by_side(openai_server):
    openai_server.script("First.", "Second.", GOOD)
    assert textgrad_at(openai_server, batch=5).propose(robot()).spend.calls == 3
    assert "On case train 1:\n> First.\nOn case train 2:\n> Second." in openai_server.prompts[2]


def test_unsolved_cases_come_first_and_then_the_lowest_scores():
    best = robot().best
    assert [str(outcome.case) for outcome in lessons(best, 9)] == ["train 1", "train 2"]
    solved = replace(best, outcomes=tuple(replace(outcome, success=True, graph=None) for outcome in best.outcomes))
    assert [str(outcome.case) for outcome in lessons(solved, 2)] == ["train 2", "train 1"]


@pytest.mark.parametrize(
    ("answers", "said", "calls"),
    [
        ([CRITICISM, "I would close it."], "no fenced block", 2),
        ([CRITICISM, reply(GOOD, finish_reason="length")], "cut off at the model's length limit", 2),
        ([reply(None)], "The criticism of controller, train 1 cannot be used. The reply holds no words.", 1),
        ([reply(None, refusal="No.")], "cannot be used. The model declined to answer: No.", 1),
        ([CRITICISM, fault(500)], "No answer: call 2 of this proposal failed: ", 1),
    ],
)
def test_what_cannot_be_used_is_a_refusal_that_keeps_replies_and_spend(openai_server, answers, said, calls):
    openai_server.script(*answers)
    proposal = textgrad_at(openai_server).propose(robot())
    assert proposal.values == {}
    assert said in str(proposal.refusal)
    assert (proposal.spend.calls, proposal.spend.prompt_tokens) == (calls, 100 * calls)
    assert proposal.prompt.count("<!-- call ") == proposal.reply.count("<!-- call ") == calls


def test_an_endpoint_that_fails_at_once_is_a_model_error(openai_server):
    openai_server.script(fault(500))
    with pytest.raises(ModelError):
        textgrad_at(openai_server).propose(robot())


def test_the_same_evidence_is_asked_about_in_the_same_words():
    first, second = (TextGrad(chat=ScriptedChat([CRITICISM, GOOD])).propose(robot(mute(3))).prompt for _ in range(2))
    assert first == second
    assert "The reply was empty." in first


def test_without_a_trace_all_variables_are_criticised():
    evidence = two_functions()
    trial = replace(evidence.best, outcomes=tuple(replace(it, graph=None) for it in evidence.best.outcomes))
    proposal = TextGrad(chat=ScriptedChat(["a", "b", "c", TWO])).propose(replace(evidence, trials=(trial,)))
    assert proposal.spend.calls == 4


def test_it_steps_in_a_loop():
    x = node(3.0, "x", trainable=True)
    optimizer = TextGrad([x], chat=ScriptedChat(["x is too large.", "### variable: x\n```\n2.0\n```\n"]), context=TASK)
    (x * x).backward("make it smaller")
    assert optimizer.step().refusal is None
    assert x.data == 2.0


def test_its_options_are_what_decides_the_question():
    optimizer = TextGrad(chat=ScriptedChat([]), samples=2)
    assert asdict(optimizer.options) == {
        "context": "",
        "samples": 2,
        "prompt_tokens": 6_000,
        "temperature": None,
        "reasoning_effort": None,
        "memory": 5,
        "batch": 1,
        "view": "folded",
    }
    assert optimizer.samples(robot()) == 2


@pytest.mark.parametrize("options", [{"view": "half"}, {"memory": -1}, {"batch": 0}, {"samples": 0}, {"model": "m"}])
def test_unusable_options_are_refused(options):
    with pytest.raises(OptionError):
        TextGrad(chat=ScriptedChat([]), **options)


def test_a_question_that_the_model_cannot_read_is_asked_in_fewer_words(openai_server):
    openai_server.script(too_long(800), CRITICISM, GOOD)
    proposal = textgrad_at(openai_server).propose(long_robot())
    assert proposal.values == {"controller": CODE}
    assert "it was cut to a budget of 400 tokens" in proposal.notes[0]
    assert len(openai_server.prompts[1]) < len(openai_server.prompts[0])
    assert openai_server.prompts[0] not in proposal.prompt


def test_a_question_that_fits_in_no_words_is_a_refusal(openai_server):
    openai_server.script(CRITICISM, *[too_long(100)] * 4)
    proposal = textgrad_at(openai_server, memory=0).propose(long_robot())
    assert "No prompt fits the model's context of 100 tokens" in str(proposal.refusal)
    assert proposal.spend.calls == 1
    assert "<!-- call 2: new values -->" in proposal.prompt


def long_robot():
    evidence = robot()
    best = evidence.best
    outcomes = tuple(replace(it, graph=rollout(300, speed=0.001)) for it in best.outcomes)
    trials = tuple(replace(it, outcomes=outcomes) if it is best else it for it in evidence.trials)
    return replace(evidence, trials=trials)
