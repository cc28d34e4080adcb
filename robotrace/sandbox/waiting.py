"""`asyncio` as a function's process has it: no loop runs here, home awaits what the function waits for."""

from __future__ import annotations

import types
from collections.abc import Generator
from typing import Any, NamedTuple

from robotrace.sandbox.proxies import Proxy


class Wait(NamedTuple):
    """What home is to await: things of its own, at the same time; or so many seconds."""

    things: tuple[Proxy, ...] = ()
    seconds: float = 0.0


class _Waiting:
    def __init__(self, wait: Wait) -> None:
        self._wait = wait

    def __await__(self) -> Generator[Wait, Any, Any]:
        return (yield self._wait)


async def sleep(delay: float, result: Any = None) -> Any:
    """As asyncio's."""
    await _Waiting(Wait(seconds=delay))
    return result


async def gather(*awaitables: Any, return_exceptions: bool = False) -> list[Any]:
    """As asyncio's. What comes from home is awaited at the same time, the function's own coroutines one after the other."""
    if awaitables and not return_exceptions and all(isinstance(it, Proxy) for it in awaitables):
        return list(await _Waiting(Wait(awaitables)))
    return [await _tried(it) if return_exceptions else await it for it in awaitables]


async def wait_for(awaitable: Any, timeout: float | None = None) -> Any:  # noqa: ARG001 - as asyncio's
    """As asyncio's, without the timeout: the call has a limit of its own."""
    return await awaitable


async def _tried(awaitable: Any) -> Any:
    try:
        return await awaitable
    except Exception as error:  # noqa: BLE001 - it is the caller's to look at
        return error


def stand_in() -> types.ModuleType:
    """The module."""
    module = types.ModuleType("asyncio", __doc__)
    for function in (sleep, gather, wait_for):
        setattr(module, function.__name__, function)
    return module
