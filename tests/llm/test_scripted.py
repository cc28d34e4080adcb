from __future__ import annotations

import pytest

from robotrace.errors import ModelError
from robotrace.llm import Chat, Message, Reply, ScriptedChat
from robotrace.opto import Spend


def test_replies_come_in_order_and_questions_are_kept():
    chat = ScriptedChat(["one", Reply("two", finish_reason="length")])
    ask = [Message("user", "what?")]
    assert isinstance(chat, Chat)
    assert chat.chat(ask).text == "one"
    assert chat.chat(ask).finish_reason == "length"
    assert chat.asked == [tuple(ask), tuple(ask)]


def test_texts_count_a_token_for_four_characters():
    reply = ScriptedChat(["x" * 40]).chat([Message("user", "y" * 80)])
    assert reply.spend == Spend(1, 20, 10, usd=0.0)


def test_a_scripted_error_is_raised():
    with pytest.raises(ModelError, match="down"):
        ScriptedChat([ModelError("down")]).chat([])


def test_running_out_of_replies_says_so():
    with pytest.raises(ModelError, match="no reply to call 1"):
        ScriptedChat([]).chat([])
