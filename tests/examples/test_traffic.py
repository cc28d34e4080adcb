"""The green times of a crossing. The model's replies are scripted; the crossing is a queue simulation of its own."""

from __future__ import annotations

import pytest

import robotrace as rt
from robotrace.llm import ScriptedChat


def test_green_times_are_found_and_each_has_its_score(program, reply):
    chat = ScriptedChat(
        [
            reply("The rush is from west to east.", east_west="30", north_south="20"),
            reply("More.", east_west="45", north_south="25"),
            reply("Less for the rest.", north_south="20"),
        ]
    )
    assert program("traffic").train(chat, iterations=3) == [(15, 15, 281.8), (30, 20, 145.1), (45, 25, 68.0)]


def test_the_prompt_has_the_delays_the_bounds_and_the_context(program, reply, prompts):
    chat = ScriptedChat([reply("More.", east_west="30"), reply("More.", east_west="45")])
    program("traffic").train(chat, iterations=2)
    first, second = prompts(chat)
    assert "SCORE, the mean delay and its spread in seconds, is as small as possible." in first
    assert "from 15 to 90" in first
    assert "'west': 282.8" in first
    assert "281.8" in second


def test_a_green_time_out_of_bounds_is_refused_with_the_bounds(program, reply, prompts):
    chat = ScriptedChat([reply("Much more.", east_west="120"), reply("The most.", east_west="90")])
    assert [history[:2] for history in program("traffic").train(chat, iterations=2)] == [(15, 15), (15, 15)]
    assert "'east_west' expects an integer from 15 to 90, found 120" in prompts(chat)[1]


@pytest.mark.slow  # cma takes seconds to import
def test_a_search_without_a_model_finds_a_score_as_good(program):
    traffic = program("traffic")
    east_west, north_south = (
        rt.node(15, name, trainable=True, bounds=(15, 90)) for name in ("east_west", "north_south")
    )
    optimizer = rt.Tune([east_west, north_south])
    for _ in range(40):
        result = traffic.analyze(traffic.simulate(east_west, north_south))
        optimizer.zero_feedback()
        result.backward("", score=-result.data["SCORE"])
        optimizer.step()
    optimizer.set_best()
    assert traffic.analyze(traffic.simulate(east_west.data, north_south.data)).data["SCORE"] < 75
