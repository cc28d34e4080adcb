from __future__ import annotations

import pytest
from fake_openai import FakeOpenAI, fault

from robotrace.errors import ModelError, OptionError, TraceError
from robotrace.llm import OpenAIChat, ScriptedChat
from robotrace.optimizers.optoprime import OptoPrime
from robotrace.trace import bundle, node


def block(name: str, value: str) -> str:
    return f"### variable: {name}\n```\n{value}\n```\n"


def pair():
    return node(3.0, "x", trainable=True), node(2.0, "y", trainable=True, bounds=(1, 10))


def go(optimizer: OptoPrime, x, y, words: str = "make z larger"):
    z = x / y
    optimizer.zero_feedback()
    z.backward(words)
    return optimizer.step()


def test_a_step_sets_the_proposed_values():
    x, y = pair()
    optimizer = OptoPrime([x, y], chat=ScriptedChat([block("x", "9.0") + block("y", "1")]))
    proposal = go(optimizer, x, y)
    assert proposal.values == {"x": 9.0, "y": 1.0}
    assert (x.data, y.data) == (9.0, 1.0)


def test_a_parameter_that_is_left_out_keeps_its_value():
    x, y = pair()
    go(OptoPrime([x, y], chat=ScriptedChat([block("y", "1.5")])), x, y)
    assert (x.data, y.data) == (3.0, 1.5)


def test_all_values_are_set_or_none():
    x, y = pair()
    proposal = go(OptoPrime([x, y], chat=ScriptedChat([block("x", "9.0") + block("y", "99")])), x, y)
    assert "'y' expects a number from 1 to 10" in str(proposal.refusal)
    assert proposal.values == {}
    assert (x.data, y.data) == (3.0, 2.0)


def test_the_next_prompt_tells_what_was_refused_and_what_was_left_behind():
    x, y = pair()
    chat = ScriptedChat([block("x", "many"), block("x", "9.0"), block("x", "10.0")])
    optimizer = OptoPrime([x, y], chat=chat)
    for _ in range(3):
        go(optimizer, x, y)
    second, third = (asked[-1].content for asked in chat.asked[1:])
    assert "## Attempt 1: refused\n> 'x' takes a finite number, found 'many'.\n" in second
    assert "## Attempt 0: the start\nx was 3\nWhat came of it:\n> truediv = 1.5: make z larger\n" in third
    assert "## Attempt 2" not in third  # it is the one that stands
    assert x.data == 10.0


def test_an_endpoint_that_fails_changes_nothing(openai_server: FakeOpenAI):
    openai_server.script(fault(500), block("x", "9.0"))
    x, y = pair()
    optimizer = OptoPrime([x, y], chat=OpenAIChat("m", base_url=openai_server.url, max_retries=0))
    with pytest.raises(ModelError):
        go(optimizer, x, y)
    assert x.data == 3.0
    go(optimizer, x, y)
    assert x.data == 9.0


def test_feedback_on_several_outputs_adds_up():
    x, y = pair()
    chat = ScriptedChat([block("x", "4.0")])
    optimizer = OptoPrime([x, y], chat=chat)
    (x + y).backward("make the sum 6")
    (x - y).backward("make the difference 2")
    optimizer.step()
    assert "make the sum 6" in chat.asked[0][0].content
    assert "make the difference 2" in chat.asked[0][0].content


def test_a_step_without_feedback_says_to_call_backward():
    x, y = pair()
    with pytest.raises(TraceError, match="call backward"):
        OptoPrime([x, y], chat=ScriptedChat([])).step()


def test_a_step_without_parameters_says_so():
    with pytest.raises(TraceError, match="holds no parameters"):
        OptoPrime(chat=ScriptedChat([])).step()


def test_zero_feedback_forgets():
    x, y = pair()
    optimizer = OptoPrime([x, y], chat=ScriptedChat([]))
    (x / y).backward("more")
    optimizer.zero_feedback()
    assert x.graphs == y.graphs == []


def test_parameters_need_names_of_their_own():
    with pytest.raises(OptionError, match="Two parameters are called 'x'"):
        OptoPrime([node(1.0, "x", trainable=True), node(2.0, "x", trainable=True)], chat=ScriptedChat([]))


def test_what_is_no_parameter_is_refused():
    with pytest.raises(OptionError, match="Expected parameters"):
        OptoPrime([node(1.0)], chat=ScriptedChat([]))


def test_text_needs_no_permission():
    greeting = node("hello", "greeting", trainable=True)
    (greeting + "!").backward("be warmer")
    OptoPrime([greeting], chat=ScriptedChat([block("greeting", "Dear friend,\nhello")])).step()
    assert greeting.data == "Dear friend,\nhello"


def controller():
    @bundle(trainable=True)
    def controller(distance):
        return distance / 2

    return controller


@pytest.fixture(params=[False, True], ids=["confined", "trusted"])
def code_step(request):
    return lambda text: step_of(text, trust=request.param)


def step_of(text: str, *, trust: bool):
    act = controller()
    optimizer = OptoPrime(act.parameters(), chat=ScriptedChat([block("controller", text)]), trust=trust)
    for distance in (1.0, 0.0, 2.0):
        act(distance).backward("go faster")
    return act, optimizer.step()


def test_new_code_is_set_and_runs(code_step):
    act, proposal = code_step("def controller(distance):\n    return distance")
    assert proposal.refusal is None
    assert act(4.0).data == 4.0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def controller(distance):\n    return distance +", "syntax error in line 2"),
        ("def controller(distance, speed):\n    return distance", "keep the signature"),
        ("def controller(distance):\n    return 1 / distance", "division by zero"),
        ("def controller(distance):\n    return np.sqrt(distance)", "name 'np' is not defined"),
    ],
)
def test_code_that_does_not_compile_or_fails_on_recorded_calls_is_refused(code_step, text, said):
    act, proposal = code_step(text)
    assert said in str(proposal.refusal)
    assert act(4.0).data == 2.0


def test_a_failing_line_is_marked(code_step):
    _, proposal = code_step("def controller(distance):\n    x = 1 / distance\n    return x")
    assert "-->   2 |     x = 1 / distance" in str(proposal.refusal)


def test_a_trial_run_leaves_recorded_inputs_alone():
    @bundle(trainable=True)
    def total(items):
        return sum(items)

    items = [1, 2]
    text = "def total(items):\n    items.clear()\n    return 0"
    total(items).backward("less")
    OptoPrime(total.parameters(), chat=ScriptedChat([block("total", text)]), trust=True).step()
    assert items == [1, 2]


def test_one_unlabelled_block_is_for_the_one_parameter_that_there_is():
    x = node(3.0, "x", trainable=True)
    (x + 1).backward("more")
    assert OptoPrime([x], chat=ScriptedChat(["Larger.\n```\n5\n```"])).step().values == {"x": 5.0}
    assert x.data == 5.0


def test_a_text_that_breaks_its_pattern_is_refused_in_words():
    code = node("AB-1", "code", trainable=True, pattern="[A-Z]{2}-[0-9]")
    (code + "!").backward("another")
    chat = ScriptedChat([block("code", "AB-12"), block("code", "XY-7")])
    optimizer = OptoPrime([code], chat=chat)
    assert "matches the regular expression '[A-Z]{2}-[0-9]' as a whole, found 'AB-12'" in str(optimizer.step().refusal)
    assert "#Constraints\ncode: text that matches the regular expression" in chat.asked[0][0].content
    optimizer.step()
    assert code.data == "XY-7"
