from dataclasses import replace

from graphs import REACH, rollout

from robotrace.optimizers.prompt.build import build_prompt
from robotrace.optimizers.prompt.focus import focused
from robotrace.opto import ROBOT, Candidate, Case, Evidence, Outcome, Proposal, Trial, Variable, Verdict
from robotrace.trace import Graph

PARTS = ("lift", "turn", "press")


def graph(part: str) -> Graph:
    """A rollout in which one part acts."""
    whole = rollout(6)
    records = (replace(it, name=part) if it.kind == "parameter" else it for it in whole.records)
    records = tuple(replace(it, name=part, operation=part) if it.name == "controller" else it for it in records)
    return Graph(records, whole.feedback)


def evidence(iteration: int) -> Evidence:
    """`lift` is solved; `turn` and `press` are not."""
    values = {part: REACH.replace("controller", part) for part in PARTS}
    outcomes = tuple(
        Outcome(
            Case("train", index), part == "lift", 0.1, "Not solved.", graph=graph(part), detail={"task": f"{part}-v3"}
        )
        for index, part in enumerate(PARTS)
    )
    start = Trial(0, Verdict.START, "", None, Candidate(values, ""), outcomes)
    other = Trial(1, Verdict.REFUSED, "worse", Proposal({"press": "def press(observation): return 1"}), None)
    variables = tuple(Variable(part, "code", values[part]) for part in PARTS)
    return Evidence("Move.", variables, (start, other), iteration, ROBOT)


def test_where_there_is_room_all_parts_are_shown():
    whole = evidence(1)
    assert focused(whole, prompt_tokens=6_000) is whole


def test_else_it_is_about_one_unsolved_part_another_one_each_iteration():
    seen = [[it.name for it in focused(evidence(iteration), prompt_tokens=600).variables] for iteration in (1, 2, 3)]
    assert seen == [["turn"], ["press"], ["turn"]]


def test_the_prompt_says_so_and_has_nothing_of_the_other_parts():
    own = focused(evidence(1), prompt_tokens=600)
    assert own.context.endswith("This is about turn and its cases alone; the others (lift, press) stay as they are.")
    text = build_prompt(own, prompt_tokens=1_500)
    assert "def turn(observation)" in text
    assert "def press" not in text
    assert "- train 1 (turn-v3): not solved" in text
    assert len(own.trials) == 1
    assert len(focused(evidence(2), prompt_tokens=600).trials) == 2
