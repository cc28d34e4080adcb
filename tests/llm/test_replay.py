import pytest

from robotrace.errors import ModelError
from robotrace.llm import Chat, Message, ReplayChat


def test_it_has_a_name_and_no_answer():
    chat = ReplayChat("gpt-5.2")
    assert isinstance(chat, Chat)
    assert chat.model == "gpt-5.2"
    with pytest.raises(ModelError, match=r"gpt-5\.2 is not asked in a replay"):
        chat.chat([Message("user", "hello")])
