import pytest
from matplotlib.text import Text

from robotrace.errors import OptionError, UnknownNameError
from robotrace.show.compare.groups import groups_of
from robotrace.show.compare.pairing import compare
from robotrace.show.compare.plot import draw_comparison, lines_of, plot_comparison
from robotrace.show.series import Level

pytestmark = pytest.mark.slow


def test_a_line_is_the_interquartile_mean_of_the_best_so_far(make_run):
    runs = [make_run("a", [0, 2, 5], model="m"), make_run("b", [0, 0, 0, 0, 5], model="m", seed=1)]
    [line] = lines_of(groups_of(runs), "calls")
    assert line.split == "training"
    assert [level.x for level in line.levels] == [0.0, 1.0, 2.0, 4.0]
    assert [level.rate for level in line.levels] == [0.0, 0.2, 0.5, 1.0]
    assert line.levels[0] == Level(0.0, 0.0, 0.0, 0.0)
    assert (line.levels[2].low, line.levels[2].high) == (0.0, 1.0)
    assert line.settled == 2.0
    assert line.heldout == ()


def test_a_diamond_stands_where_the_last_run_ended(make_run):
    runs = [make_run("a", [0, 5], final=(48, 50)), make_run("b", [0, 5, 4], final=(50, 50), seed=1)]
    [line] = lines_of(groups_of(runs), "iteration")
    assert line.heldout == (Level(2.0, 0.98, 0.96, 1.0),)


def test_lines_are_of_held_out_goals_where_every_run_has_them_on_the_way(make_run):
    runs = [make_run("a", [0, 5], heldout={0: (1, 10)}, final=(9, 10))]
    [line] = lines_of(groups_of(runs), "iteration")
    assert line.split == "held-out"
    assert [level.rate for level in line.levels] == [0.1, 0.9]
    lines = lines_of(groups_of([*runs, make_run("b", [0, 5], final=(9, 10), optimizer="opro")]), "iteration")
    assert [line.split for line in lines] == ["training", "training"]


def test_a_method_is_one_line_over_its_tasks(make_run):
    runs = [make_run(name, [0, 5], final=(5, 5), task=f"metaworld/{name}", optimizer="opro") for name in "xy"]
    lines = lines_of(groups_of(runs), "iteration")
    assert [(line.name, len(line.runs)) for line in lines] == [("opro", 2)]
    other = make_run("raw", [0], control="raw", optimizer="opro")
    assert [line.name for line in lines_of(groups_of([*runs, other]), "iteration")] == [
        "opro, macro 50",
        "opro, raw 50",
    ]


def test_the_picture_says_what_was_measured(make_run):
    runs = [make_run("a", [0, 2, 5], final=(49, 50)), make_run("b", [0, 1], final=(9, 50), optimizer="opro")]
    figure = draw_comparison(compare(runs), x="env_steps")
    words = [text.get_text() for text in figure.findobj(Text)]
    assert {"metaworld/pick-place-v3", "induce: 98 % [90, 100]", "opro: 18 % [10, 31]"} <= set(words)
    assert any("horizon 50" in text for text in words)
    [axes] = figure.axes
    assert axes.get_xlabel() == "environment steps (thousands)"
    assert len(axes.get_lines()) == 2
    assert list(axes.get_lines()[0].get_ydata()) == [0.0, 0.4, 1.0]


def test_runs_that_asked_nobody_do_not_make_calls_the_axis(make_run):
    runs = [make_run("a", [0, 2, 5]), make_run("b", [0, 1], optimizer="opro", model="m")]
    [axes] = draw_comparison(compare(runs)).axes
    assert axes.get_xlabel() == "environment steps (thousands)"
    caption = " ".join(text.get_text() for text in draw_comparison(compare(runs), x="calls").findobj(Text))
    assert "0 calls of the language model throughout: induce." in " ".join(caption.split())


def test_the_same_runs_give_the_same_bytes(make_run, tmp_path):
    found = compare([make_run("a", [0, 1], final=(3, 5)), make_run("b", [0, 5], final=(5, 5), seed=1)])
    one, other = plot_comparison(found, tmp_path / "one"), plot_comparison(found, tmp_path / "other")
    assert [file.suffix for file in one] == [".png", ".svg", ".pdf"]
    assert [file.read_bytes() for file in one] == [file.read_bytes() for file in other]


def test_many_methods_can_be_drawn(make_run, tmp_path):
    runs = [make_run(f"r{k}", [0, k % 5], final=(k, 9), optimizer=f"o{k}") for k in range(9)]
    plot_comparison(compare(runs), tmp_path / "plot", x="seconds")
    assert len(draw_comparison(compare(runs), x="seconds").axes) == 9


def test_other_endings_and_axes_are_refused(make_run, tmp_path):
    found = compare([make_run("a", [0])])
    with pytest.raises(OptionError, match=r"found 'plot.jpg'"):
        plot_comparison(found, tmp_path / "plot.jpg")
    with pytest.raises(UnknownNameError, match="Did you mean calls"):
        plot_comparison(found, tmp_path / "plot", x="call")
