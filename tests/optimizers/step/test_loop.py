from __future__ import annotations

import pytest
from fake_openai import FakeOpenAI, fault

from robotrace.errors import ExecutionError, ModelError, OptionError, TraceError
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


def test_one_parameter_alone_is_no_list_of_them():
    x, _ = pair()
    with pytest.raises(
        OptionError, match=r"OptoPrime takes a list of parameters, found <Parameter x = 3\.0>: write \[x\]"
    ):
        OptoPrime(x, chat=ScriptedChat([]))
    with pytest.raises(
        OptionError, match=r"OptoPrime takes a list of parameters, found <Bundle .*: write \[x\], or x\.param"
    ):
        OptoPrime(controller(), chat=ScriptedChat([]))


def test_an_optimizer_is_shown_with_the_names_of_its_parameters():
    assert repr(OptoPrime(pair(), chat=ScriptedChat([]))) == "<OptoPrime of 'x', 'y'>"
    assert repr(OptoPrime(chat=ScriptedChat([]))) == "<OptoPrime>"


def test_what_cannot_chat_is_refused():
    with pytest.raises(OptionError, match=r"chat is an object with a method chat\(messages\), .*; found 'gpt-5'\."):
        OptoPrime(pair(), chat="gpt-5")


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
    ],
)
def test_code_that_does_not_compile_is_refused(code_step, text, said):
    act, proposal = code_step(text)
    assert said in str(proposal.refusal)
    assert act(4.0).data == 2.0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def controller(distance):\n    return 1 / distance", "division by zero"),
        ("def controller(distance):\n    return np.sqrt(distance)", "name 'np' is not defined"),
    ],
)
def test_code_that_fails_on_recorded_calls_is_refused(text, said):
    act, proposal = step_of(text, trust=False)
    assert said in str(proposal.refusal)
    assert act(4.0).data == 2.0


def test_a_failing_line_is_marked():
    _, proposal = step_of("def controller(distance):\n    x = 1 / distance\n    return x", trust=False)
    assert "-->   2 |     x = 1 / distance" in str(proposal.refusal)


def test_trusted_code_is_compiled_and_not_run():
    sent: list[int] = []

    @bundle(trainable=True)
    def send(number):
        sent.append(number)

    send(1).backward("twice")
    text = "def send(number):\n    sent.extend([number] * 2)"
    assert OptoPrime(send.parameters(), chat=ScriptedChat([block("send", text)]), trust=True).step().refusal is None
    assert sent == [1]
    send(2)
    assert sent == [1, 2, 2]


def test_a_trial_run_leaves_recorded_inputs_alone():
    @bundle(trainable=True)
    def total(items):
        return sum(items)

    items = [1, 2]
    text = "def total(items):\n    items.clear()\n    return 0"
    total(items).backward("less")
    OptoPrime(total.parameters(), chat=ScriptedChat([block("total", text)])).step()
    assert items == [1, 2]
    assert total(items).data == 0
    assert items == []


@bundle(trainable=True)
def make(question):
    return "q: " + question


@bundle(trainable=True)
def use(message):
    return message.upper()


def test_what_a_text_keeps_from_call_to_call_does_not_begin_with_a_trial_run():
    @bundle(trainable=True)
    def act(x):
        return x

    for x in range(3):
        act(x).backward("count")
    text = "calls = []\ndef act(x):\n    calls.append(x)\n    return list(calls)"
    OptoPrime(act.parameters(), chat=ScriptedChat([block("act", text)])).step()
    assert act(7).data == [7]
    assert act(8).data == [7, 8]


@pytest.mark.parametrize(
    ("made", "used", "refusal"),
    [
        ('{"q": question}', 'message["q"].upper()', None),
        ('{"q": question}[0]', 'message["q"].upper()', "The new 'make' fails on a call that was recorded: KeyError: 0"),
    ],
)
def test_two_functions_that_change_together_are_judged_together(made, used, refusal):
    first = use(make("hi"))
    first.backward("pass a dict")
    texts = make.parameter.data, use.parameter.data
    reply = block("make", f"def make(question):\n    return {made}") + block(
        "use", f"def use(message):\n    return {used}"
    )
    said = OptoPrime([*make.parameters(), *use.parameters()], chat=ScriptedChat([reply])).step().refusal
    if refusal is None:
        assert said is None
        assert use(make("hi")).data == "HI"
        make.parameter.set(texts[0])
        use.parameter.set(texts[1])
    else:
        assert str(said).startswith(refusal)
    assert (make.parameter.data, use.parameter.data) == texts


def test_a_prompt_and_its_parser_change_together():
    @bundle(trainable=True)
    def parsed(reply):
        return reply.split(":")[1]

    prompt = node("Answer as a:b", "prompt", trainable=True)
    parsed(prompt + "!").backward("use json")
    reply = block("prompt", '{"a": 1}') + block(
        "parsed", "def parsed(reply):\n    import json\n    return json.loads(reply[:-1])['a']"
    )
    assert OptoPrime([prompt, *parsed.parameters()], chat=ScriptedChat([reply])).step().refusal is None
    assert parsed(prompt + "!").data == 1


def test_code_may_refuse_an_input_on_which_the_recorded_call_failed():
    @bundle(trainable=True)
    def root(x):
        return x**0.5 if x >= 0 else int("")

    with pytest.raises(ExecutionError) as failed:
        root(-1.0)
    failed.value.node.backward("say what is wrong")
    text = "def root(x):\n    if x < 0:\n        raise ValueError('below 0')\n    return x**0.5"
    assert OptoPrime(root.parameters(), chat=ScriptedChat([block("root", text)])).step().refusal is None
    with pytest.raises(ExecutionError, match="ValueError: below 0"):
        root(-1.0)


def test_a_refused_joint_update_changes_nothing_and_its_cause_is_told():
    x, y = pair()
    act = controller()
    act(x / y).backward("more")
    reply = (
        block("x", "9.0")
        + block("controller", "def controller(distance):\n    return later(distance)")
        + block("y", "99")
    )
    before = act.parameter.data
    proposal = OptoPrime([x, y, *act.parameters()], chat=ScriptedChat([reply])).step()
    assert "'y' expects a number from 1 to 10" in str(proposal.refusal)
    assert (x.data, y.data, act.parameter.data) == (3.0, 2.0, before)


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
    assert "matches the regular expression `[A-Z]{2}-[0-9]` as a whole, found 'AB-12'" in str(optimizer.step().refusal)
    assert "#Constraints\ncode: text that matches the regular expression" in chat.asked[0][0].content
    optimizer.step()
    assert code.data == "XY-7"


@pytest.mark.parametrize(
    "output",
    [lambda x, y: node(3), lambda x, y: node(3) + 1, lambda x, y: node(x.data + y.data)],
    ids=["leaf", "constant", "cut off"],
)
def test_feedback_on_what_came_from_no_parameter_reaches_none(output):
    x, y = pair()
    optimizer = OptoPrime([x, y], chat=ScriptedChat([]))
    assert list(output(x, y).backward("larger").parameters) == []
    with pytest.raises(TraceError) as caught:
        optimizer.step()
    assert str(caught.value) == (
        "No feedback has reached 'x', 'y': call backward(...) on an output that came from there, and step before "
        "zero_feedback. A value that was read as .data is cut off from where it came from."
    )


def test_a_minibatch_may_hold_constants():
    x, y = pair()
    optimizer = OptoPrime([x, y], chat=ScriptedChat([block("x", "9.0")]))
    node(3).backward("this one came from nowhere")
    (x / y).backward("larger")
    assert optimizer.step().values == {"x": 9.0}
