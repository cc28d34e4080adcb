"""Which model to talk to, and where: explicit arguments first, then the environment."""

from __future__ import annotations

import os
from typing import NamedTuple
from urllib.parse import urlsplit

from robotrace.errors import ModelError

MODEL_VARIABLE = "ROBOTRACE_MODEL"

_HOW_TO = (
    "Set OPENAI_API_KEY for OpenAI, or OPENAI_BASE_URL for any other OpenAI-compatible endpoint; for a local Ollama: "
    "OPENAI_BASE_URL=http://localhost:11434/v1 ROBOTRACE_MODEL=qwen3-coder"
)
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Endpoint(NamedTuple):
    """Where to ask; `base_url` is None for the client's own default."""

    base_url: str | None
    api_key: str

    def __repr__(self) -> str:  # a key never appears in a traceback or a log
        return f"Endpoint({self.shown})"

    @property
    def host(self) -> str:
        """The name of the machine that is asked."""
        return urlsplit(self.base_url).hostname or "" if self.base_url else "api.openai.com"

    @property
    def shown(self) -> str:
        """The address as it may be printed: without user name, password or query."""
        if self.base_url is None:
            return "the OpenAI API"
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def model_name(model: str | None = None) -> str:
    """The model to use: the one given, else that of the environment variable ROBOTRACE_MODEL.

    Raises:
        ModelError: neither is set.
    """
    chosen = model or os.environ.get(MODEL_VARIABLE, "")
    if not chosen.strip():
        raise ModelError(
            f"No language model is configured. Name one with --model (model=...) or {MODEL_VARIABLE}. {_HOW_TO}"
        )
    return chosen.strip()


def endpoint(base_url: str | None = None, api_key: str | None = None) -> Endpoint:
    """Where to ask, from the arguments or from OPENAI_BASE_URL and OPENAI_API_KEY.

    Raises:
        ModelError: there is no key, and the endpoint is not on this machine.
    """
    base_url = base_url or os.environ.get("OPENAI_BASE_URL", "").strip() or None
    api_key = api_key or os.environ.get("OPENAI_API_KEY", "").strip()
    if api_key:
        return Endpoint(base_url, api_key)
    if base_url is None:
        raise ModelError(f"The language model needs a key, and OPENAI_API_KEY is not set. {_HOW_TO}")
    if urlsplit(base_url).hostname in _LOOPBACK:
        # Local servers ask for no key, but the client insists on sending one.
        return Endpoint(base_url, "none")
    shown = Endpoint(base_url, "").shown
    raise ModelError(
        f"OPENAI_API_KEY is not set for {shown}. Any text serves as the key where the endpoint asks for none."
    )
