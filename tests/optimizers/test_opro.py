from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import pytest
from evidences import BLANK, mute, outcome, robot, tried
from fake_openai import fault, reply, too_long
from golden import golden
from graphs import REACH

from robotrace.errors import ModelError, OptionError
from robotrace.llm import OpenAIChat, ScriptedChat
from robotrace.optimizers import OPRO, OptoPrime
from robotrace.optimizers.opro import history_of
from robotrace.optimizers.view.estimate import tokens
from robotrace.opto import Evidence, Optimizer, Spend, Variable, Verdict
from robotrace.trace import node

GOLDEN = Path(__file__).parent / "golden"
CODE = "def controller(observation):\n    return [0.1, 0.7, 0.02, 1.0]"
GOOD = f"I lower the hand.\n\n### variable: controller\n```python\n{CODE}\n```\n"


def opro_at(server, **options):
    return OPRO(chat=OpenAIChat("m-1", base_url=server.url, api_key="sk-none-at-all", max_retries=0), **options)


@pytest.mark.parametrize(("name", "evidence"), [("opro", robot()), ("opro-after-a-refusal", robot(mute(3)))])
def test_the_whole_prompt(name, evidence):
    golden(GOLDEN / f"{name}.txt", OPRO(chat=ScriptedChat([])).prompt(evidence))


def test_a_good_reply_is_a_proposal(openai_server):
    openai_server.script(GOOD)
    optimizer = opro_at(openai_server)
    proposal = optimizer.propose(robot())
    assert proposal.values == {"controller": CODE}
    assert proposal.reason == "I lower the hand."
    assert openai_server.prompts == [proposal.prompt]
    assert proposal.spend == Spend(1, 100, len(GOOD) // 4, usd=None)
    assert isinstance(optimizer, Optimizer)
    assert (optimizer.name, optimizer.model) == ("opro", "m-1")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("Lower the hand.", "no fenced block"),
        (GOOD.rstrip()[:-4], "has no end"),
        (reply(GOOD, finish_reason="length"), "cut off at the model's length limit"),
    ],
)
def test_what_cannot_be_used_is_a_refusal_that_keeps_reply_and_spend(openai_server, answer, said):
    openai_server.script(answer)
    proposal = opro_at(openai_server).propose(robot())
    assert proposal.values == {}
    assert said in str(proposal.refusal)
    assert proposal.spend.calls == 1
    assert proposal.reply


def test_an_endpoint_that_fails_is_a_model_error(openai_server):
    openai_server.script(fault(500))
    with pytest.raises(ModelError):
        opro_at(openai_server).propose(robot())


def test_no_trace_is_shown():
    prompt = OPRO(chat=ScriptedChat([])).prompt(robot())
    assert "#Trace" not in prompt
    assert "#Code" not in prompt
    assert "#Trace" in OptoPrime(chat=ScriptedChat([])).prompt(robot())


def test_the_better_the_later():
    lines = [line for line in history_of(robot(), 20, prompt_tokens=6_000).splitlines() if line.startswith("## ")]
    assert lines == [
        "## Attempt 0, solved 0 of 1 cases, mean score 1.5",
        "## Attempt 2, solved 0 of 1 cases, mean score 3",
        "## Attempt 1, its values are the present ones: solved 1 of 3 cases, mean score 5.75",
    ]


def test_candidates_are_ranked_on_the_cases_that_the_present_one_was_tried_on():
    low = tried(0, Verdict.START, BLANK, outcome(0, success=True, score=1.0))
    high = tried(1, Verdict.ACCEPTED, f"{BLANK}  #", outcome(0, success=True, score=5.0))
    more = (outcome(0, success=True, score=2.0), outcome(1, score=0.0), outcome(2, score=0.0))
    present = tried(2, Verdict.ACCEPTED, REACH, *more)
    lines = history_of(replace(robot(), trials=(low, high, present)), 20, prompt_tokens=6_000).splitlines()
    assert [line for line in lines if line.startswith("## ")] == [
        "## Attempt 0, solved 1 of 1 cases, mean score 1",
        "## Attempt 2, its values are the present ones: solved 1 of 3 cases, mean score 0.667",
        "## Attempt 1, solved 1 of 1 cases, mean score 5",
    ]


def test_the_worst_are_left_out_first():
    many = [tried(k, Verdict.REFUSED, f"{BLANK}  # {k}", outcome(0, score=k / 100)) for k in range(3, 33)]
    evidence = robot(*many)
    few = history_of(evidence, 3, prompt_tokens=6_000)
    assert [line.split(",")[0] for line in few.splitlines() if line.startswith("## ")] == [
        "## Attempt 0",
        "## Attempt 2",
        "## Attempt 1",
    ]
    assert history_of(evidence, 20, prompt_tokens=1).count("## Attempt") == 1
    assert tokens(OPRO(chat=ScriptedChat([]), prompt_tokens=1_500).prompt(evidence)) <= 1_500


def test_without_scores_the_order_is_that_of_time():
    trials = [tried(k, Verdict.ACCEPTED, f"{BLANK}  # {k}", outcome(0, score=None)) for k in range(3)]
    history = history_of(replace(robot(), trials=tuple(trials)), 20, prompt_tokens=6_000)
    assert [line for line in history.splitlines() if line.startswith("## ")] == [
        "## Attempt 0",
        "## Attempt 1",
        "## Attempt 2, its values are the present ones",
    ]


def test_numbers_are_shown_as_values():
    start = replace(tried(0, Verdict.START, "", outcome(0, score=None)))
    evidence = Evidence("", (Variable("x", "number", 3.0, "the gain", "at least 1"),), (start,))
    prompt = OPRO(chat=ScriptedChat([])).prompt(evidence)
    assert "- x (number): the gain; at least 1" in prompt
    assert "\nx = 3.0\n" in prompt


def test_it_steps_in_a_loop():
    x = node(3.0, "x", trainable=True)
    optimizer = OPRO([x], chat=ScriptedChat(["Smaller.\n\n### variable: x\n```\n2.0\n```\n"]))
    (x * x).backward("make it smaller")
    assert optimizer.step().refusal is None
    assert x.data == 2.0


def test_its_options_are_what_decides_the_question():
    optimizer = OPRO(chat=ScriptedChat([]), samples=8)
    assert asdict(optimizer.options) == {
        "context": "",
        "samples": 8,
        "prompt_tokens": 6_000,
        "temperature": None,
        "reasoning_effort": None,
        "memory": 20,
    }
    assert optimizer.samples(robot()) == 8


@pytest.mark.parametrize("options", [{"memory": 0}, {"samples": 0}, {"model": "m"}])
def test_unusable_options_are_refused(options):
    with pytest.raises(OptionError):
        OPRO(chat=ScriptedChat([]), **options)


def test_a_question_that_the_model_cannot_read_is_asked_in_fewer_words(openai_server):
    openai_server.script(too_long(300), GOOD)
    many = [tried(k, Verdict.REFUSED, f"{BLANK}  # {k}", outcome(0, score=k / 100)) for k in range(3, 33)]
    proposal = opro_at(openai_server).propose(robot(*many))
    assert proposal.values == {"controller": CODE}
    assert "it was cut to a budget of 150 tokens" in proposal.notes[0]
    assert [prompt.count("## Attempt") for prompt in openai_server.prompts] == [20, 1]
