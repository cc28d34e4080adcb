import asyncio
import contextvars
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from robotrace.errors import ExecutionError
from robotrace.trace import Node, bundle, no_trace, node


def is_tracing():
    """Whether what is computed here leaves nodes."""
    return isinstance(node(1) + 1, Node)


@bundle(trainable=True)
async def ask(x):
    await asyncio.sleep(0)
    return x + 1


def test_an_async_function_is_traced():
    call = asyncio.run(ask(node(1)))
    assert (call.data, call.line) == (2, 3)
    assert list(call.inputs) == ["x", "__code__"]
    ask.parameter.set("import asyncio\nasync def ask(x):\n    await asyncio.sleep(0)\n    return x + 2")
    assert asyncio.run(ask(1)).data == 3


def test_an_async_failure_is_a_node():
    @bundle
    async def fails(x):
        await asyncio.sleep(0)
        return 1 / x

    with pytest.raises(ExecutionError, match="ZeroDivisionError") as failure:
        asyncio.run(fails(node(0)))
    assert failure.value.node.operation == "fails"


def test_async_functions_are_plain_where_tracing_is_off():
    async def main():
        with no_trace():
            return await ask(node(1))

    assert type(asyncio.run(main())) is int


def test_reads_of_interleaved_tasks_do_not_mix():
    parameters = [node(i, f"p{i}", trainable=True) for i in range(5)]

    @bundle
    async def read(index):
        await asyncio.sleep(0)
        value = parameters[index].data
        await asyncio.sleep(0)
        return value

    async def main():
        return await asyncio.gather(*(read(i) for i in range(5)))

    calls = asyncio.run(main())
    assert [call.parents for call in calls] == [(p,) for p in parameters]


def test_tasks_started_in_a_body_are_its_reads():
    p = node(2, "p", trainable=True)

    @bundle
    async def inner(x):
        await asyncio.sleep(0)
        return x * p.data

    @bundle
    async def outer():
        return sum(await asyncio.gather(inner(1), inner(2)))

    call = asyncio.run(outer())
    assert call.data == 6
    assert [read.operation for read in call.inputs["__reads__"]] == ["inner", "inner"]
    call.backward("larger")
    assert len(p.graphs) == 1


def test_one_task_without_tracing_does_not_disturb_another():
    async def without():
        with no_trace():
            await asyncio.sleep(0)
            first = await ask(1)
            await asyncio.sleep(0)
            return first, is_tracing()

    async def with_tracing():
        states = []
        for _ in range(4):
            await asyncio.sleep(0)
            states.append(isinstance(await ask(1), Node))
        return states

    async def main():
        return await asyncio.gather(without(), with_tracing())

    (first, tracing), states = asyncio.run(main())
    assert type(first) is int
    assert tracing is False
    assert states == [True] * 4


def test_threads_do_not_see_each_others_no_trace():
    entered, checked = threading.Event(), threading.Event()
    seen = []

    def off():
        with no_trace():
            entered.set()
            checked.wait(10)
            seen.append(is_tracing())

    thread = threading.Thread(target=off)
    thread.start()
    entered.wait(10)
    seen.append(is_tracing())
    checked.set()
    thread.join(10)
    assert seen == [True, False]


def test_bundles_in_many_threads():
    barrier = threading.Barrier(4)
    gains = [node(float(i), f"gain{i}", trainable=True) for i in range(4)]

    @bundle(trainable=True)
    def act(x):
        return x + 1

    @bundle
    def work(index):
        barrier.wait(10)
        return gains[index].data + act(index)

    with ThreadPoolExecutor(4) as pool:
        calls = list(pool.map(work, range(4)))
    for i, call in enumerate(calls):
        assert call.data == 2 * i + 1
        gain, inner = call.inputs["__reads__"]
        assert gain is gains[i]
        assert inner.inputs["x"] == i


def test_a_copied_context_carries_the_body_into_a_thread():
    p = node(1, "p", trainable=True)

    @bundle
    def spread():
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(contextvars.copy_context().run, lambda: p.data).result()

    assert spread().parents == (p,)
