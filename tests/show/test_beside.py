"""Baselines and published results beside the lines of a plot."""

import pytest
from matplotlib.text import Text

from robotrace.show.beside import learners_and_levels
from robotrace.show.compare.groups import groups_of
from robotrace.show.compare.pairing import compare
from robotrace.show.compare.plot import draw_comparison
from robotrace.show.plot import draw

pytestmark = pytest.mark.slow
EXPERT = {"optimizer": "expert", "feedback": None, "baseline": "privileged: the task's own"}
SAC = {"optimizer": "sac", "feedback": None, "baseline": "a neural network"}


def words_of(figure):
    return [" ".join(text.get_text().split()) for text in figure.findobj(Text) if text.get_text()]


def levels_of(axes):
    """Rates of what is drawn across a whole panel."""
    return [
        line.get_ydata()[0]
        for line in axes.get_lines()
        if list(line.get_xdata()) == [0, 1] and line.get_linestyle() == "--"
    ]


def test_a_baseline_that_learns_nothing_is_a_level_and_one_that_learns_a_line(make_run):
    runs = [
        make_run("code", [0, 5], final=(5, 5)),
        make_run("e", [5], final=(4, 5), **EXPERT),
        make_run("s", [0, 2], **SAC),
    ]
    learners, levels = learners_and_levels(groups_of(runs))
    assert [group.name for group in learners] == ["induce", "sac (baseline)"]
    assert [group.name for group in levels] == ["expert (baseline, privileged)"]
    assert learners_and_levels(levels) == (levels, [])


def test_the_level_stands_across_the_panel_of_its_task_and_says_what_it_is(make_run):
    runs = [
        make_run("code", [0, 5], final=(5, 5)),
        make_run("e", [5], final=(4, 5), **EXPERT),
        make_run("other", [0, 5], task="metaworld/reach-v3"),
    ]
    figure = draw(runs)
    first, second = figure.axes
    assert (levels_of(first), levels_of(second)) == ([0.8], [])
    assert "expert (baseline, privileged)" in words_of(figure)
    assert any(
        "Baselines that learn nothing: expert (baseline, privileged): the task's own." in words
        for words in words_of(figure)
    )
    alone = draw(runs[:2])
    assert "expert (baseline, privileged): 80 % [38, 96]" in words_of(alone)


def test_a_comparison_has_it_too(make_run):
    runs = [make_run("code", [0, 5], final=(5, 5)), make_run("e", [5], final=(4, 5), **EXPERT)]
    compared = compare(runs)
    assert [(pair.a, pair.b, pair.counts.only_a) for pair in compared.pairs] == [
        ("induce", "expert (baseline, privileged)", 1)
    ]
    figure = draw_comparison(compared)
    assert levels_of(figure.axes[0]) == [0.8]
    assert levels_of(draw_comparison(compared, x="env_steps", cite=["faea"]).axes[0]) == [0.8, 0.96]


def test_published_curves_are_marked_and_need_a_logarithmic_axis(make_run):
    figure = draw([make_run("code", [0, 5], final=(5, 5))], x="env_steps", cite=["td-mpc2", "brc"])
    [axes] = figure.axes
    assert axes.get_xscale() == "log"
    assert [200_000.0, 1_000_000.0] in [list(line.get_xdata()) for line in axes.get_lines()]
    assert levels_of(axes) == [0.881]
    assert {"TD-MPC2, cited: 90 % after 1,000,000 steps", "BRC, one network for all, cited: 88 %"} <= set(
        words_of(figure)
    )
    assert any(
        "Cited, not measured here, with settings of their own: TD-MPC2: 50 tasks of" in words
        for words in words_of(figure)
    )


def test_elsewhere_published_curves_are_levels(make_run):
    figure = draw([make_run("code", [0, 5], final=(5, 5))], x="iteration", cite=["td-mpc2"])
    [axes] = figure.axes
    assert (axes.get_xscale(), levels_of(axes)) == ("linear", [0.9])
