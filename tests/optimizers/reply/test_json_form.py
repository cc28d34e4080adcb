from __future__ import annotations

import json

import pytest

from robotrace.errors import ProposalError
from robotrace.optimizers.reply.parse import parse_reply, reason_of
from robotrace.opto import Variable

CODE = Variable("controller", "code", "def controller(observation):\n    return [0, 0, 0, 0]\n")
GAIN = Variable("gain", "number", 3.0)
COUNT = Variable("count", "number", 3)
WORDS = Variable("words", "text", "hello")
PAIR = Variable("pair", "value", (1, 2))
FLAG = Variable("flag", "value", True)
NEW = "def controller(observation):\n    return [*observation['puck'], 1.0]"


def reply(**suggestion) -> str:
    return json.dumps({"reasoning": "It is reversed.", "answer": "", "suggestion": suggestion})


def read(text: str, *variables: Variable) -> dict:
    return parse_reply(text, variables or (CODE, GAIN, COUNT, WORDS, PAIR, FLAG), form="json")


def test_an_object_gives_all_variables_at_once():
    values = {"controller": NEW, "gain": 5.5, "count": 4, "words": "two\nlines", "pair": [3, 4], "flag": False}
    assert read(reply(**values)) == {**values, "pair": (3, 4)}


def test_a_fenced_object_is_taken_too():
    assert read(f"Here it is:\n```json\n{reply(gain=5)}\n```\n") == {"gain": 5.0}


def test_thinking_in_front_is_not_read():
    assert read(f"<think>{reply(gain=1)}</think>\n{reply(gain=5)}") == {"gain": 5.0}


def test_the_reason_is_its_reasoning_and_answer():
    text = json.dumps({"reasoning": "Too low.", "answer": "5", "suggestion": {"gain": 5}})
    assert reason_of(text, form="json") == "Too low.\n\n5"


def test_the_reason_of_words_alone_is_the_words():
    assert reason_of("I cannot help with that.", form="json") == "I cannot help with that."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The reply was empty."),
        ("I can't help with that.", "holds no JSON object. Expected one JSON object"),
        ("I can't help with that.", 'It begins: "I can\'t help with that."'),
        ('{"suggestion": {"gain": 5', "is no JSON: Expecting"),
        ('{"suggestion": {"gain": 5', "it may have been cut off"),
        ("```json\n" + reply(gain=5), "The block in line 1 has no end"),
        (f"```json\n{reply(gain=5)}\n```\n```json\n{reply(gain=6)}\n```", "2 fenced blocks (lines 1 and 4)"),
        ('{"suggestion": {"gain": 5, "gain": 6}}', "gives 'gain' twice"),
        (reply(gian=5), "'gian', which is no variable. Did you mean 'gain'?"),
        (reply(gain="5"), "'gain' takes a JSON number, found '5'"),
        (reply(gain=True), "'gain' takes a JSON number, found True"),
        (reply(count=3.5), "'count' takes a whole number, found '3.5'"),
        (reply(words=5), "'words' takes a JSON string, found 5"),
        (reply(controller=None), "'controller' takes a JSON string, found None"),
        (reply(controller="x = 1"), "does not define the function 'controller'"),
        (reply(flag="False"), "'flag' takes a bool, found a str"),
        (reply(gain=3.0), "changes nothing: 'gain'"),
        (reply(), "it proposes nothing"),
        ('{"suggestion": null}', 'The "suggestion" of the reply is None'),
        ('{"reasoning": "none"}', 'The "suggestion" of the reply is missing'),
        ("[1, 2]", "a JSON list, no object"),
        ('{"suggestion": {"gain": NaN}}', "holds NaN, which is no finite number"),
        ('{"suggestion": {"gain": 1e999}}', "'gain' takes a finite number"),
        ('{"suggestion": {"gain": ' + "9" * 5_000 + "}}", "no JSON that can be read"),
        ('{"suggestion": {"flag": ' + "[" * 500 + "]" * 500 + "}}", "nested deeper than 40 levels"),
        ("[" * 100_000, "The reply is no JSON"),
        (reply(pair=[1] * 3_000), "'pair' has more than 2,000 characters"),
        ("x" * 2_000_000, "The reply has 2,000,000 characters"),
    ],
)
def test_what_is_wrong_is_said(text, said):
    with pytest.raises(ProposalError) as caught:
        read(text)
    assert said in str(caught.value)
