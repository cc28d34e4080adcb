"""Errors as feedback: the optimizer is told which line raised, and finds the constraint. The model's replies are scripted."""

from __future__ import annotations

from robotrace.llm import ScriptedChat


def test_the_constraint_is_found_by_breaking_it(program, reply):
    chat = ScriptedChat([reply("Must be larger.", a="1.0"), reply("Nearer.", a="0.05"), reply("Between.", a="0.1")])
    assert program("error_handling").train(chat, 3) == [-1.0, 1.0, 0.05, 0.1]


def test_the_prompt_names_the_error_and_the_line_that_raised(program, reply, prompts):
    chat = ScriptedChat([reply("Must be larger.", a="1.0"), reply("Smaller.", a="0.1")])
    program("error_handling").train(chat, 2)
    first, second = prompts(chat)
    assert "ValueError: Input must be greater than 0.1" in first
    assert "-->" in first
    assert "check(a)" in first
    assert "Minimize the objective." in second


def test_the_next_prompt_remembers_what_was_tried(program, reply, prompts):
    chat = ScriptedChat([reply("Must be larger.", a="1.0"), reply("Nearer.", a="0.05"), reply("Between.", a="0.1")])
    program("error_handling").train(chat, 3)
    last = prompts(chat)[2]
    assert "a was -1\n" in last
    assert "objective = 4: Minimize the objective." in last
    assert "a = 0.05 (float)" in last


def test_a_value_of_another_type_is_refused_in_one_line(program, reply, prompts):
    chat = ScriptedChat([reply("Words.", a="large"), reply("A number.", a="0.5")])
    assert program("error_handling").train(chat, 2) == [-1.0, -1.0, 0.5]
    assert "'a' takes a finite number, found 'large'" in prompts(chat)[1]
