import pytest

from robotrace.show.curves import curve
from robotrace.show.series import Level, percent, series, split_of


def test_one_run_is_drawn_with_wilsons_interval(make_run):
    line = series("induce", [[curve(make_run("a", [0, 5], final=(50, 50)))]])
    assert [(level.x, level.rate) for level in line.levels] == [(0, 0.0), (1, 1.0)]
    assert line.levels[1].low == pytest.approx(0.566, abs=1e-3)
    assert line.settled == line.end == 1
    assert (line.result.rate, line.result.x) == (1.0, 1)


def test_a_line_of_several_runs_begins_where_all_have_begun(make_run):
    curves = [curve(make_run(name, [0, 5]), "env_steps") for name in "ab"]
    late = curve(make_run("late", [1, 5], n=10), "env_steps")
    line = series("induce", [[*curves, late]])
    assert [level.x for level in line.levels] == [5000, 10000]
    assert line.settled == 5000  # the first of them ended there; what follows is held


def test_runs_are_weighed_by_the_interquartile_mean(make_run):
    curves = [
        curve(make_run(f"r{solved}", [0, solved], final=(10 * solved, 50), seed=solved)) for solved in range(1, 5)
    ]
    line = series("induce", [curves])
    assert line.levels[-1].rate == pytest.approx(0.5)
    assert line.heldout[0].rate == pytest.approx(0.5)
    assert 0.2 <= line.heldout[0].low < 0.5 < line.heldout[0].high <= 0.8


def test_a_single_run_a_task_tells_nothing_of_the_spread(make_run):
    tasks = [[curve(make_run(name, [0, 5], final=(50, 50), task=name))] for name in "xy"]
    line = series("opro", tasks)
    assert line.heldout == (Level(1, 1.0, None, None),)
    assert percent(line.result) == "100 %"


def test_lines_are_of_held_out_goals_where_each_run_measured_them_on_the_way(make_run):
    on_the_way = curve(make_run("a", [0, 5], heldout={0: (1, 10)}, final=(9, 10)))
    assert split_of([on_the_way]) == "held-out"
    assert split_of([on_the_way, curve(make_run("b", [0, 5], final=(9, 10)))]) == "training"


def test_percent():
    assert percent(Level(0, 0.98, 0.895, 0.996)) == "98 % [90, 100]"
    assert percent(Level(0, float("nan"))) == "not measured"
