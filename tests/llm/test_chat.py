from __future__ import annotations

import pytest

from robotrace.errors import OptionError
from robotrace.llm import Image, Message, Reply
from robotrace.llm.chat import MAX_IMAGE

HEAD = b"\x89PNG\r\n\x1a\n"


def test_the_words_of_a_message_stand_without_its_pictures():
    assert Message("user", "all of it").text == "all of it"
    assert Message("user", ("Look:", Image(HEAD), "What is it?")).text == "Look:\n\nWhat is it?"


def test_what_is_no_png_is_refused():
    with pytest.raises(OptionError, match="PNG"):
        Image(b"GIF89a")


def test_a_picture_that_is_too_large_is_refused():
    with pytest.raises(OptionError, match="at most 4,000,000 bytes, found 4,000,001"):
        Image(HEAD + bytes(MAX_IMAGE + 1 - len(HEAD)))


def test_pictures_that_are_too_large_together_are_refused():
    large = Image(HEAD + bytes(MAX_IMAGE - len(HEAD)))
    Message("user", (large,) * 4)
    with pytest.raises(OptionError, match="at most 16,000,000 bytes, found 20,000,000"):
        Message("user", (large,) * 5)


def test_the_bytes_of_a_picture_are_not_in_its_representation():
    assert repr(Image(HEAD)) == "Image()"


def test_a_reply_holds_nothing_that_cannot_be_written_or_shown():
    answer = Reply("half \ud83d\x00\tx\r\n", "m\ud83d", "st\x1bop", refusal="no\x07", notes=("left\udc00",))
    assert answer.text == "half \ufffd\ufffd\tx\r\n"
    assert (answer.model, answer.finish_reason, answer.refusal) == ("m\ufffd", "st\ufffdop", "no\ufffd")
    assert answer.notes == ("left\ufffd",)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": None}, "The text of a Reply must be a text, found NoneType."),
        ({"text": "a", "prompt_tokens": -1}, "prompt_tokens of a Reply must be a whole number, 0 or more, found -1."),
        ({"text": "a", "completion_tokens": 1.5}, "completion_tokens of a Reply must be a whole number"),
    ],
)
def test_a_reply_of_wrong_types_is_refused(fields, said):
    with pytest.raises(OptionError, match=said):
        Reply(**fields)
