"""Any OpenAI-compatible endpoint, through the `openai` client."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any

from robotrace.errors import ContextLengthError, ModelError, OptionError
from robotrace.llm.bounded import bounded_client
from robotrace.llm.chat import Message, Reply
from robotrace.llm.configure import endpoint, model_name
from robotrace.llm.extras import further, stopping, whole_seed
from robotrace.llm.faults import (
    IMAGES,
    limit_of,
    message_of,
    problem,
    refused_images,
    refused_option,
    retries_of,
    shorten,
    too_long,
)
from robotrace.llm.pricing import price_of, prices
from robotrace.llm.surroundings import culprit, proxy_for, wrong_proxy
from robotrace.llm.wire import content, counts, text
from robotrace.text import encodable, printable

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types.chat import ChatCompletion

_log = logging.getLogger(__name__)

_OLDER = {"max_completion_tokens": "max_tokens"}  # an option's name at endpoints that do not know the present one


class OpenAIChat:
    """A model at an OpenAI-compatible endpoint: OpenAI, Ollama, vLLM, llama.cpp, LM Studio, OpenRouter ...

    Rate limits, server errors and broken connections are tried again by the client, which respects Retry-After. An option
    that the endpoint does not take, pictures among them, is left out from then on, with a warning and a note on every reply that
    lacked it. It pickles without its key and its connection, and opens another with the key of the environment.
    """

    def __init__(
        self,
        model: str | None = None,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        timeout: float = 600.0,
        total: float | None = None,
        max_retries: int = 4,
        temperature: float | None = None,
        reasoning_effort: str | None = None,
        max_completion_tokens: int | None = None,
        stop: str | Sequence[str] | None = None,
        seed: int | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> None:
        """Make the client; nothing is sent.

        Args:
            model: The model's name, as the endpoint spells it; default: the environment variable ROBOTRACE_MODEL.
            base_url: The address of the endpoint; default: OPENAI_BASE_URL, else OpenAI's.
            api_key: The key that is sent; default: OPENAI_API_KEY; not needed for an endpoint on this machine.
            timeout: The seconds of silence after which an attempt is given up.
            total: The seconds after which an answer that is still arriving is given up, and not tried again; default: ten times
                the timeout.
            max_retries: The number of further attempts after a failed one.
            temperature: The temperature of sampling; None leaves it to the endpoint.
            reasoning_effort: The effort of reasoning, such as "low" or "high", for models that know it; None leaves it to the
                endpoint.
            max_completion_tokens: The most tokens of a reply, reasoning included; None leaves it to the endpoint.
            stop: A text, or several, before which a reply ends; they are no part of it. None for none.
            seed: What sampling is drawn with, for endpoints that can repeat themselves; None leaves it to the endpoint.
            extra_body: Further fields of the request that this endpoint knows, by name, such as {"cache_prompt": False} for
                llama.cpp: plain JSON data. A field that the endpoint does not take is left out like any option.

        Raises:
            ModelError: No model or no key is configured, or no client can be made with what is (an address, a key, a proxy,
                certificates); the message names the option or variable.
            OptionError: An option is not usable, or the table of prices cannot be read.
        """
        total = 10 * timeout if total is None else total
        for name, seconds in (("timeout", timeout), ("total", total)):
            if not 0 < seconds < math.inf:
                raise OptionError(f"{name} must be a number of seconds above 0, found {seconds!r}.")
        if max_retries < 0:
            raise OptionError(f"max_retries must be 0 or more, found {max_retries!r}.")
        self._model = model_name(model)
        self._endpoint = endpoint(base_url, api_key)
        self._timeout, self._total = timeout, total
        self._max_retries = max_retries
        given = {
            "temperature": temperature,
            "reasoning_effort": reasoning_effort,
            "max_completion_tokens": max_completion_tokens,
            "stop": stopping(stop),
            "seed": whole_seed(seed),
        }
        self._options = {name: value for name, value in given.items() if value is not None}
        self._further = further(extra_body, given)
        self._prices = prices()
        self._lock = Lock()
        self._refused: dict[str, str] = {}  # options that the endpoint does not take, with the reason in words
        self._client = self._made()

    def __repr__(self) -> str:
        return f"OpenAIChat({self._model!r} at {self._endpoint.shown})"

    def __deepcopy__(self, memo: dict[int, Any]) -> OpenAIChat:
        """Itself: it is asked from several threads at once, so copies of what asks it share the connection."""
        return self

    def __getstate__(self) -> dict[str, Any]:
        left_out = ("_lock", "_client", "_endpoint")  # among it the key, which belongs into no file
        kept = {name: value for name, value in self.__dict__.items() if name not in left_out}
        return {**kept, "base_url": self._endpoint.base_url}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Open a connection of its own, with the key of the environment.

        Raises:
            ModelError: No key is configured, or no client can be made.
        """
        base_url = state.pop("base_url")
        self.__dict__.update(state)
        self._endpoint = endpoint(base_url, None)
        self._lock = Lock()
        self._client = self._made()

    @property
    def model(self) -> str:
        """The name of the model, as the endpoint spells it."""
        return self._model

    def chat(self, messages: Sequence[Message], *, json: bool = False) -> Reply:
        """Ask once, with at most `max_retries` retries, and once more for each option that the endpoint does not take.

        Args:
            messages: The conversation so far.
            json: Whether one JSON object is asked for.

        Raises:
            ContextLengthError: The messages are longer than the model can read.
            ModelError: The endpoint failed for good, or answered with something that is no chat completion.
        """
        wanted = {**self._options, **self._further, **({"response_format": {"type": "json_object"}} if json else {})}
        if any(message.images for message in messages):
            wanted[IMAGES] = True
        retries = self._max_retries
        while True:
            options, notes = self._known(wanted)
            seen = options.pop(IMAGES, False)
            turns = [
                {"role": message.role, "content": content(message) if seen else encodable(message.text)}
                for message in messages
            ]
            body = {name: options[name] for name in self._further if name in options}
            own = {name: value for name, value in options.items() if name not in body}
            request: dict[str, Any] = {"model": self._model, "messages": turns, **own, "extra_body": body or None}
            try:
                completion = self._client.with_options(max_retries=retries).chat.completions.create(**request)
            except Exception as error:  # noqa: BLE001 - what an answer makes the client raise is of any kind
                refused = None if too_long(error) else refused_option(error, options)
                if refused is None and seen and refused_images(error):
                    refused = IMAGES
                if refused is None:
                    raise self._failed(error) from self._cause(error)
                self._drop(refused, error)
                retries = max(0, retries - retries_of(error))
            else:
                return self._read(completion, notes)

    def close(self) -> None:
        """Close the connections; it cannot be asked any more."""
        self._client.close()

    def _known(self, wanted: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
        """The options that are sent, and notes on those that are not."""
        options, notes = {}, []
        for name, value in wanted.items():
            sent: str | None = name
            while sent in self._refused:
                notes.append(self._refused[sent])
                sent = _OLDER.get(sent)
            if sent is not None:
                options[sent] = value
        return options, tuple(notes)

    def _drop(self, name: str, error: Exception) -> None:
        """Leave an option out from now on."""
        left_out = "they are left out" if name == IMAGES else "it is left out"
        instead = f"{_OLDER[name]} is sent instead" if name in _OLDER else left_out
        note = self._safe(f"{self!r} does not take {name}, so {instead}: {message_of(error)}")
        with self._lock:
            new = name not in self._refused
            self._refused = {**self._refused, name: note}
        if new:
            _log.warning("%s", note)

    def _made(self) -> OpenAI:
        """The client.

        Raises:
            ModelError: No client can be made; the message names what in the environment is the reason.
        """
        import openai

        address, key = self._endpoint.base_url, self._endpoint.api_key
        try:
            http = bounded_client(total=self._total, timeout=self._timeout)
            return openai.OpenAI(base_url=address, api_key=key, timeout=self._timeout, http_client=http)
        except Exception as error:  # noqa: BLE001 - what the environment makes the client raise is of any kind
            why = culprit(error) or f"{shorten(error)}. Check OPENAI_BASE_URL and the proxies in the environment."
            raise ModelError(self._safe(f"{self!r} cannot be asked. {why}")) from self._cause(error)

    @property
    def priced(self) -> bool:
        """Whether the table knows what its calls cost."""
        return price_of((self._model,), self._endpoint.host, self._prices) is not None

    def _read(self, completion: ChatCompletion, notes: tuple[str, ...]) -> Reply:
        # The client checks no types, so anything at all may stand in a field.
        choices, usage = getattr(completion, "choices", None), getattr(completion, "usage", None)
        choices = choices if isinstance(choices, list) else []
        message = getattr(choices[0], "message", None) if choices else None
        if message is None and not hasattr(usage, "prompt_tokens"):
            found = shorten(getattr(completion, "error", None) or completion)
            raise ModelError(self._safe(f"{self!r} answered with something that is no chat completion: {found}"))
        answered = text(getattr(completion, "model", None)) or self._model
        sent, received, cached = counts(usage)
        price = price_of((self._model, answered), self._endpoint.host, self._prices)
        return Reply(
            text=text(getattr(message, "content", None)),
            model=answered,
            finish_reason=text(getattr(choices[0], "finish_reason", None)) if choices else "",
            prompt_tokens=sent,
            completion_tokens=received,
            refusal=text(getattr(message, "refusal", None)),
            cached_tokens=cached,
            usd=price.usd(prompt_tokens=sent, cached_tokens=cached, completion_tokens=received)
            if price and sent
            else None,
            notes=notes,
        )

    def _failed(self, error: Exception) -> ModelError:
        import openai

        why = "" if isinstance(error, openai.OpenAIError) else culprit(error)
        if isinstance(error, openai.APIConnectionError):
            why = wrong_proxy()
        if why:
            return ModelError(self._safe(f"{self!r} cannot be asked. {why}"))
        proxy = proxy_for(self._endpoint.base_url)
        words = self._safe(f"{self!r} {problem(error, timeout=self._timeout, total=self._total, proxy=proxy)}.")
        return ContextLengthError(words, limit=limit_of(error)) if too_long(error) else ModelError(words)

    def _cause(self, error: Exception) -> Exception | None:
        # An endpoint may repeat the key that it was sent; then the chained traceback would print it.
        return None if self._safe(str(error)) != str(error) else error

    def _safe(self, words: str) -> str:
        key = self._endpoint.api_key
        return printable(words.replace(key, "[key]") if len(key) > 4 else words)
