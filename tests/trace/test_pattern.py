from __future__ import annotations

import pickle

import pytest

from robotrace.errors import ParameterError, TraceError
from robotrace.trace import node
from robotrace.trace.pattern import checked_pattern, longest


def greeting(**options):
    return node("Hello", "greeting", trainable=True, **options)


def test_a_text_has_to_match_as_a_whole():
    text = greeting(pattern="[A-Z][a-z]+")
    text.set("Goodbye")
    with pytest.raises(ParameterError) as caught:
        text.set("Goodbye!")
    assert str(caught.value) == (
        "Parameter 'greeting' expects text that matches the regular expression `[A-Z][a-z]+` as a whole, found 'Goodbye!' (str); "
        "nothing is converted or changed: give it text that matches the regular expression `[A-Z][a-z]+` as a whole"
    )
    assert text.data == "Goodbye"


def test_the_pattern_is_a_constraint_in_words_and_survives_pickling():
    text = greeting(pattern="[A-Z][a-z]+")
    assert text.constraint == "text that matches the regular expression `[A-Z][a-z]+` as a whole"
    again = pickle.loads(pickle.dumps(text))
    with pytest.raises(ParameterError, match="matches the regular expression"):
        again.set("no")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"pattern": "("}, r"The pattern '\(' is no regular expression: missing \)"),
        ({"pattern": 3}, "pattern is a regular expression as a text"),
        ({"pattern": "[0-9]+"}, "expects text that matches the regular expression"),
        ({"pattern": "(a+)+"}, r"make the inner repetition possessive"),
        ({"expects": "an even number"}, "no check"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused_when_it_is_given(options, said):
    with pytest.raises(ParameterError, match=said):
        greeting(**options)


def test_a_pattern_is_shown_as_it_is_written():
    assert greeting(pattern=r"\w+").constraint == r"text that matches the regular expression `\w+` as a whole"
    assert greeting(pattern="(?x) \n \\w+").constraint == (
        r"text that matches the regular expression '(?x) \n \\w+' as a whole"
    )


def test_a_pattern_is_for_texts_that_are_trainable():
    with pytest.raises(ParameterError, match=r"pattern is for texts, found 3 \(int\)"):
        node(3, trainable=True, pattern="[0-9]")
    with pytest.raises(TraceError, match="need trainable=True"):
        node("a", pattern="a")


@pytest.mark.parametrize(
    "pattern",
    [
        r"\w+(?:-\w+)*",
        r"(?:[a-z]+, )*[a-z]+",
        r"(yes|no)*",
        r"(?i)hello .*",
        r"(?>a+)*",
        r"(?:-[a-z]++)*",
        r"[^\n]{1,80}(\n[^\n]{1,80})*",
        r"(?:\d+\.)*\d+",
        r"(?=.*\d)[a-z\d]{8,}",
    ],
)
def test_repetitions_whose_rounds_are_marked_off_are_in_order(pattern):
    assert checked_pattern(pattern) == pattern


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a|aa)+",
        r"(a*)*b",
        r"(a?b?)*",
        r"(?:[a-z]+,[a-z]+)*",
        r"(?:[a-z]+[a-z]+,)*",
        r"(.*,)*",
        r"(\w+\s?)+",
        r"(a{1,30}){1,30}",
        r"(?:(?:a|a),)*",
        r"(?:(?:a|b+)-)*",
        r"((-[a-z]+)*)*",
        r"(?=(a+)+b).*",
    ],
)
def test_patterns_that_some_texts_would_keep_busy_for_ever_are_refused(pattern):
    with pytest.raises(ParameterError, match="in several ways"):
        checked_pattern(pattern)


def test_long_texts_are_not_matched():
    text = greeting(pattern="[a-zA-Z]*")
    assert (longest("[a-zA-Z]*"), longest(".*a.*b.*")) == (10_000, 1_000)
    text.set("a" * 10_000)
    with pytest.raises(ParameterError, match="expects text of at most 10,000 characters, since it has a pattern"):
        text.set("a" * 10_001)


def test_a_check_has_words_of_its_own():
    value = node(4, "count", trainable=True, check=lambda it: it % 2 == 0, expects="an even number")
    assert value.constraint == "an integer, an even number"
    with pytest.raises(ParameterError, match="Parameter 'count' expects an even number, found 3"):
        value.set(3)
