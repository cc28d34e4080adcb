import subprocess
import sys

import pytest
from matplotlib.collections import PathCollection
from matplotlib.text import Text

from robotrace.errors import OptionError, RunError
from robotrace.show.plot import draw, plot

pytestmark = pytest.mark.slow


def words_of(figure):
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def caption_of(figure):
    return " ".join(" ".join(words_of(figure)).split())


def test_all_files_are_written(make_run, tmp_path):
    png, svg, pdf = plot([make_run("a", [0, 2, None, 5], final=(49, 50))], tmp_path / "out" / "plot.svg")
    assert (png.name, svg.name, pdf.name) == ("plot.png", "plot.svg", "plot.pdf")
    assert png.read_bytes().startswith(b"\x89PNG")
    assert b"<svg" in svg.read_bytes()
    assert pdf.read_bytes().startswith(b"%PDF")
    assert b"/Subtype /Type3" not in pdf.read_bytes()  # publishers refuse such fonts
    assert sorted(path.name for path in png.parent.iterdir()) == ["plot.pdf", "plot.png", "plot.svg"]


def test_a_link_where_the_picture_goes_is_not_followed(make_run, tmp_path):
    (tmp_path / "precious").write_text("mine")
    (tmp_path / "plot.png").symlink_to(tmp_path / "precious")
    plot([make_run("a", [0, 5])], tmp_path / "plot")
    assert (tmp_path / "precious").read_text() == "mine"
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")


def test_the_picture_says_what_was_measured(make_run, tmp_path):
    figure = draw([make_run("a", [0, 2, 5], final=(49, 50))])
    [axes] = figure.axes
    assert {
        "metaworld/pick-place-v3",
        "held-out goals: 98 % [90, 100]",
        "best so far on training goals (dot: accepted): 100 % [57, 100]",
    } <= set(words_of(figure))
    assert (
        "induce · hints feedback (the expert's targets) · no language model · macro control · horizon 50 · success at any "
        "step · 5 training, 50 "
        "held-out goals · 1 run, seed 0. Lines: what was known at each place of the best candidate so far, on 5 training goals. "
        "Figures: on held-out goals. Intervals: Wilson's 95 % over goals."
    ) in caption_of(figure)
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("environment steps (thousands)", "success rate (%)")
    line = axes.get_lines()[0]
    assert list(line.get_xdata()) == [2500, 5000, 7500]
    assert list(line.get_ydata()) == [0.0, 0.4, 1.0]


def test_nothing_is_moved_or_drawn_beyond_what_was_measured(make_run):
    runs = [make_run(f"r{k}", [0, 2, 1, 5], final=(50, 50), optimizer=f"o{k}") for k in range(4)]
    [axes] = draw(runs).axes
    for line in axes.get_lines():
        assert list(line.get_xdata()) == [2500, 5000, 7500, 10000]
        assert list(line.get_ydata()) == [0.0, 0.4, 0.4, 1.0]
        assert line.get_transform() == axes.transData
    marks = [collection for collection in axes.collections if isinstance(collection, PathCollection)]
    assert len(marks) == 8
    for mark in marks:
        assert mark.get_offset_transform() == axes.transData
        assert {tuple(place) for place in mark.get_offsets()} <= {(2500, 0.0), (5000, 0.4), (10000, 1.0)}


def test_each_method_has_a_colour_and_a_marker_of_its_own(make_run):
    runs = [make_run(f"r{k}", [0, 5], optimizer=f"o{k}") for k in range(4)]
    [axes] = draw(runs).axes
    assert len({line.get_color() for line in axes.get_lines()}) == 4
    assert len({line.get_linewidth() for line in axes.get_lines()}) == 4  # lines that coincide are all seen
    assert len(draw([*runs, make_run("r4", [0, 5], optimizer="o4")]).axes) == 5


def test_each_task_has_a_panel(make_run):
    runs = [make_run(f"r{k}", [0, 2, 5], final=(49 - k, 50), task=f"metaworld/task-{k}-v3@SHIFT10") for k in range(7)]
    figure = draw(runs)
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert titles[0] == "task-0-v3\n98 % [90, 100]"
    assert len(titles) == 7
    assert {"Success on 7 tasks (@SHIFT10)", "environment steps (thousands)", "success rate (%)"} <= set(
        words_of(figure)
    )


def test_runs_that_differ_in_the_seed_are_one_line_and_its_runs(make_run):
    runs = [make_run(f"s{seed}", train, final=(40, 50), seed=seed) for seed, train in enumerate(([0, 5], [0, 0, 1]))]
    figure = draw(runs, x="iteration")
    measured, held, *single = figure.axes[0].get_lines()
    assert (list(measured.get_xdata()), list(measured.get_ydata())) == ([0, 1], [0.0, 0.5])
    assert (list(held.get_xdata()), list(held.get_ydata())) == ([1, 2], [0.5, 0.6])
    assert (measured.get_linestyle(), held.get_linestyle()) == ("-", "--")
    assert [list(line.get_ydata()) for line in single] == [[0.0, 1.0], [0.0, 0.0, 0.2]]
    assert "bootstrapped 95 % over runs" in caption_of(figure)
    assert "some runs had ended, their last rate held" in words_of(figure)


def test_what_was_refused_or_not_finished_is_said(make_run):
    figure = draw([make_run("stopped", [0, 2, 1])])
    assert "refused candidates" in words_of(figure)
    assert "Not finished: stopped." in caption_of(figure)


@pytest.mark.parametrize("width", [3.5, 7.2])
def test_words_stay_within_the_figure_and_off_the_data(make_run, width):
    name = "metaworld/an-environment-with-a-$very$-long-name-that-does-not-end-v3"
    runs = [
        make_run("run-" + "b" * 60, [0, 2, 5], task=name),
        make_run("c" * 60, [0, 1], task=name, optimizer="mine.py:" + "MyWMOptimizer" * 4),
    ]
    figure = draw(runs, width=width)
    figure.draw_without_rendering()
    inside = figure.bbox.padded(1)
    for text in [*figure.texts, *figure.legends[0].get_texts()]:
        place = text.get_window_extent()
        assert (place.x0 >= inside.x0, place.x1 <= inside.x1) == (True, True), text.get_text()
        assert (place.y0 >= inside.y0, place.y1 <= inside.y1) == (True, True), text.get_text()
        assert not any(place.overlaps(axes.bbox) for axes in figure.axes)
    assert figure.get_size_inches()[0] == width


def test_a_width_that_cannot_be_drawn_is_refused(make_run):
    with pytest.raises(OptionError, match=r"2\.5 to 40 inches wide, found 1"):
        draw([make_run("a", [0, 5])], width=1)


def test_the_same_runs_give_the_same_bytes(make_run, tmp_path):
    run = make_run("a", [0, 1], final=(3, 5))
    one, other = plot([run], tmp_path / "one"), plot([run], tmp_path / "other")
    assert [file.read_bytes() for file in one] == [file.read_bytes() for file in other]


@pytest.mark.parametrize("train", [[0], [0, 0], [5], [1, None]])
def test_the_smallest_runs_can_be_drawn(make_run, tmp_path, train):
    plot([make_run("a", train, final=(0, 5))], tmp_path / "plot.png")


def test_many_runs_can_be_drawn_along_any_axis(make_run, tmp_path):
    runs = [make_run(f"r{k}", [0, 2, 5], final=(49 - k, 50), task=f"metaworld/task-{k}-v3") for k in range(9)]
    plot(runs, tmp_path / "plot", x="seconds")


def test_other_endings_are_refused(make_run, tmp_path):
    with pytest.raises(OptionError, match=r"found 'plot.jpg'"):
        plot([make_run("a", [0])], tmp_path / "plot.jpg")


def test_no_run_is_refused(tmp_path):
    with pytest.raises(OptionError, match="at least one run"):
        plot([], tmp_path / "plot.png")


def test_an_unwritable_place_is_named(make_run, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match=r"file/plot.png' cannot be written"):
        plot([make_run("a", [0])], tmp_path / "file" / "plot.png")


def test_matplotlib_is_imported_late():
    code = "import sys, robotrace.show.plot; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_draws_can_be_loaded_beforehand():
    script = (
        "import sys, threading\nfrom robotrace.show.picture import DRAWING, expect_pictures\n"
        "before = [name for name in DRAWING if name in sys.modules]\nexpect_pictures()\n"
        "[one.join() for one in threading.enumerate() if one.name == 'robotrace-pictures']\n"
        "print(before, [name for name in DRAWING if name not in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout == "[] []\n"
