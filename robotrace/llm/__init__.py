"""Language models behind one chat protocol: any OpenAI-compatible endpoint, or a script for offline use."""

from robotrace.llm.chat import Chat, Image, Message, Reply
from robotrace.llm.configure import model_name
from robotrace.llm.openai_chat import OpenAIChat
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
]
