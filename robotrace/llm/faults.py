"""What an endpoint's error means: a prompt that is too long, an option that it does not take, or a failure for good."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from robotrace.llm.bounded import AnswerTooLargeError, AnswerTooSlowError
from robotrace.text import printable

if TYPE_CHECKING:
    from openai import APIStatusError

_SHORT = 300  # characters of an endpoint's own message that an error repeats
_NOT_ACCEPTED = (400, 413, 422)
_REFUSING = (*_NOT_ACCEPTED, 404, 500, 501)  # what an option that is not taken is answered with, somewhere

_WITH_WORDS = ("message", "error", "detail", "details", "errors", "msg", "metadata", "raw")
_DEEPEST, _PARTS, _MOST_JSON = 6, 8, 100_000

IMAGES = "images"
"""The name under which a request's pictures are left out, as an option is."""

_REMEDY = {
    400: "The request was not accepted: check the model's name, the prompt's length and the options",
    401: "Check OPENAI_API_KEY",
    402: "The account has no credit left",
    403: "The key may not use this model; check --model and the account",
    404: "Check the model's name (--model) and the path of OPENAI_BASE_URL, which often ends in /v1",
    408: "The endpoint gave up waiting; try again, or choose a faster model",
    413: "The prompt is too long for this endpoint",
    422: "The request was not accepted: an option that this endpoint does not take",
    429: "The rate limit or the quota is used up; wait, or raise it",
}

# Endpoints agree on no code for it: these are the words of OpenAI, vLLM, llama.cpp, Ollama, LM Studio and Gemini.
_TOO_LONG = re.compile(
    r"context[ _](?:length|window|size)|maximum model length|prompt is too long|input is too long"
    r"|(?:input )?token count .*exceeds",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"(?:context (?:length|window|size)|maximum model length|tokens allowed)\D{0,20}?(\d[\d,]*)|> (\d[\d,]*) maximum",
    re.IGNORECASE,
)
_UNSUPPORTED = re.compile(
    r"unsupported|unrecogni[sz]ed|unknown|unexpected|unavailable|deprecated|extra[_ ](?:inputs|fields|forbidden)"
    r"|only the default|may only be|not a valid (?:field|parameter|argument|property)"
    r"|(?:not|n't|no longer|cannot) (?:currently |yet )?(?:be )?"
    r"(?:supported|support|permitted|allowed|available|accepted|accept|used|implemented|recogni[sz]ed|enabled)"
    r"|(?:can|could)(?:not| not|n't) (?:find|handle)|no endpoints? found",
    re.IGNORECASE,
)
_BY_ANOTHER_NAME = {  # what an option is called by endpoints that do not repeat its name
    "reasoning_effort": re.compile(r"\b(?:thinking|reasoning)\b", re.IGNORECASE),
    "response_format": re.compile(r"\bjson[ _](?:mode|object|schema)|structured[ _]outputs?|\bgrammar", re.IGNORECASE),
}

# Again no code: OpenAI, vLLM, llama.cpp (which answers 500), Ollama, LM Studio, OpenRouter (404), DeepSeek, Groq.
_NO_IMAGES = re.compile(r"image|vision|multi-?modal|content must be a string|mmproj", re.IGNORECASE)


def problem(error: Exception, *, timeout: float, total: float, proxy: str = "") -> str:
    """What went wrong and what can be done about it, as the rest of a sentence.

    Args:
        error: The error that the client raised.
        timeout: The seconds of silence that were waited for.
        total: The seconds that one answer was given in all.
        proxy: The variable whose proxy was asked, if any.
    """
    import openai

    match error.__cause__:
        case AnswerTooLargeError():
            return f"sent an answer that {error.__cause__}, which is no chat completion. Check OPENAI_BASE_URL"
        case AnswerTooSlowError():
            return (
                f"was still sending after {total:g} s, the longest that one answer may take. Choose a faster model, or "
                "raise the total (or the timeout, of which it is ten times)"
            )
    match error:
        case openai.APIStatusError():
            return _status(error)
        case openai.APITimeoutError():
            return f"did not answer within {timeout:g} s{_retried(error)}. Check that it is up, or raise the timeout"
        case openai.APIConnectionError():
            why = shorten(error.__cause__ or error)
            broke = f"could not be reached, or broke off ({why}){_retried(error)}"
            if "CERTIFICATE_VERIFY_FAILED" in why:
                return f"{broke}. Name a file with the certificate of its authority in SSL_CERT_FILE"
            return f"{broke}. Check OPENAI_BASE_URL and the network{f', and the proxy in {proxy}' if proxy else ''}"
        case RecursionError():
            return "answered with JSON that is nested too deep to be read, which is no chat completion"
        case _:
            # A ValueError is the client's way to say that the body is not JSON.
            return f"answered with something that is no chat completion ({shorten(error)}). Check OPENAI_BASE_URL"


def too_long(error: Exception) -> bool:
    """Whether the prompt did not fit the model's context."""
    body = getattr(error, "body", None)
    if isinstance(body, dict) and {body.get("code"), body.get("type")} & {
        "context_length_exceeded",
        "exceed_context_size_error",
    }:
        return True
    status = getattr(error, "status_code", None)
    return status == 413 or (status in _NOT_ACCEPTED and bool(_TOO_LONG.search(_message(error))))


def limit_of(error: Exception) -> int | None:
    """The size of the context in tokens, where the endpoint gives it."""
    body = getattr(error, "body", None)
    if isinstance(body, dict) and isinstance(body.get("n_ctx"), int):
        return int(body["n_ctx"])
    match = _LIMIT.search(_message(error))
    digits = next((group for group in match.groups() if group), "") if match else ""
    return int(digits.replace(",", "")) if digits else None


def refused_option(error: Exception, options: Iterable[str]) -> str | None:
    """The option of a request that the endpoint does not take; None where it objects to something else.

    A value that is wrong anywhere, such as a temperature of 9, is not that: the user who gave it is shown the error.
    """
    if getattr(error, "status_code", None) not in _REFUSING:
        return None
    sent = list(options)
    body = getattr(error, "body", None)
    param = body.get("param") if isinstance(body, dict) else None
    message = _message(error)
    refuses = _UNSUPPORTED.search(message) is not None
    for name in sent:
        named = param == name or _named(name).search(message) is not None
        # The value of the response format is this package's own, never the user's.
        if named and (name == "response_format" or refuses):
            return name
    others = (name for name in sent if name in _BY_ANOTHER_NAME and _BY_ANOTHER_NAME[name].search(message))
    return next(others, None) if refuses else None


def refused_images(error: Exception) -> bool:
    """Whether a request with pictures failed because of them."""
    status = getattr(error, "status_code", None)
    return status in (*_NOT_ACCEPTED, 404, 415, 500) and bool(_NO_IMAGES.search(_message(error)))


def retries_of(error: Exception) -> int:
    """How often the client had tried again before this error."""
    request = getattr(error, "request", None)
    count = request.headers.get("x-stainless-retry-count", "0") if request is not None else "0"
    return int(count) if count.isdigit() else 0


def message_of(error: Exception) -> str:
    """The endpoint's own words, short and on one line."""
    return shorten(_message(error))


def shorten(text: Any) -> str:
    """On one line, with an end."""
    words = " ".join(printable(str(text)).split())
    return words if len(words) <= _SHORT else words[: _SHORT - 3] + "..."


@cache
def _named(option: str) -> re.Pattern[str]:
    """An option's name, also as responseFormat or `response format`."""
    return re.compile(rf"\b{option.replace('_', '[_ ]?')}\b", re.IGNORECASE)


def _status(error: APIStatusError) -> str:
    code = error.status_code
    fallback = "The endpoint is failing; try again later" if code >= 500 else "See the endpoint's documentation"
    after = error.response.headers.get("retry-after", "")
    wait = f" It asks to wait {after} s." if code in (429, 503) and after.isdigit() else ""
    return f"answered {code}{_retried(error)}: {message_of(error).rstrip('.')}.{wait} {_REMEDY.get(code, fallback)}"


def _message(error: Exception) -> str:
    """All words in the body of an error, in whatever form; else the error's own."""
    body = getattr(error, "body", None)
    words = _words(body, 0)
    return words or str(getattr(error, "message", error))


def _words(body: Any, depth: int) -> str:
    """The words of an error's body: its message, and what stands beside it or inside it in detail.

    A body is a text, {"message": ...}, FastAPI's {"detail": [{"loc": [...], "msg": ...}]}, a list of one of them, or holds
    one of them as a text of JSON (OpenRouter's "raw").
    """
    if depth > _DEEPEST:
        return ""
    if isinstance(body, str):
        return _inside(body, depth)
    if isinstance(body, list):
        return "; ".join(filter(None, (_words(part, depth + 1) for part in body[:_PARTS])))
    if not isinstance(body, dict):
        return ""
    if "msg" in body and isinstance(body.get("loc"), list | tuple):
        return f"{'.'.join(str(part) for part in body['loc'][:_PARTS])}: {body['msg']}"
    parts = (_words(body[key], depth + 1) for key in _WITH_WORDS if body.get(key))
    return ": ".join(dict.fromkeys(filter(None, parts)))


def _inside(text: str, depth: int) -> str:
    """The words of a text; where it is JSON, those that it holds."""
    if text.lstrip().startswith(("{", "[")) and len(text) < _MOST_JSON:
        try:
            return _words(json.loads(text), depth + 1) or text
        except (ValueError, RecursionError):
            return text
    return text


def _retried(error: Exception) -> str:
    count = retries_of(error)
    return f" after {count} {'retry' if count == 1 else 'retries'}" if count else ""
