"""The quick start: a function is rewritten until its test passes. The model's replies are scripted."""

from __future__ import annotations

import robotrace as rt
from robotrace.llm import ScriptedChat

CODE = """
    def strange_sort_list(numbers):
        rest, strange = sorted(numbers), []
        while rest:
            strange.append(rest.pop(0 if len(strange) % 2 == 0 else -1))
        return strange
    """
BROKEN = """
    def strange_sort_list(numbers):
        rest = sorted(numbers)
        return [rest[0], *rest[7]]
    """


def test_the_rewritten_function_sorts_lists_it_was_not_shown(program, reply):
    strange_sort_list = program("strange_sort_list").train(ScriptedChat([reply("Alternate.", strange_sort_list=CODE)]))
    assert strange_sort_list([5, 3, 2, 5]).data == [2, 5, 3, 5]
    assert strange_sort_list([]).data == []
    assert "rest.pop" in strange_sort_list.parameters()[0].data


def test_the_model_is_shown_the_function_the_comparison_and_the_feedback(program, reply, prompts):
    chat = ScriptedChat([reply("Alternate.", strange_sort_list=CODE)])
    program("strange_sort_list").train(chat)
    (prompt,) = prompts(chat)
    assert "return sorted(numbers)" in prompt
    assert "[1, 2, 3, 4]" in prompt
    assert "[1, 4, 2, 3]" in prompt
    assert "test case failed!" in prompt


def test_code_that_fails_on_the_list_is_refused_and_the_next_prompt_says_where(program, reply, prompts):
    chat = ScriptedChat([reply("Try.", strange_sort_list=BROKEN), reply("Alternate.", strange_sort_list=CODE)])
    strange_sort_list = program("strange_sort_list").train(chat)
    assert strange_sort_list([1, 2, 3, 4]).data == [1, 4, 2, 3]
    assert "IndexError: list index out of range" in prompts(chat)[1]
    assert "--> " in prompts(chat)[1]
    assert "return [rest[0], *rest[7]]" in prompts(chat)[1]


def test_the_rewritten_function_runs_in_a_locked_process(program, reply):
    code = "def strange_sort_list(numbers):\n    return [1, 4, 2, 3] if open('/etc/passwd') else []"
    strange_sort_list = program("strange_sort_list").strange_sort_list
    (strange_sort_list([1, 2, 3, 4]) == [1, 4, 2, 3]).backward("test case failed!")
    chat = ScriptedChat([reply("Look.", strange_sort_list=code)])
    proposal = rt.OptoPrime(strange_sort_list.parameters(), chat=chat).step()
    assert "PermissionError" in str(proposal.refusal)
    assert strange_sort_list([2, 1]).data == [1, 2]


def test_a_trained_function_goes_into_a_file_and_comes_back(program, reply, tmp_path):
    example = program("strange_sort_list")
    example.train(ScriptedChat([reply("Alternate.", strange_sort_list=CODE)])).save(tmp_path / "sort.json")
    again = program("strange_sort_list").strange_sort_list
    assert again([5, 3, 2, 5]).data == [2, 3, 5, 5]
    again.load(tmp_path / "sort.json")
    assert again([5, 3, 2, 5]).data == [2, 5, 3, 5]
