import csv
import io
import shutil

import pytest
from fake_runs import write_run
from fake_suites import write_suite

from robotrace.results.aggregate import iqm_of
from robotrace.results.statistics import Rate
from robotrace.results.suites.figures import by_task, improvements, overall
from robotrace.results.suites.lasting import Lasting
from robotrace.results.suites.reader import State, read_suite
from robotrace.results.suites.table import summary_table

SOLVED = {
    "reach-v3": {"induce": [(50, 45), (40, 40)], "tune": [10, 0]},
    "push-v3": {"induce": [30, 20], "tune": [(20, 5), 30]},
}


@pytest.fixture
def suite(tmp_path):
    return write_suite(tmp_path / "s", SOLVED)


def places(results):
    return {str(row.cell): results.folder.run(results.plan, row.cell).path for row in results.rows}


def test_every_run_is_read_with_both_figures(suite):
    assert suite.complete
    assert repr(suite).endswith("s: MINE, 8 of 8 runs finished>")
    first = suite.rows[0]
    assert (first.any_step, first.last_step, first.lines) == (Rate(50, 50), Rate(45, 50), 2)
    assert [row.any_step.successes for row in suite.rows] == [50, 40, 10, 0, 30, 20, 20, 30]


def test_figures_by_task_pool_the_goals_of_all_seeds(suite):
    first = by_task(suite)[0]
    assert (first.any_step, first.last_step) == (Rate(90, 100), Rate(85, 100))
    assert (first.lines, first.used("env_steps"), first.used("usd")) == (2, 32500, 0)


def test_figures_over_tasks_are_stratified_by_task(suite):
    induce, tune = overall(suite)
    assert (induce.tasks, len(induce.rows)) == (2, 4)
    assert induce.any_step == iqm_of([[1.0, 0.8], [0.6, 0.4]])
    assert induce.last_step == iqm_of([[0.9, 0.8], [0.6, 0.4]])
    assert (induce.mean, induce.mean_last) == (pytest.approx(0.7), pytest.approx(0.675))
    assert tune.mean == pytest.approx(0.3)
    (pair,) = improvements(suite)
    assert (pair.x, pair.y, pair.improvement.value) == ("induce", "tune", (1.0 + 0.5) / 2)


def test_classes_have_figures_of_their_own(tmp_path):
    suite = write_suite(tmp_path / "s", SOLVED, roles={"reach-v3": "train", "push-v3": "test"})
    found = {(row.role, row.optimizer): row.tasks for row in overall(suite)}
    assert found == {(role, name): 2 if not role else 1 for role in ("", "train", "test") for name in ("induce", "tune")}


def test_the_table_has_a_row_a_run_and_no_times(suite):
    rows = list(csv.DictReader(io.StringIO(summary_table(suite))))
    assert len(rows) == 8
    assert not [name for name in rows[0] if "second" in name or "time" in name]
    assert {name: rows[0][name] for name in ("task", "optimizer", "seed", "state", "any_step_solved", "last_step_solved")} == {
        "task": "metaworld/reach-v3",
        "optimizer": "induce",
        "seed": "0",
        "state": "finished",
        "any_step_solved": "50",
        "last_step_solved": "45",
    }
    assert (rows[0]["any_step_low"], rows[0]["env_steps"], rows[0]["program_lines"]) == ("0.928652", "32500", "2")


def test_what_is_not_finished_says_why(suite):
    where = places(suite)
    shutil.rmtree(where["reach-v3, induce, seed 0"])
    events = where["reach-v3, induce, seed 1"] / "events.jsonl"
    events.write_text("".join(events.read_text().splitlines(keepends=True)[:-1]))
    (where["reach-v3, tune, seed 0"] / "events.jsonl").write_text('{"n": 0, "event": "end"}\n')
    (where["reach-v3, tune, seed 1"] / "events.jsonl").unlink()
    shutil.rmtree(where["push-v3, induce, seed 0"])
    shutil.copytree(where["push-v3, induce, seed 1"], where["push-v3, induce, seed 0"])
    shutil.rmtree(where["push-v3, tune, seed 0"])
    shutil.copytree(where["push-v3, induce, seed 1"], where["push-v3, tune, seed 0"])
    found = {str(row.cell): (row.state, row.why) for row in read_suite(suite.folder).rows}
    assert found["reach-v3, induce, seed 0"] == (State.MISSING, "it has not begun")
    assert found["reach-v3, induce, seed 1"] == (State.UNFINISHED, "it was stopped")
    assert found["reach-v3, tune, seed 0"][0] is State.BROKEN
    assert "line 1 is not an event of a run" in found["reach-v3, tune, seed 0"][1]
    assert found["reach-v3, tune, seed 1"][0] is State.BROKEN
    assert "and no run's events" in found["reach-v3, tune, seed 1"][1]
    assert found["push-v3, induce, seed 0"][1].endswith("is another run: expected seed 0, found 1.")
    assert found["push-v3, tune, seed 0"][0] is State.BROKEN


def test_an_optimizer_of_another_name_is_another_run(suite):
    where = places(suite)
    shutil.rmtree(where["push-v3, tune, seed 1"])
    shutil.copytree(where["push-v3, induce, seed 1"], where["push-v3, tune, seed 1"])
    row = read_suite(suite.folder).rows[-1]
    assert row.why.endswith("is another run: expected the optimizer tune, found induce.")


def test_the_last_step_is_known_where_each_goal_was_played_to_the_horizon(tmp_path):
    until = {"heldout_until": "horizon"}
    for config, last in ((until, (5, 3)), ({"success": "last"}, (5, 3)), ({}, None), ({"heldout_until": "success"}, None)):
        run = write_run(tmp_path / str(len(list(tmp_path.iterdir()))), [0, 5], final=(5, 8), last=3, **config)
        found = Lasting.of(run)
        assert (None if found is None else tuple(rate.successes for rate in found.rates)) == last
    assert Lasting.of(write_run(tmp_path / "untested", [0, 5], **until)) is None
