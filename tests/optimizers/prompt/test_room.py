"""Very long values, feedback and errors: what cannot be shown whole is not asked about, all else is cut."""

from __future__ import annotations

import pytest

import robotrace as rt
from robotrace.errors import ExecutionError
from robotrace.llm import ScriptedChat
from robotrace.optimizers.opro import OPRO
from robotrace.optimizers.optoprime import OptoPrime
from robotrace.optimizers.textgrad import TextGrad
from robotrace.optimizers.view.estimate import tokens

LINE = "one two three four.\n"  # six tokens
LONG = LINE * 20_000
REMEDY = "Shorten it, make it several parameters, freeze() it, or allow more with prompt_tokens=."
every = pytest.mark.parametrize("kind", [OptoPrime, OPRO, TextGrad])


def text(value=LONG, **about):
    x = rt.node(value, "x", trainable=True, **about)
    (x + "!").backward("make it shorter")
    return [x]


def code():
    @rt.bundle(trainable=True)
    def f(a):
        return a

    (parameter,) = f.parameters()
    parameter.set("def f(a):\n" + "    a = a + 1\n" * 2_000 + "    return a\n")
    f(1).backward("make it larger")
    return [parameter]


def feedback():
    x = rt.node(1, "x", trainable=True)
    rt.backward([x + i for i in range(16)], [f"{i}: {LONG}" for i in range(16)])
    return [x]


def errors():
    @rt.bundle()
    def look(x, place):
        raise ValueError(f"{place}: {LONG}")

    x = rt.node(1, "x", trainable=True)
    failed = []
    for place in range(30):
        with pytest.raises(ExecutionError) as caught:
            look(x, place)
        failed.append(caught.value.node)
    rt.backward(failed, [it.error for it in failed])
    return [x]


def inputs():
    @rt.bundle()
    def read(x, page):
        return f"{x}{page}"

    read.__doc__ = LONG
    x = rt.node(1, "x", trainable=True)
    pages = [rt.node(f"{i}: {LONG}", f"page{i}") for i in range(20)]
    rt.backward([read(x, page) for page in pages], [LONG] * 20)
    return [x]


def replaced():
    (x,) = text()
    x.set("short")
    return [x]


def asked(kind, parameters, **options):
    chat = ScriptedChat(["It is too long.", "### variable: x\n```\n7\n```"], model="m")
    proposal = kind(parameters, chat=chat, **options).step()
    return proposal, [prompt[0].content for prompt in chat.asked]


@every
def test_what_no_prompt_has_room_for_is_not_asked_about(kind):
    room = "A prompt of 6,000 tokens has no room for what it shows whole: "
    for parameters, refusal in (
        (text(), f"'x' takes about 120,010. {REMEDY}"),
        (text(" " * 600_000), f"'x' takes about 9,385. {REMEDY}"),
        (text("short", description=LONG), f"'x' takes about 120,012. {REMEDY}"),
        (text("c0", choices=[f"c{i}" for i in range(5_000)]), f"'x' takes about 24,015. {REMEDY}"),
        (code(), f"'f' takes about 20,038. {REMEDY}"),
    ):
        proposal, prompts = asked(kind, parameters)
        assert (proposal.values, proposal.spend.calls, prompts) == ({}, 0, [])
        assert proposal.refusal == room + refusal


@every
def test_a_context_and_the_number_of_variables_count_too(kind):
    room = "A prompt of 6,000 tokens has no room for what it shows whole: "
    proposal, prompts = asked(kind, text("short"), context=LONG)
    assert proposal.refusal == f"{room}the context takes about 119,999. Shorten it, or allow more with prompt_tokens=."
    many = [rt.node(i, f"x{i}", trainable=True) for i in range(1_000)]
    rt.backward([it + 1 for it in many], ["larger"] * 1_000)
    proposal, more = asked(kind, many)
    assert proposal.refusal == (
        f"{room}1000 variables and the context take about 10,000. freeze() some of them, or allow more with prompt_tokens=."
    )
    assert prompts == more == []


@every
def test_a_longer_prompt_shows_what_it_is_allowed(kind):
    _, prompts = asked(kind, text(LINE * 2_000), prompt_tokens=20_000)
    assert all(LINE * 2_000 in prompt for prompt in prompts)
    assert prompts


@every
@pytest.mark.parametrize("make", [feedback, errors, inputs, replaced])
@pytest.mark.parametrize("view", ["folded", "masked"])
def test_all_else_is_cut(kind, make, view):
    _, prompts = asked(kind, make(), **({} if kind is OPRO else {"view": view}))
    assert prompts
    for prompt in prompts:
        assert 200 < tokens(prompt) <= 6_000
    assert any("characters left out" in prompt for prompt in prompts)


def test_feedback_on_many_outputs_is_cut_alike():
    _, prompts = asked(OptoPrime, feedback())
    for place in range(16):
        assert f"> {place}: one two three four." in prompts[0]


def test_an_answer_may_not_outgrow_the_prompt():
    x = rt.node("short", "x", trainable=True)
    (x + "!").backward("longer")
    chat = ScriptedChat([f"### variable: x\n```text\n{LINE * 300}```"])
    proposal = OptoPrime([x], chat=chat, prompt_tokens=1_500).step()
    assert proposal.refusal == "The new 'x' takes about 1,810 tokens, more than the 1,500 of a prompt: write less."
    assert x.data == "short"


@pytest.mark.parametrize("kind", [OptoPrime, OPRO])
def test_nor_may_all_of_them_together(kind):
    x, y = (rt.node(LINE * 90, name, trainable=True) for name in "xy")
    (x + y).backward("longer")
    chat = ScriptedChat([f"### variable: {name}\n```text\n{LINE * 160}```" for name in "xy"])
    optimizer = kind([x, y], chat=chat, prompt_tokens=1_500)
    refusal = optimizer.step().refusal
    assert refusal == (
        "The new 'x' takes about 970 tokens, with all else that a prompt shows whole 1,520, more than the 1,500 of a prompt: write "
        "less."
    )
    assert x.data == LINE * 90
