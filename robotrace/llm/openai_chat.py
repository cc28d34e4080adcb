"""Any OpenAI-compatible endpoint, through the `openai` client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from robotrace.errors import ModelError, OptionError
from robotrace.llm.chat import Message, Reply
from robotrace.llm.configure import endpoint, model_name

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI
    from openai.types.chat import ChatCompletion

_SHORT = 300  # characters of an endpoint's own message that an error repeats

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


class OpenAIChat:
    """A model at an OpenAI-compatible endpoint: OpenAI, Ollama, vLLM, llama.cpp, LM Studio, OpenRouter ...

    Rate limits, server errors and broken connections are tried again by the client, which respects Retry-After.
    """

    def __init__(
        self,
        model: str | None = None,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        timeout: float = 600.0,
        max_retries: int = 4,
        temperature: float | None = None,
        reasoning_effort: str | None = None,
    ) -> None:
        """Make the client; nothing is sent.

        Args:
            model: as the endpoint names it; default: the environment variable ROBOTRACE_MODEL.
            base_url: of the endpoint; default: OPENAI_BASE_URL, else OpenAI's.
            api_key: default: OPENAI_API_KEY; not needed for an endpoint on this machine.
            timeout: seconds of silence after which an attempt is given up.
            max_retries: further attempts after a failed one.
            temperature: of sampling; None leaves it to the endpoint.
            reasoning_effort: such as "low" or "high", for models that know it; None leaves it to the endpoint.

        Raises:
            ModelError: no model or no key is configured.
            OptionError: the timeout or the number of retries is not usable.
        """
        if not timeout > 0:
            raise OptionError(f"timeout must be a number of seconds above 0, found {timeout!r}.")
        if max_retries < 0:
            raise OptionError(f"max_retries must be 0 or more, found {max_retries!r}.")
        self._model = model_name(model)
        self._endpoint = endpoint(base_url, api_key)
        self._timeout = timeout
        self._max_retries = max_retries
        given = {"temperature": temperature, "reasoning_effort": reasoning_effort}
        self._options = {name: value for name, value in given.items() if value is not None}
        self._client: OpenAI | None = None

    def __repr__(self) -> str:
        return f"OpenAIChat({self._model!r} at {self._endpoint.shown})"

    @property
    def model(self) -> str:
        """Its name."""
        return self._model

    def chat(self, messages: Sequence[Message]) -> Reply:
        """Ask once, with retries.

        Raises:
            ModelError: the endpoint failed for good, or answered with something that is no chat completion.
        """
        import openai

        turns = [{"role": message.role, "content": message.content} for message in messages]
        request: dict[str, Any] = {"model": self._model, "messages": turns, **self._options}
        try:
            completion = self._connect().chat.completions.create(**request)
        except openai.APIStatusError as error:
            raise self._failed(_status(error), error) from self._cause(error)
        except openai.APITimeoutError as error:
            problem = f"did not answer within {self._timeout:g} s. Check that it is up, or raise the timeout"
            raise self._failed(problem, error) from self._cause(error)
        except openai.APIConnectionError as error:
            why = error.__cause__ or error
            problem = f"could not be reached, or broke off ({why}). Check OPENAI_BASE_URL and the network"
            raise self._failed(problem, error) from self._cause(error)
        except (openai.OpenAIError, ValueError) as error:
            # A ValueError is the client's way to say that the body is not JSON.
            problem = f"answered with something that is no chat completion ({error}). Check OPENAI_BASE_URL"
            raise self._failed(problem, error) from self._cause(error)
        return self._read(completion)

    def _connect(self) -> OpenAI:
        if self._client is None:
            import openai

            self._client = openai.OpenAI(
                base_url=self._endpoint.base_url,
                api_key=self._endpoint.api_key,
                timeout=self._timeout,
                max_retries=self._max_retries,
            )
        return self._client

    def _read(self, completion: ChatCompletion) -> Reply:
        choices = getattr(completion, "choices", None)
        if not choices or getattr(choices[0], "message", None) is None:
            found = _shorten(getattr(completion, "error", None) or completion)
            raise ModelError(self._safe(f"{self!r} answered with something that is no chat completion: {found}"))
        message, usage = choices[0].message, completion.usage
        return Reply(
            text=message.content or "",
            model=completion.model or self._model,
            finish_reason=choices[0].finish_reason or "",
            prompt_tokens=usage.prompt_tokens or 0 if usage else 0,
            completion_tokens=usage.completion_tokens or 0 if usage else 0,
            refusal=getattr(message, "refusal", None) or "",
        )

    def _failed(self, problem: str, error: Exception) -> ModelError:
        retried = f" ({self._max_retries} retries)" if self._max_retries and _retryable(error) else ""
        return ModelError(self._safe(f"{self!r} {problem}{retried}."))

    def _cause(self, error: Exception) -> Exception | None:
        # An endpoint may repeat the key that it was sent; then the chained traceback would print it.
        return None if self._safe(str(error)) != str(error) else error

    def _safe(self, text: str) -> str:
        key = self._endpoint.api_key
        return text.replace(key, "[key]") if len(key) > 4 else text


def _status(error: APIStatusError) -> str:
    code = error.status_code
    fallback = "The endpoint is failing; try again later" if code >= 500 else "See the endpoint's documentation"
    return f"answered {code}: {_shorten(_said(error))}. {_REMEDY.get(code, fallback)}"


def _said(error: APIStatusError) -> Any:
    body = error.body
    return body["message"] if isinstance(body, dict) and body.get("message") else error.message


def _retryable(error: Exception) -> bool:
    code = getattr(error, "status_code", None)
    return code in (408, 409, 429) or code is None or code >= 500


def _shorten(text: Any) -> str:
    words = " ".join(str(text).split())
    return words if len(words) <= _SHORT else words[: _SHORT - 3] + "..."
