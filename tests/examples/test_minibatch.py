"""Minibatches: one sum of losses, and feedback on each of several outputs. The model's replies are scripted."""

from __future__ import annotations

from robotrace.llm import ScriptedChat

STRANGE = """
    def strange_sort_list(numbers):
        rest, strange = sorted(numbers), []
        while rest:
            strange.append(rest.pop(0 if len(strange) % 2 == 0 else -1))
        return strange
    """


def test_a_sum_of_losses_goes_down(program, reply):
    chat = ScriptedChat(
        [
            reply("A slope.", line="def line(x):\n    return 2 * x"),
            reply("And an offset.", line="def line(x):\n    return 2 * x - 3"),
            "It is zero: nothing is to be changed.",
        ]
    )
    assert program("minibatch").train_on_sum(chat, iterations=3) == [85, 45, 0]


def test_the_prompt_of_a_sum_shows_every_point(program, reply, prompts):
    chat = ScriptedChat([reply("A slope.", line="def line(x):\n    return 2 * x")])
    program("minibatch").train_on_sum(chat, iterations=1)
    (prompt,) = prompts(chat)
    assert "Minimize the loss." in prompt
    assert all(f"{y}" in prompt for y in (3, 1, -1, 7, 5))


def test_one_point_at_a_time_works_the_same(program, reply):
    chat = ScriptedChat([reply("A constant.", line="def line(x):\n    return 1")])
    assert program("minibatch").train_on_sum(chat, iterations=1, points=[(2, 1)]) == [1]


def test_each_output_of_a_batch_has_feedback_of_its_own(program, reply, prompts):
    minibatch = program("minibatch")
    chat = ScriptedChat([reply("Alternate.", strange_sort_list=STRANGE)])
    proposal = minibatch.train_on_each(chat)
    assert proposal.refusal is None
    assert [minibatch.strange_sort_list(list(numbers)).data for numbers in minibatch.LISTS] == [
        [1, 4, 2, 3],
        [5, 5, 5, 5],
        [],
        [4, 9, 5, 8, 6, 7],
    ]
    assert "eq_1: test case failed!\neq_2 to eq_3: test case passed!\neq_4: test case failed!\n" in prompts(chat)[0]
    assert (
        "4. eq_4 = False ([4, 5, 6, 7, 8, 9] == [4, 9, 5, 8, 6, 7]) with numbers = [9, 8, 7, 6, 5, 4]"
        in prompts(chat)[0]
    )
