import pytest
from toy import PointTask

from robotrace.errors import OptionError
from robotrace.llm import ScriptedChat
from robotrace.optimizers import OptoPrime, Tune, TunedBetween
from robotrace.opto import Program
from robotrace.training import train

pytestmark = pytest.mark.slow

CONTROLLER = '''import robotrace as rt


@rt.bundle(trainable=True)
def aim(goal):
    """Where to go."""
    return goal * 0.7


def controller(observation):
    return [*aim(observation["goal_pos"]), 0.0]
'''
LOST = CONTROLLER.replace("goal * 0.7", "goal * 0")
REPLY = "### variable: aim\n```\ndef aim(goal):\n    return goal * 0.7\n```\n"


def go(folder, *, optimizer=None, iterations=6, controller=CONTROLLER, **options):
    return train(
        Program.parse(controller),
        PointTask(expert=False),
        optimizer=optimizer or Tune(),
        iterations=iterations,
        goals=2,
        confirm=2,
        heldout=6,
        run=folder,
        trust=True,
        **options,
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return go(tmp_path_factory.mktemp("tune") / "whole")


def test_it_fits_the_constants_without_a_call(whole):
    assert (whole.optimizer, whole.feedback, whole.calls) == ("tune", "score", 0)
    assert whole.trials[0].successes == 0
    assert whole.heldout.successes > 0
    text = whole.best.text
    head, tail = CONTROLLER.split("0.7")
    assert text.startswith(head)
    assert text.endswith(tail)


def test_its_rounds_are_generations(whole):
    assert [trial.iteration for trial in whole.trials][1:5] == [1, 1, 1, 1]
    assert whole.trials[1].proposal.reason == "Generation 1, of 4 members, of the search from iteration 0."


@pytest.mark.parametrize("lines", [2, 7, 12])
def test_a_run_that_was_cut_short_ends_the_same(whole, tmp_path, lines):
    folder = tmp_path / "cut"
    go(folder, iterations=2)
    events = folder / "events.jsonl"
    events.write_text("".join(events.read_text().splitlines(keepends=True)[:lines]))
    resumed = go(folder, resume=True)
    assert [trial.candidate and trial.candidate.text for trial in resumed.trials] == [
        trial.candidate and trial.candidate.text for trial in whole.trials
    ]
    assert resumed.folder.best.read_text() == whole.folder.best.read_text()


def test_the_model_writes_the_structure_and_search_fits_the_constants(tmp_path):
    chat = ScriptedChat([REPLY] * 9)
    both = TunedBetween(OptoPrime(chat=chat), every=1, generations=4)
    run = go(tmp_path / "both", optimizer=both, iterations=5, controller=LOST, retries=0)
    assert run.optimizer == "optoprime+tune"
    assert run.calls == 1
    assert "goal * 0.7" not in run.best.text
    scores = [sum(outcome.score for outcome in trial.outcomes) / 2 for trial in run.trials if trial.outcomes]
    assert scores[0] < scores[1] < max(scores)


def test_a_controller_without_numbers_is_told_before_anything_runs(tmp_path):
    with pytest.raises(OptionError, match="tune finds no number to tune in the trainable parts: aim"):
        go(tmp_path / "none", optimizer="tune", controller=LOST)
    assert not (tmp_path / "none").exists()
