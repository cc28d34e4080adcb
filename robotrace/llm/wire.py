"""Messages and answers as they go over the wire: pictures as data URLs, and fields that may hold anything at all."""

from __future__ import annotations

import base64
from typing import Any

from robotrace.llm.chat import Image, Message
from robotrace.text import encodable


def content(message: Message) -> str | list[dict[str, Any]]:
    """A message's content in the form in which it is sent."""
    parts = message.content
    return encodable(parts) if isinstance(parts, str) else [_part(part) for part in parts]


def text(value: Any) -> str:
    """The words of a field; some endpoints give an answer as parts, its thinking apart."""
    if isinstance(value, list):
        return "".join(str(part.get("text") or "") for part in value if isinstance(part, dict))
    return value if isinstance(value, str) else ""


def counts(usage: Any) -> tuple[int, int, int]:
    """Tokens sent, received, and sent from the cache, as the endpoint counted them; 0 where it did not."""
    details = getattr(usage, "prompt_tokens_details", None)
    found = (
        getattr(usage, "prompt_tokens", None),
        getattr(usage, "completion_tokens", None),
        getattr(details, "cached_tokens", None),
    )
    sent, received, cached = (count if isinstance(count, int) and count > 0 else 0 for count in found)
    return sent, received, cached


def _part(part: str | Image) -> dict[str, Any]:
    if isinstance(part, str):
        return {"type": "text", "text": encodable(part)}
    url = f"data:image/png;base64,{base64.b64encode(part.png).decode()}"
    return {"type": "image_url", "image_url": {"url": url}}
