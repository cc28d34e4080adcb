"""Runs with a real client at a real server: what was counted, and the same again without either."""

import pytest
from fake_openai import reply
from pools import GOOD, point_task

from robotrace.errors import OptionError
from robotrace.llm import OpenAIChat, ReplayChat
from robotrace.optimizers import Induce, OptoPrime
from robotrace.training import Budget, train

pytestmark = pytest.mark.slow

FENCED = "Half way.\n\n### variable: controller\n```python\n" + GOOD + "```\n"
SETTINGS = {"iterations": 3, "goals": 2, "confirm": 2, "heldout": 3}


@pytest.fixture
def recorded(openai_server, tmp_path):
    """A run of three samples a round, some of whose replies are cut off, empty or declined."""
    openai_server.script(
        "no code at all",
        reply(FENCED, finish_reason="length"),
        reply(None, refusal="I cannot do that."),
        reply(""),
        FENCED.replace("[x, y,", "[0.5 * x, 0.5 * y,"),
        FENCED.replace("[x, y,", "[0.25 * x, y,"),
        FENCED,
        *[FENCED.replace("[x, y,", f"[{part} * x, y,") for part in (0.3, 0.4, 0.6, 0.7, 0.8)],
    )
    optimizer = OptoPrime(samples=3, chat=OpenAIChat("m-1", base_url=openai_server.url, max_retries=0))
    return train("blank", point_task(seed=3), optimizer=optimizer, run=tmp_path / "run", **SETTINGS)


def test_the_ledger_is_what_the_server_counted(openai_server, recorded):
    asked = len(openai_server.requests)
    assert asked >= 7
    assert (recorded.ledger.calls, recorded.ledger.spend.prompt_tokens) == (asked, 100 * asked)
    received = sum(len(path.read_text()) // 4 for path in (recorded.folder.path / "replies").iterdir())
    declined = len("I cannot do that.") // 4  # its words are no content that the server counts
    assert recorded.ledger.spend.completion_tokens == received - declined
    assert recorded.entries[-1].ledger.spend == recorded.ledger.spend


def test_a_recorded_run_is_replayed_without_key_or_network(openai_server, recorded, tmp_path, monkeypatch, caplog):
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ROBOTRACE_MODEL"):
        monkeypatch.delenv(name, raising=False)
    asked = len(openai_server.requests)
    again = train("blank", point_task(seed=3), replay=recorded.folder.path, run=tmp_path / "again", **SETTINGS)
    assert len(openai_server.requests) == asked
    assert again.folder.best.read_bytes() == recorded.folder.best.read_bytes()
    assert again.ledger.spend == recorded.ledger.spend
    assert [trial.why for trial in again.trials] == [trial.why for trial in recorded.trials]
    assert caplog.text == ""


def test_a_run_that_asked_nobody_needs_no_replay(tmp_path):
    options = {"iterations": 1, "goals": 2, "heldout": 0}
    train("blank", point_task(), optimizer="induce", run=tmp_path / "run", **options)
    with pytest.raises(OptionError, match="asked no language model"):
        train("blank", point_task(), replay=tmp_path / "run", run=tmp_path / "again", **options)


@pytest.mark.parametrize(
    ("optimizer", "words"),
    [
        ("induce", "induce has no option 'samples': it has none"),
        (Induce(), r"tell it there, as in OptoPrime\(samples=2\)"),
    ],
)
def test_samples_are_told_to_whom_they_can_be(tmp_path, optimizer, words):
    with pytest.raises(OptionError, match=words):
        train("blank", point_task(), optimizer=optimizer, samples=2, run=tmp_path / "run")


def test_samples_are_a_number_from_1_up():
    with pytest.raises(OptionError, match="samples must be 1 or more, found 0"):
        OptoPrime(chat=ReplayChat("m"), samples=0)


PRICES = '[[price]]\nmodel = "m-1"\nprompt = 10\ncompletion = 40\n'


def test_a_cap_on_dollars_needs_a_price_and_keeps_to_it(openai_server, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("ROBOTRACE_PRICES", raising=False)

    def start(name):
        optimizer = OptoPrime(samples=3, chat=OpenAIChat("m-1", base_url=openai_server.url, max_retries=0))
        return train(
            "blank", point_task(seed=3), optimizer=optimizer, run=tmp_path / name, budget=Budget(usd=0.0015), **SETTINGS
        )

    with pytest.raises(OptionError, match="the price of the model m-1 is not known"):
        start("unpriced")
    (tmp_path / "prices.toml").write_text(PRICES)
    monkeypatch.setenv("ROBOTRACE_PRICES", str(tmp_path / "prices.toml"))
    openai_server.script("no", "no", "no", "no", "no", "no", "no", "no", "no")
    run = start("priced")
    assert (
        run.calls == 3
    )  # a dollar buys 1,000 prompts of 100 tokens: three of them, side by side, are too much already
    assert run.reason == "the cap of 0.0015 dollars is reached (0.003 used)"
    assert run.ledger.usd == pytest.approx(0.003)
