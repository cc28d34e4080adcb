"""Language models behind one chat protocol: any OpenAI-compatible endpoint, or a script for offline use."""

from robotrace.llm.chat import Chat, Message, Reply
from robotrace.llm.configure import model_name
from robotrace.llm.openai_chat import OpenAIChat
from robotrace.llm.scripted import ScriptedChat

__all__ = ["Chat", "Message", "OpenAIChat", "Reply", "ScriptedChat", "model_name"]
