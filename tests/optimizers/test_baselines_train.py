"""OPRO and TextGrad in the training loop, as OptoPrime is: refusals, what is paid, and an endpoint that fails."""

from __future__ import annotations

import pytest
from fake_openai import fault
from toy import PointTask

import robotrace
from robotrace.llm import OpenAIChat
from robotrace.optimizers import OPRO, TextGrad
from robotrace.show.compare.pairing import compare
from robotrace.trace import bundle

pytestmark = pytest.mark.slow

REACHES = """It holds still; goal_pos is where it should be.

### variable: controller
```python
def controller(observation):
    x, y, z = observation["goal_pos"]
    return [x, y, z, 0.0]
```
"""
CRITICISM = "It always returns zeros; it should return goal_pos."


@bundle(trainable=True)
def controller(observation):
    """Return [x, y, z, grip]."""
    return [0.0, 0.0, 0.0, 0.0]


def train(kind, server, path):
    optimizer = kind(chat=OpenAIChat("m-1", base_url=server.url, api_key="sk-none-at-all", max_retries=0))
    return robotrace.train(
        controller, PointTask(), optimizer=optimizer, goals=2, confirm=2, heldout=5, iterations=8, run=path
    )


@pytest.mark.parametrize(
    ("kind", "answers", "calls"),
    [
        (OPRO, ["I would go to the goal.", REACHES], 2),
        (TextGrad, [CRITICISM, "I would go to the goal.", CRITICISM, REACHES], 4),
    ],
)
def test_a_refusal_is_told_and_the_next_answer_is_tried(openai_server, tmp_path, kind, answers, calls):
    openai_server.script(*answers)
    run = train(kind, openai_server, tmp_path / "run")
    assert "no fenced block" in run.trials[1].why
    assert "no fenced block" in openai_server.prompts[-1]
    assert run.heldout.successes == 5
    assert run.calls == calls
    assert sum(proposal.spend.prompt_tokens for proposal in run.proposals.values()) == 100 * calls
    assert len(openai_server.requests) == calls
    [group] = compare([run]).groups
    assert group.to_best is not None
    assert (group.name, group.to_best["calls"]) == (kind.name, calls)


def test_what_was_paid_before_the_endpoint_failed_is_counted(openai_server, tmp_path):
    openai_server.script(CRITICISM, fault(500), fault(500), fault(500))
    run = train(TextGrad, openai_server, tmp_path / "run")
    assert (run.reason or "").startswith("the model's endpoint failed 3 times in a row: OpenAIChat('")
    assert (run.reason or "").endswith("answered 500: scripted fault. The endpoint is failing; try again later.")
    assert run.calls == 1
    assert "call 2 of this proposal failed" in run.trials[1].why
    assert [path.name for path in (tmp_path / "run" / "prompts").iterdir()] == ["001.md"]
