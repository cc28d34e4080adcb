import subprocess
import sys

import pytest

from robotrace.errors import OptionError, RunError
from robotrace.show.plot import plot


def test_both_files_are_written(make_run, tmp_path):
    png, svg = plot([make_run("a", [0, 2, None, 5], final=(49, 50))], tmp_path / "out" / "plot.svg")
    assert (png.name, svg.name) == ("plot.png", "plot.svg")
    assert png.read_bytes().startswith(b"\x89PNG")
    assert b"<svg" in svg.read_bytes()


def test_the_picture_says_what_was_measured(make_run, tmp_path):
    from robotrace.show.plot import draw

    axes = draw([make_run("a", [0, 2, 5], final=(49, 50))]).axes[0]
    words = [text.get_text().replace("\xa0", " ") for text in axes.texts]
    assert "metaworld/pick-place-v3" in words
    assert "98 % [90, 100]" in words
    assert any("hints feedback (the expert's targets)" in text for text in words)
    assert axes.get_xlabel() == "iteration"
    line = axes.get_lines()[0]
    assert list(line.get_xdata()) == [0, 1, 2]
    assert list(line.get_ydata()) == [0.0, 0.4, 1.0]


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
    with pytest.raises(OptionError, match=r"found 'plot.pdf'"):
        plot([make_run("a", [0])], tmp_path / "plot.pdf")


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
