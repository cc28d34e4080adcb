"""What the environment says about connections: proxies and certificates, by the variables that say so."""

from __future__ import annotations

import os
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

from robotrace.llm.configure import shown_address

_SCHEMES = ("http", "https", "socks5", "socks5h")
_PROXIES = ("ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY")
_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_HEADERS = ("OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_CUSTOM_HEADERS")  # which the client sends as headers


def culprit(error: Exception) -> str:
    """The variable that keeps a client from being made, with the remedy, as a sentence; "" where none seems to."""
    certificates = [name for name in _CERTIFICATES if os.environ.get(name)]
    proxy = wrong_proxy()
    if proxy:
        return proxy
    if certificates and isinstance(error, OSError):  # an ssl.SSLError is one
        name = certificates[0]
        return f"{name} is {os.environ[name]!r}: name certificates in PEM form that can be read, or unset it."
    bypass = _set(("NO_PROXY",))
    if bypass and _set(_PROXIES):
        return f"Check {' and '.join([*_set(_PROXIES), *bypass])}, or unset them."
    headers = [name for name in _HEADERS if not _sendable(os.environ.get(name, ""))]
    if headers:
        return f"{headers[0]} holds what no HTTP header can: set it anew, or unset it."
    return ""


def wrong_proxy() -> str:
    """The variable that names a proxy which cannot be one, with the remedy, as a sentence; "" where none does."""
    for name in _set(_PROXIES):
        wrong = _fault_of_proxy(os.environ[name])
        if wrong:
            return f"{name} is {shown_address(os.environ[name])!r}: {wrong}."
    return ""


def proxy_for(address: str | None) -> str:
    """The variable whose proxy is asked for an address; "" where none is."""
    parts = urlsplit(address or "https://api.openai.com")
    if proxy_bypass(parts.hostname or ""):
        return ""
    return next(iter(_set((f"{parts.scheme.upper()}_PROXY", "ALL_PROXY"))), "")


def _set(names: tuple[str, ...]) -> list[str]:
    """The variables among these that are set, as they are spelled."""
    return [spelled for name in names for spelled in (name, name.lower()) if os.environ.get(spelled)]


def _fault_of_proxy(address: str) -> str:
    """What is wrong with a proxy's address, and the remedy; "" where nothing is."""
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        scheme, host, _ = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError:
        return "its host or its port cannot be read; give one such as http://localhost:3128, or unset it"
    if scheme not in _SCHEMES or not host:
        return "no proxy that the client knows; give one such as http://localhost:3128, or unset it"
    if scheme.startswith("socks") and not _socks():
        return "a SOCKS proxy takes another package: pip install socksio; or unset it"
    return ""


def _socks() -> bool:
    from importlib.util import find_spec

    return find_spec("socksio") is not None


def _sendable(value: str) -> bool:
    return value.isascii() and (value.isprintable() or not value)
