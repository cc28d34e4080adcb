"""What an endpoint or a model can do wrong, one row each, and what the run's folder says of it afterwards.

Every run goes on to the next iteration and is solved there, and has spent what the server says it has sent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from fake_openai import Answer, FakeOpenAI, cut, fault, hang, raw, reply, too_long
from toy import PointTask

import robotrace as rt
from robotrace.episodes import Field
from robotrace.llm import OpenAIChat
from robotrace.opto import Program
from robotrace.results import Run, read_run

pytestmark = pytest.mark.slow


class NoisyTask(PointTask):
    """With enough that changes for its trace to be cut."""

    horizon = 60
    fields = (*PointTask.fields, Field("noise", (6,), "m", "Nothing of use.", "other"))

    def _observe(self):
        return super()._observe() | {"noise": np.random.default_rng(self.time).uniform(-1, 1, 6)}


START = """import robotrace as rt

grip = rt.node(0.0, trainable=True, name="grip")


@rt.bundle(trainable=True)
def controller(observation):
    return [*observation["hand_pos"], grip.data]
"""
CODE = """def controller(observation):
    return [*observation["goal_pos"], grip.data]"""
GOOD = f"""The hand holds still; goal_pos is where it should be.

### variable: controller
```python
{CODE}
```
"""


@dataclass(frozen=True)
class Row:
    """A fault: what the server does before it behaves, and the words of the record; "" where nothing was lost."""

    does: tuple[str | Answer, ...] = ()
    refused: str = ""
    note: str = ""
    refuses: frozenset[str] = frozenset()
    options: dict[str, Any] = field(default_factory=dict)


ENDPOINT = {
    "429 with Retry-After, once": Row((fault(429, retry_after="0.01"),), options={"max_retries": 1}),
    "429 without end": Row(
        (fault(429, "slow down", retry_after="0.01"), fault(429, "slow down", retry_after="0.01")),
        "answered 429 after 1 retry: slow down. The rate limit or the quota is used up; wait, or raise it.",
        options={"max_retries": 1},
    ),
    "429 for hours": Row(
        (fault(429, "quota", retry_after="7200"),),
        "answered 429: quota. It asks to wait 7200 s. The rate limit or the quota is used up; wait, or raise it.",
        options={"max_retries": 4},
    ),
    "500": Row((fault(500),), "answered 500: scripted fault. The endpoint is failing; try again later."),
    "a hang": Row(
        (hang(),),
        "did not answer within 0.3 s. Check that it is up, or raise the timeout.",
        options={"timeout": 0.3},
    ),
    "a connection cut in the body": Row((cut(),), "could not be reached, or broke off ("),
    "a web page": Row((raw("<html>hello</html>"),), "answered with something that is no chat completion"),
    "a key that is not valid": Row((fault(401, "bad key"),), "answered 401: bad key. Check OPENAI_API_KEY."),
    "a prompt that is too long": Row(
        (too_long(3_000),),
        note="The prompt did not fit the model's context of 3,000 tokens: it was cut to a budget of ",
    ),
    "a prompt that is always too long": Row(
        (*[too_long(3_000)] * 4,), "No prompt fits the model's context of 3,000 tokens; budgets tried: 6,000, "
    ),
    "a temperature that is refused": Row(
        note="does not take temperature, so it is left out: Unsupported parameter: 'temperature' is not supported",
        refuses=frozenset({"temperature"}),
        options={"temperature": 0.3},
    ),
    "a reasoning effort that is refused": Row(
        note="does not take reasoning_effort, so it is left out: Unsupported parameter: 'reasoning_effort' is not",
        refuses=frozenset({"reasoning_effort"}),
        options={"reasoning_effort": "low"},
    ),
}
MODEL = {
    "empty content": Row((reply(None),), "The reply was empty."),
    "a refusal": Row((reply(None, refusal="I'd rather not."),), "The model declined to answer: I'd rather not."),
    "a content filter": Row((reply("", finish_reason="content_filter"),), "content filter stopped the reply"),
    "the length limit": Row(
        (reply(GOOD, finish_reason="length"),),
        f"cut off at the model's length limit after {len(GOOD) // 4} tokens; nothing of it was used.",
    ),
    "prose alone": Row(("I would move the hand.",), "The reply has no fenced block."),
    "an unclosed fence": Row(
        (GOOD.rstrip()[:-4],), "The block for 'controller' (line 4) has no end; the reply may have been cut off."
    ),
    "two fences for one parameter": Row(
        (GOOD + GOOD,), "The reply gives two blocks for 'controller' (lines 4 and 11); exactly one is expected."
    ),
    "an unknown parameter": Row(
        (GOOD.replace("variable: controller", "variable: contoller"),),
        "The reply gives a value for 'contoller', which is no variable. Did you mean 'controller'?",
    ),
    "a wrong type": Row(
        ("### variable: grip\n```\n[0.0, 1.0]\n```\n",), "'grip' takes a finite number, found '[0.0, 1.0]'."
    ),
    "code that is no function": Row(
        ("### variable: controller\n```python\nx = 1\n```\n",), "does not define the function 'controller'"
    ),
    "code that does not compile": Row((GOOD.replace("]\n```", "\n```"),), "'[' was never closed"),
    "code that raises": Row(
        (GOOD.replace('goal_pos"', 'target"'),),
        "Unknown field 'target'. Known: goal_pos, gripper_opening, hand_pos, noise.",
    ),
    "2 MB of text": Row(("x" * 2_000_000,), "The reply has 2,000,000 characters; more than 200,000 are not read."),
    "the same code again": Row(
        ("### variable: grip\n```\n0.0\n```\n",),
        "The reply changes nothing: 'grip' as proposed is what stands already.",
    ),
    "tokens that were cached": Row(),
}


@pytest.fixture(autouse=True)
def no_prices_of_ones_own(monkeypatch, tmp_path):
    monkeypatch.delenv("ROBOTRACE_PRICES", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


def run_with(server: FakeOpenAI, row: Row, folder) -> Run:
    server.refuses = set(row.refuses)
    server.script(*row.does, reply(GOOD, cached=60))
    options = {"max_retries": 0, "timeout": 20.0} | row.options
    rt.train(
        Program.parse(START),
        NoisyTask(),
        optimizer=rt.OptoPrime(chat=OpenAIChat("m-1", base_url=server.url, api_key="sk-secret-1", **options)),
        goals=2,
        confirm=2,
        heldout=2,
        iterations=3,
        run=folder,
        trust=True,  # the code is this file's own
    )
    return read_run(folder)


@pytest.mark.parametrize("name", [*ENDPOINT, *MODEL])
def test_a_fault_is_recorded_and_the_next_iteration_goes_on(openai_server, tmp_path, name):
    row = (ENDPOINT | MODEL)[name]
    run = run_with(openai_server, row, tmp_path / "run")

    verdicts = [trial.verdict.value for trial in run.trials]
    assert verdicts == (["start", "refused", "accepted"] if row.refused else ["start", "accepted"])
    assert run.finished
    assert run.train.rate == 1.0
    first = run.trials[1].proposal
    assert first is not None
    assert row.refused in run.trials[1].why
    assert row.note in "".join(first.notes)

    billed = openai_server.billed
    spent = run.spend
    assert (spent.calls, spent.prompt_tokens, spent.completion_tokens, spent.cached_tokens) == (
        billed["calls"],
        billed["prompt_tokens"],
        billed["completion_tokens"],
        billed["cached_tokens"],
    )
    assert spent.usd is None  # nobody has told a price
    assert run.entries[-1].ledger.calls == billed["calls"]

    if row.does and isinstance(row.does[0], str):
        assert (first.prompt, first.reply) == (openai_server.prompts[0], row.does[0])
    assert (tmp_path / "run" / "events.jsonl").stat().st_size < 100_000
    assert not any(b"sk-secret-1" in path.read_bytes() for path in (tmp_path / "run").rglob("*") if path.is_file())


def test_what_was_paid_is_in_the_record(openai_server, tmp_path, monkeypatch):
    prices = '[[price]]\nmodel = "m-1"\nprompt = 10\ncached = 1\ncompletion = 40\n'
    (tmp_path / "prices.toml").write_text(prices)
    monkeypatch.setenv("ROBOTRACE_PRICES", str(tmp_path / "prices.toml"))
    spent = run_with(openai_server, Row((reply(None),)), tmp_path / "run").spend
    # Two calls of 100 tokens, 60 of them cached in the second; 43 tokens received.
    assert spent.usd == pytest.approx((140 * 10 + 60 * 1 + 43 * 40) / 1e6)


UNWRITABLE = "half \ud83d, NUL \x00, an escape \x1b[31m"


@pytest.mark.parametrize(
    "answer",
    [
        reply(f"{UNWRITABLE}\n\n{GOOD}"),
        reply(GOOD, model=f"m-1{UNWRITABLE}"),
        reply(None, refusal=UNWRITABLE),
        reply("", finish_reason=f"stop{UNWRITABLE}"),
        reply(GOOD.replace("hand holds", UNWRITABLE).replace("return", 'x = "\ud83d\x00"\n    return')),
        fault(400, UNWRITABLE),
        fault(400, UNWRITABLE, body={"code": UNWRITABLE}),
    ],
)
def test_what_cannot_be_written_stops_no_run(openai_server, tmp_path, answer):
    folder = tmp_path / "run"
    run = run_with(openai_server, Row((answer, reply(GOOD), reply(GOOD))), folder)
    assert run.finished
    assert run.train.rate == 1.0
    assert run.calls == openai_server.billed["calls"]
    for path in folder.rglob("*"):
        if path.suffix in (".md", ".py", ".jsonl", ".json", ".csv", ".txt"):
            text = path.read_text(encoding="utf-8")
            assert "\x00" not in text
            assert "\x1b" not in text
    asked = len(openai_server.requests)
    again = rt.train(
        Program.parse(START),
        NoisyTask(),
        optimizer=rt.OptoPrime(chat=OpenAIChat("m-1", base_url=openai_server.url, api_key="sk-secret-1")),
        goals=2,
        confirm=2,
        heldout=2,
        iterations=3,
        run=folder,
        resume=True,
        trust=True,  # the code is this file's own
    )
    assert again.best.text == run.best.text
    assert len(openai_server.requests) == asked  # nothing was paid for twice
