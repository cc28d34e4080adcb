from __future__ import annotations

import pytest
from fake_openai import FakeOpenAI, fault, reply

import robotrace
from robotrace.llm import OpenAIChat
from robotrace.opto import TrialId, Verdict

pytestmark = pytest.mark.slow

REACHES = """The hand holds still; goal_pos is where it should be.

### variable: controller
```python
def controller(observation):
    x, y, z = observation["goal_pos"]
    return [x, y, z, 0.0]
```
"""


def test_reach_is_learned_through_every_fault_of_the_endpoint(openai_server: FakeOpenAI, tmp_path):
    openai_server.script(
        "I would move the hand to the goal.",
        fault(500),
        reply(REACHES, finish_reason="length"),
        REACHES.replace("variable: controller", "variable: policy"),
        REACHES.replace("0.0]", "0.0"),
        REACHES.replace('observation["goal_pos"]', 'observation["target"]'),
        REACHES,
    )
    run = robotrace.train(
        "blank",
        robotrace.make("metaworld/reach-v3", seed=3),
        optimizer=robotrace.OptoPrime(chat=OpenAIChat("m-1", base_url=openai_server.url, max_retries=0)),
        goals=2,
        confirm=3,
        heldout=5,
        run=tmp_path / "run",
    )
    whys = [trial.why for trial in run.trials if trial.verdict == Verdict.REFUSED]
    expected = ["no fenced block", "answered 500", "length limit", "no variable", "never closed", "target"]
    for said, why in zip(expected, whys, strict=True):
        assert said in why
    assert "## Attempt 3: refused" in openai_server.prompts[-1]
    assert [outcome.success for outcome in run.tested[TrialId(4)]] == [True] * 5
