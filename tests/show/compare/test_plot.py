import pytest

from robotrace.errors import OptionError, UnknownNameError
from robotrace.results import Rate
from robotrace.results.aggregate import Estimate
from robotrace.show.compare.groups import groups_of
from robotrace.show.compare.pairing import compare
from robotrace.show.compare.plot import draw_comparison, lines_of, plot_comparison
from robotrace.show.curves import Point


def test_a_line_is_the_interquartile_mean_of_the_best_so_far(make_run):
    runs = [make_run("a", [0, 2, 5], model="m"), make_run("b", [0, 0, 0, 0, 5], model="m", seed=1)]
    [line], kind = lines_of(groups_of(runs), "calls")
    assert kind == "training"
    assert line.xs == (0.0, 1.0, 2.0, 4.0)
    assert [estimate.value for estimate in line.success] == [0.0, 0.2, 0.5, 1.0]
    assert line.success[0] == Estimate(0.0, 2, 0.0, 0.0)
    assert (line.success[2].low, line.success[2].high) == (0.0, 1.0)
    assert line.heldout == ()


def test_a_diamond_is_all_held_out_goals_together(make_run):
    runs = [make_run("a", [0, 5], final=(48, 50)), make_run("b", [0, 5, 4], final=(50, 50), seed=1)]
    [line], _ = lines_of(groups_of(runs), "iteration")
    assert line.heldout == (Point(2.0, Rate(98, 100)),)


def test_lines_are_of_held_out_goals_where_every_run_has_them_on_the_way(make_run):
    runs = [make_run("a", [0, 5], heldout={0: (1, 10)}, final=(9, 10))]
    [line], kind = lines_of(groups_of(runs), "iteration")
    assert kind == "held-out"
    assert [estimate.value for estimate in line.success] == [0.1, 0.9]
    _, kind = lines_of(groups_of([*runs, make_run("b", [0, 5], final=(9, 10), optimizer="opro")]), "iteration")
    assert kind == "training"


def test_a_method_is_one_line_over_its_tasks(make_run):
    runs = [make_run(name, [0, 5], final=(5, 5), task=f"metaworld/{name}", optimizer="opro") for name in "xy"]
    lines, _ = lines_of(groups_of(runs), "iteration")
    assert [(line.name, len(line.runs)) for line in lines] == [("opro", 2)]
    other = make_run("raw", [0], control="raw", optimizer="opro")
    assert [line.name for line in lines_of(groups_of([*runs, other]), "iteration")[0]] == [
        "opro, macro 50",
        "opro, raw 50",
    ]


def test_the_picture_says_what_was_measured(make_run):
    runs = [make_run("a", [0, 2, 5], final=(49, 50)), make_run("b", [0, 1], final=(9, 50), optimizer="opro")]
    axes = draw_comparison(compare(runs), x="env_steps").axes[0]
    words = [text.get_text().replace("\xa0", " ") for text in axes.texts]
    assert {"metaworld/pick-place-v3", "induce", "opro", "98 % [90, 100] held-out", "18 % [10, 31] held-out"} <= set(
        words
    )
    assert any("horizon 50" in text for text in words)
    assert axes.get_xlabel() == "environment steps"
    assert len(axes.get_lines()) == 2
    assert list(axes.get_lines()[0].get_ydata()) == [0.0, 0.4, 1.0]


def test_the_same_runs_give_the_same_bytes(make_run, tmp_path):
    found = compare([make_run("a", [0, 1], final=(3, 5)), make_run("b", [0, 5], final=(5, 5), seed=1)])
    one, other = plot_comparison(found, tmp_path / "one"), plot_comparison(found, tmp_path / "other")
    assert [file.suffix for file in one] == [".png", ".svg"]
    assert [file.read_bytes() for file in one] == [file.read_bytes() for file in other]


def test_many_methods_can_be_drawn(make_run, tmp_path):
    runs = [make_run(f"r{k}", [0, k % 5], final=(k, 9), optimizer=f"o{k}") for k in range(9)]
    plot_comparison(compare(runs), tmp_path / "plot", x="seconds")


def test_other_endings_and_axes_are_refused(make_run, tmp_path):
    found = compare([make_run("a", [0])])
    with pytest.raises(OptionError, match=r"found 'plot.pdf'"):
        plot_comparison(found, tmp_path / "plot.pdf")
    with pytest.raises(UnknownNameError, match="Did you mean calls"):
        plot_comparison(found, tmp_path / "plot", x="call")
