"""Which model to talk to, and where: explicit arguments first, then the environment."""

from __future__ import annotations

import os
import re
import unicodedata
from typing import NamedTuple
from urllib.parse import urlsplit

from robotrace.errors import ModelError
from robotrace.text import one_line

MODEL_VARIABLE = "ROBOTRACE_MODEL"
KEY_VARIABLE = "OPENAI_API_KEY"
ADDRESS_VARIABLE = "OPENAI_BASE_URL"

_HOW_TO = (
    "Set OPENAI_API_KEY for OpenAI, or OPENAI_BASE_URL for any other OpenAI-compatible endpoint; for a local Ollama: "
    "OPENAI_BASE_URL=http://localhost:11434/v1 ROBOTRACE_MODEL=qwen3-coder"
)
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Endpoint(NamedTuple):
    """Where to ask; `base_url` is None for the client's own default.

    Attributes:
        base_url: The address that the paths of the API are put behind.
        api_key: The key that is sent.
    """

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
        ModelError: Neither a model nor the environment variable is given.
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
        ModelError: There is no key, and the endpoint is not on this machine; or the address or the key cannot be used.
    """
    address, where = (
        base_url or os.environ.get(ADDRESS_VARIABLE, "").strip(),
        "base_url" if base_url else ADDRESS_VARIABLE,
    )
    key, whose = api_key or os.environ.get(KEY_VARIABLE, "").strip(), "api_key" if api_key else KEY_VARIABLE
    chosen = _checked_address(address, where) if address else None
    if key:
        check_key(key, whose)
        return Endpoint(chosen, key)
    if chosen is None:
        raise ModelError(f"The language model needs a key, and {KEY_VARIABLE} is not set. {_HOW_TO}")
    if urlsplit(chosen).hostname in _LOOPBACK:
        # Local servers ask for no key, but the client insists on sending one.
        return Endpoint(chosen, "none")
    shown = Endpoint(chosen, "").shown
    raise ModelError(
        f"{KEY_VARIABLE} is not set for {shown}. Any text serves as the key where the endpoint asks for none."
    )


def shown_address(address: str) -> str:
    """An address of any form as it may be printed: without what may be a user name, a password or a query."""
    scheme, mark, rest = address.partition("://") if "://" in address else ("", "", address)
    return one_line(f"{scheme}{mark}{rest.rpartition('@')[2].partition('?')[0]}")


def _checked_address(address: str, where: str) -> str:
    """The address, if a client can be pointed at it.

    Raises:
        ModelError: The address cannot be used; the message names the option or variable, and what is wrong.
    """
    wrong = _fault_of(address)
    if wrong:
        raise ModelError(
            f"{where} is no usable address: {wrong}, in {shown_address(address)!r}. Expected one such as "
            "http://localhost:11434/v1 or https://models.example/v1."
        )
    return address


def _fault_of(address: str) -> str:
    """What is wrong with an address; "" where nothing is."""
    if re.search(r"[\s\x00-\x1f\x7f]", address):
        return "it holds a blank or a control character"
    if "://" not in address:
        return "it does not begin with http:// or https://"
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
        (host or "").encode("idna")
    except ValueError as error:  # a port, a bracket, a name that no resolver takes
        return "its port is no number from 0 to 65535" if "ort" in str(error) else "its host is no name or address"
    if parts.scheme.lower() not in ("http", "https"):
        return f"its scheme is {parts.scheme[:20]!r}, not http or https"
    if not host:
        return "it names no host"
    return "its port is 0" if port == 0 else ""


def check_key(key: str, where: str) -> None:
    """See that a key can be sent; it is never shown.

    Raises:
        ModelError: The key cannot be used; the message names the option or variable, and what is wrong.
    """
    first = re.search(r"[^\x21-\x7e]", key)
    if first is not None:
        name = unicodedata.name(first[0], "") or f"the character {ord(first[0])}"
        wrong = f"it holds {name} at place {first.start() + 1} of {len(key)}"
    elif len(key) > 1 and key[0] == key[-1] and key[0] in "'\"":
        wrong = "it stands in quotation marks"
    else:
        return
    raise ModelError(
        f"{where} is no usable key: {wrong}; a key is of printable ASCII characters without blanks. "
        "Copy it again, without quotation marks or line breaks."
    )
