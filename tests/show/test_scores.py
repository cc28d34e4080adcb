"""Runs whose cases are never solved, but have scores, are drawn and compared by those."""

import io

import pytest
from rich.console import Console
from row_programs import ROWS, double, solve

import robotrace as rt
from robotrace.opto import Proposal
from robotrace.results import Mean
from robotrace.show.compare.pairing import compare
from robotrace.show.compare.plot import draw_comparison
from robotrace.show.compare.table import comparison
from robotrace.show.plot import draw
from robotrace.show.scores import are_scored, scores_of

pytestmark = pytest.mark.slow


class Right:
    """Writes what is right."""

    name = "right"

    def propose(self, evidence, *, sample=0):
        return Proposal({double.name: "def double(x):\n    return 2 * x\n"})


class Wrong(Right):
    """Writes what is wrong in all rows."""

    name = "wrong"

    def propose(self, evidence, *, sample=0):
        return Proposal({double.name: "def double(x):\n    return 2 * x + 1\n"})


def compared_by(metric, folder):
    """What is right beside what is wrong."""
    options = {"data": ROWS, "metric": metric, "iterations": 1, "trust": True}
    return compare([rt.train(solve, optimizer=it, run=folder / it.name, **options) for it in (Right(), Wrong())])


@pytest.fixture
def run(tmp_path):
    def near(output, row):
        return -abs(output - row[1])

    return rt.train(solve, data=ROWS, metric=near, optimizer=Right(), iterations=1, run=tmp_path / "run", trust=True)


def test_mean_scores_stand_along_the_axis(run, make_run):
    trained, tested = scores_of(run, "env_steps")
    assert ([x for x, _ in trained], trained[1][1], tested) == ([8.0, 16.0], 0.0, [(16.0, Mean(0.0, 2))])
    assert trained[0][1] < 0
    assert are_scored([run])
    assert not are_scored([run, make_run("robot", [0, 5])])


def test_they_are_drawn_and_compared_in_the_problem_s_words(run):
    figure = draw([run])
    (axes,) = figure.axes
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("program calls", "mean score")
    assert [text.get_text() for text in figure.legends[0].get_texts()] == [
        "right: best so far on training rows",
        "held-out rows: 0",
    ]
    console = Console(width=120, record=True, file=io.StringIO())
    console.print(comparison(compare([run])))
    header, row = (
        line.split() for line in console.export_text().splitlines() if line.startswith(("optimizer", "right"))
    )
    assert header[:4] == ["optimizer", "runs", "mean", "score"]
    assert row[:3] == ["right", "1", "0"]


def test_scores_are_paired_case_by_case_and_drawn(tmp_path):
    def near(output, row):
        return -abs(output - row[1])

    compared = compared_by(near, tmp_path)
    (pair,) = compared.pairs
    assert (pair.a, pair.b, pair.counts.better_a, pair.counts.better_b, pair.counts.equal) == (
        "right",
        "wrong",
        2,
        0,
        0,
    )
    assert [group.success.value for group in compared.groups] == [0.0, -1.0]
    console = Console(width=120, record=True, file=io.StringIO())
    console.print(comparison(compared))
    lines = [" ".join(line.split()) for line in console.export_text().splitlines()]
    assert "A and B cases A better B better equal A - B p" in lines
    assert "A right 2 2 0 0 1 0.5" in lines
    assert not any("success" in line for line in lines)
    (axes,) = draw_comparison(compared).axes
    assert axes.get_ylabel() == "mean score"


def test_no_words_of_the_legend_leave_the_page(run):
    figure = draw([run], width=3.5)
    figure.draw_without_rendering()
    width = figure.bbox.width
    assert all(words.get_window_extent().x1 <= width for words in figure.legends[0].get_texts())


def test_several_problems_share_a_title_and_their_steps(run, tmp_path):
    search = rt.train(rt.problem("booth", seed=3), optimizer="tune", iterations=1, run=tmp_path / "search")
    (axes,) = draw([run, search]).axes
    assert axes.get_xlabel() == "oracle calls"
    assert axes.get_title(loc="left") == "Scores of 2 problems"


class Worse:
    """Writes what is nearly right."""

    name = "worse"

    def propose(self, evidence, *, sample=0):
        return Proposal({double.name: "def double(x):\n    return 1.5 * x\n"})


def test_a_mean_score_has_an_interval_over_its_rows_and_several_runs_one_over_the_runs(tmp_path):
    def near(output, row):
        return -abs(output - row[1])

    runs = [
        rt.train(
            solve,
            data=ROWS,
            metric=near,
            optimizer=Worse(),
            iterations=1,
            seed=seed,
            run=tmp_path / f"{seed}",
            trust=True,
        )
        for seed in (1, 4)
    ]
    means = [scores_of(run, "env_steps")[1][-1][1] for run in runs]
    assert all(mean.low < mean.value < mean.high for mean in means)
    for given, words in (
        (runs[:1], f"held-out rows: {means[0].figure}"),
        (runs, f"held-out rows: {Mean.of(mean.value for mean in means).figure} over 2 runs"),
    ):
        assert draw(given).legends[0].get_texts()[1].get_text() == words


def test_a_run_says_its_mean_score_and_no_rate(run):
    assert run.is_scored
    assert repr(run).endswith("right, 2 trials, held-out mean score 0 (n=2)>")
    page = run._repr_html_()
    assert "<tr><th>held-out</th><td>mean score 0 (n=2)</td></tr>" in page
    assert "<th>training</th>" not in page


def test_success_counts_for_all_where_one_method_solved_a_case(tmp_path):
    def near(output, row):
        return -abs(output - row[1]), output == row[1]

    compared = compared_by(near, tmp_path)
    assert [group.success.value for group in compared.groups] == [1.0, 0.0]
    assert compared.pairs[0].counts.only_a == 2
