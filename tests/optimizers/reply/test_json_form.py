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


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff{}",
        "Here is the object:\n{}",
        "{}\nThat should do.",
        "Here:\n{}\nI hope [it] {{helps}}.",
        "Sure! ```json\n{}\n```",
        "```JSON\r\n{}\r\n```\r\nDone.",
        'First [1, 2], then {{"hint": 3}}:\n{}',
        "The form is {{suggestion: ...}}:\n{}",
        '{{"gain": 1}}\n</think>\n{}',
        '<think>{{"suggestion": {{"gain": 1}}}}</think>\n{}',
        '<think>{{"suggestion": {{"gain": NaN}}}}</think>\n{}',
        '{{"suggestion": {{"gain": 1}}}}</think>{}',
        "{}<|im_end|>",
    ],
)
def test_the_one_object_is_found_whatever_stands_around_it(text):
    assert read(text.format(reply(gain=5))) == {"gain": 5.0}


def test_tags_and_fences_within_an_object_are_its_own():
    words = 'begin <think> and </think>, [/THINK], ```python\nx\n``` and {"a": 1}'
    assert read(reply(words=words)) == {"words": words}
    assert read(f"Words.\n{reply(words=words)}") == {"words": words}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"gain": 5}', 5.0),
        ('{"reasoning": "low", "gain": 5}', 5.0),
        ('{"suggestion": 5}', 5.0),
        ('So: {"gain": 5}', 5.0),
    ],
)
def test_one_variable_needs_no_wrapping(text, value):
    assert read(text, GAIN) == {"gain": value}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{reply(gain=5)}\nor\n{reply(gain=6)}", "holds 2 objects with a suggestion (lines 1 and 3); exactly one"),
        (f"Words.\n{reply(gain=5)[:-2]},}}}}", "is no JSON: "),
        ('Words.\n{"suggestion": {"gain": 5,}}', "in line 2, column 27"),
        ('{"suggestion": {"gain": 5},}', "in line 1, column 28"),
        ("Words: {'suggestion': {'gain': 5}}", "Expecting property name enclosed in double quotes in line 1, column 9"),
        ('{"gain": 5}\n{"gain": 6}', "objects with a suggestion (lines 1 and 2)"),
        ('{"gain": 5, "gian": 6}', 'The "suggestion" of the reply is missing'),
        ('{"bad": {"gain": 5}, }', "is no JSON: "),
        ('Words {bad: {"gain": 5}}', "is no JSON: Expecting property name"),
        (f"Words.\n```json\n{reply(gain=5)}", "The block in line 2 has no end"),
        ("```json\n[1, 2]\n```", "a JSON list, no object"),
    ],
)
def test_what_is_not_clear_is_refused_with_the_reason(text, said):
    with pytest.raises(ProposalError) as caught:
        read(text, GAIN, COUNT)
    assert said in str(caught.value)


def test_half_a_character_spelled_by_an_escape_is_made_writable():
    assert read('{"suggestion": {"words": "a \\ud83d\\u0000 b"}}') == {"words": "a \ufffd\ufffd b"}
