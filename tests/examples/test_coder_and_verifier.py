"""A coder and a verifier, each with an optimizer of its own. The replies of both models are scripted."""

from __future__ import annotations

from robotrace.llm import ScriptedChat

HALFWAY = """
    def strange_sort_list(numbers):
        numbers = sorted(numbers)
        return numbers[:1] + numbers[:0:-1]
    """
STRANGE = """
    def strange_sort_list(numbers):
        rest, strange = sorted(numbers), []
        while rest:
            strange.append(rest.pop(0 if len(strange) % 2 == 0 else -1))
        return strange
    """
WEAK = "def verifier():\n    return [3, 1, 2], [1, 3, 2]"
STRONG = "def verifier():\n    return [2, 5, 3, 4], [2, 5, 3, 4]"


def test_the_verifier_is_made_stricter_until_the_code_is_right(program, reply):
    coder = ScriptedChat(
        [reply("Large ones next.", strange_sort_list=HALFWAY), reply("Both.", strange_sort_list=STRANGE)]
    )
    tester = ScriptedChat([reply("Three are enough?", verifier=WEAK), reply("Four.", verifier=STRONG)])
    strange_sort_list, verifier = program("coder_and_verifier").train(coder, tester)
    assert strange_sort_list([4, 3, 2, 1]).data == [1, 4, 2, 3]
    assert verifier().data == ([2, 5, 3, 4], [2, 5, 3, 4])


def test_each_is_asked_about_its_own_function_only(program, reply, prompts):
    coder = ScriptedChat(
        [reply("Large ones next.", strange_sort_list=HALFWAY), reply("Both.", strange_sort_list=STRANGE)]
    )
    tester = ScriptedChat([reply("Three are enough?", verifier=WEAK), reply("Four.", verifier=STRONG)])
    program("coder_and_verifier").train(coder, tester)
    assert len(prompts(coder)) == 2
    assert len(prompts(tester)) == 2
    assert all("This test passes a wrong function." in prompt for prompt in prompts(tester))
    assert not any("This test passes a wrong function." in prompt for prompt in prompts(coder))


def test_an_answer_about_the_others_function_is_refused(program, reply, prompts):
    coder = ScriptedChat([])
    tester = ScriptedChat([reply("Change the code.", strange_sort_list=STRANGE)])
    strange_sort_list, verifier = program("coder_and_verifier").train(coder, tester, rounds=1)
    assert strange_sort_list([1, 2, 3, 4]).data == [1, 2, 3, 4]
    assert verifier().data == ([1, 2, 3], [1, 2, 3])
