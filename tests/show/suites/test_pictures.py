import pytest
from fake_suites import write_suite
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.text import Text

from robotrace.show.suites.curves import axes_of, draw_curves, lines_of
from robotrace.show.suites.dots import draw_dots
from robotrace.show.suites.improvement import draw_improvement
from robotrace.show.suites.pictures import plot_suite
from robotrace.show.suites.profile import draw_profile

pytestmark = pytest.mark.slow

SOLVED = {
    "reach-v3": {"induce": [(50, 45), (40, 40)], "tune": [10, 0]},
    "push-v3": {"induce": [30, 20], "tune": [(20, 5), 30]},
}


@pytest.fixture
def suite(tmp_path):
    return write_suite(tmp_path / "s", SOLVED)


def words_of(figure):
    return " ".join(" ".join(text.get_text() for text in figure.findobj(Text)).split())


def marks(axes, *, filled):
    found = [it for it in axes.collections if isinstance(it, PathCollection)]
    return [
        tuple(round(float(x), 3) for x in it.get_offsets()[0])
        for it in found
        if bool(len(it.get_facecolors())) == filled
    ]


def test_all_pictures_are_written_the_same_each_time(suite):
    files = plot_suite(suite)
    assert [file.name for file in files] == [
        "success.png",
        "curves-iteration.png",
        "curves-env-steps.png",
        "profiles.png",
        "improvement.png",
    ]
    before = [file.with_suffix(suffix).read_bytes() for file in files for suffix in (".png", ".svg", ".pdf")]
    plot_suite(suite)
    assert before == [file.with_suffix(suffix).read_bytes() for file in files for suffix in (".png", ".svg", ".pdf")]


def test_dots_are_at_the_rates_and_rings_at_those_of_the_last_step(suite):
    figure = draw_dots(suite)
    [axes] = figure.axes
    assert [x for x, _ in marks(axes, filled=True)] == [0.9, 0.1, 0.5, 0.5]
    assert [x for x, _ in marks(axes, filled=False)] == [0.85, 0.1, 0.5, 0.35]
    lines = [it.get_segments()[0] for it in axes.collections if isinstance(it, LineCollection)]
    assert [round(float(end), 3) for end in lines[0][:, 0]] == [0.826, 0.945]  # Wilson's interval of 90 of 100
    assert [label.get_text() for label in axes.get_yticklabels()] == ["reach-v3", "push-v3"]
    assert "Success on MINE: 2 tasks, 2 seeds" in words_of(figure)
    assert "Wilson's 95 % interval over goals" in words_of(figure)


def test_no_name_leaves_the_page(tmp_path):
    name = "button-press-topdown-wall-v3"
    figure = draw_dots(write_suite(tmp_path / "s", {name: {"induce": [50]}}))
    figure.set_dpi(200)
    figure.draw_without_rendering()
    [axes] = figure.axes
    assert [label.get_window_extent().x0 > 0 for label in axes.get_yticklabels()] == [True]


def test_two_classes_are_told_apart(tmp_path):
    suite = write_suite(tmp_path / "s", SOLVED, roles={"reach-v3": "train", "push-v3": "test"})
    assert {"train class", "test class"} <= {text.get_text() for text in draw_dots(suite).findobj(Text)}


def test_curves_are_stratified_by_task_and_end_with_the_held_out_figure(suite):
    first = lines_of(suite, "iteration")[0]
    assert [level.x for level in first.levels] == [0, 1, 2]
    assert first.levels[0].rate == 0
    assert first.heldout[-1].rate == pytest.approx(0.7)
    words = words_of(draw_curves(suite, "env_steps"))
    assert "induce (4 runs): 70 %" in words
    assert "stratified by task, of their interquartile mean (IQM)" in words


def test_calls_are_an_axis_where_a_model_was_asked(suite, tmp_path):
    assert axes_of(suite) == ("iteration", "env_steps")
    asked = write_suite(tmp_path / "t", {"reach-v3": {"optoprime": [50], "tune": [0]}}, models={"optoprime": "gpt-5.2"})
    assert axes_of(asked) == ("iteration", "calls", "env_steps")


def test_a_profile_is_the_share_of_runs_above_each_rate(suite):
    figure = draw_profile(suite)
    [axes] = figure.axes
    line = axes.get_lines()[0]
    values = dict(zip(line.get_xdata(), line.get_ydata(), strict=True))
    assert [values[x] for x in (0.0, 0.39, 0.4, 0.6, 0.99, 1.0)] == [1.0, 1.0, 0.75, 0.5, 0.25, 0.0]
    assert "the share of runs whose held-out success rate, at any step, is above τ" in words_of(figure)


def test_improvement_is_drawn_where_there_are_two_optimizers(suite, tmp_path):
    figure = draw_improvement(suite)
    assert marks(figure.axes[0], filled=True) == [(0.75, 0.0)]
    assert draw_improvement(write_suite(tmp_path / "t", {"reach-v3": {"induce": [50]}})) is None


def test_many_optimizers_have_looks_of_their_own(tmp_path):
    names = [f"o{k}" for k in range(6)]
    suite = write_suite(tmp_path / "s", {"reach-v3": {name: [8 * k] for k, name in enumerate(names)}})
    looks = {
        tuple(it.get_facecolors()[0])
        for it in draw_dots(suite).axes[0].collections
        if isinstance(it, PathCollection) and len(it.get_facecolors())
    }
    assert len(looks) == 6
    assert len(draw_curves(suite, "iteration").axes) == 6  # a panel each
