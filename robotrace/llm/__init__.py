"""Language models behind one chat protocol: any OpenAI-compatible endpoint, or a script for offline use."""

from typing import TYPE_CHECKING

from robotrace.lazy import lazily

if TYPE_CHECKING:
    from robotrace.llm.chat import Chat, Image, Message, Reply
    from robotrace.llm.configure import model_name
    from robotrace.llm.openai_chat import OpenAIChat
    from robotrace.llm.own_student import running_student
    from robotrace.llm.pricing import Price, prices
    from robotrace.llm.replay import ReplayChat
    from robotrace.llm.scripted import ScriptedChat

__all__ = [
    "Chat",
    "Image",
    "Message",
    "OpenAIChat",
    "Price",
    "ReplayChat",
    "Reply",
    "ScriptedChat",
    "model_name",
    "prices",
    "running_student",
]

__getattr__, __dir__ = lazily(
    __name__,
    {
        "robotrace.llm.chat": "Chat Image Message Reply",
        "robotrace.llm.configure": "model_name",
        "robotrace.llm.openai_chat": "OpenAIChat",
        "robotrace.llm.own_student": "running_student",
        "robotrace.llm.pricing": "Price prices",
        "robotrace.llm.replay": "ReplayChat",
        "robotrace.llm.scripted": "ScriptedChat",
    },
)
