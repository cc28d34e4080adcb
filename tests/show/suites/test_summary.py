import io
import json

import pytest
from fake_suites import write_suite
from rich.console import Console

from robotrace.show.suites.as_json import suite_json
from robotrace.show.suites.grid import grids
from robotrace.show.suites.latex import escaped, summary_latex
from robotrace.show.suites.markdown import summary_markdown
from robotrace.show.suites.summary import write_summary
from robotrace.show.suites.table import suite_card
from robotrace.show.suites.words import setting

SOLVED = {
    "reach-v3": {"induce": [(50, 45), (40, 40)], "optoprime": [10, 0]},
    "push-v3": {"induce": [30, 20], "optoprime": [(20, 5), None]},
}


@pytest.fixture
def suite(tmp_path):
    return write_suite(tmp_path / "s", SOLVED, models={"optoprime": "gpt-5.2"})


def printed(renderable):
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(renderable)
    return console.export_text()


def test_everything_that_the_figures_depend_on_is_said(suite):
    assert setting(suite) == (
        "MINE: 2 tasks, seeds 0, 1 · macro control · horizon 50 · trained for success at any step · "
        "50 held-out goals a run · induce: hints feedback (the expert's "
        "targets), no language model · optoprime: facts feedback, gpt-5.2. 1 of 8 runs have not finished."
    )


def test_the_tables(suite):
    tasks, over, pairs = grids(suite)
    assert (tasks.words, tasks.numbers) == (
        ("task", "optimizer"),
        ("runs", "at any step", "at the last step", "lines", "calls", "tokens", "$", "steps"),
    )
    assert tasks.rows == (
        ("reach-v3", "induce", "2", "0.90 [0.83, 0.94]", "0.85 [0.77, 0.91]", "2", "0", "0", "0.00", "32.5k"),
        ("reach-v3", "optoprime", "2", "0.10 [0.06, 0.17]", "0.10 [0.06, 0.17]", "2", "2", "2.4k", "?", "32.5k"),
        ("push-v3", "induce", "2", "0.50 [0.40, 0.60]", "0.50 [0.40, 0.60]", "2", "0", "0", "0.00", "32.5k"),
        ("push-v3", "optoprime", "1/2", "0.40 [0.28, 0.54]", "0.10 [0.04, 0.21]", "2", "2", "2.4k", "?", "32.5k"),
    )
    assert over.rows[1] == ("optoprime", "2", "3", "0.25", "0.20", "0.10")
    assert pairs.rows == (("induce", "optoprime", "2", "0.88"),)


def test_a_suite_of_many_tasks_counts_those_that_reach_a_rate_and_lists_the_weakest(tmp_path):
    solved = {"a": 50, "b": 45, "c": 44, "d": (40, 39), "e": 39, "f": (50, 0), "g": (12, 11)}
    suite = write_suite(tmp_path / "s", {f"{name}-v3": {"induce": [figure]} for name, figure in solved.items()})
    counts, low = grids(suite)[2:]
    assert counts.numbers[1:] == (
        "≥ 90% at any step",
        "≥ 90% at the last step",
        "≥ 80% at any step",
        "≥ 80% at the last step",
    )
    assert counts.rows == (("induce", "7", "3", "2", "5", "3"),)
    assert [row[1:3] for row in low.rows] == [
        *[("at any step", f"{name}-v3") for name in "gedcb"],
        *[("at the last step", f"{name}-v3") for name in "fgedc"],
    ]
    assert low.rows[5][3:] == ("1.00 [0.93, 1.00]", "0.00 [0.00, 0.07]")
    assert "## Weakest tasks" in summary_markdown(suite)


def test_a_run_that_has_not_finished_is_named_with_what_to_do(suite):
    words = printed(suite_card(suite))
    assert "push-v3, optoprime, seed 1: missing: it has not begun" in words
    assert f"To go on: robotrace suite --resume {suite.folder.path}" in words


def test_what_a_controller_did_not_do_again_is_said(tmp_path):
    suite = write_suite(
        tmp_path / "s", {"reach-v3": {"induce": [50]}}, notes=["Not reproducible: it acts otherwise at t=0."]
    )
    assert "reach-v3, induce, seed 0: Not reproducible: it acts otherwise at t=0." in printed(suite_card(suite))


def test_markdown(suite):
    text = summary_markdown(suite, ["plots/success.png"])
    assert text.startswith("# MINE: 2 tasks, 2 seeds\n\nMINE: 2 tasks, seeds 0, 1 · macro control")
    assert (
        "| task | optimizer | runs | at any step | at the last step | lines | calls | tokens | $ | steps |\n| --- | --- | ---:"
        in text
    )
    assert "| reach-v3 | induce | 2 | 0.90 [0.83, 0.94] | 0.85 [0.77, 0.91] | 2 | 0 | 0 | 0.00 | 32.5k |\n" in text
    assert text.endswith("![plots/success.png](plots/success.png)\n")


def test_a_strangers_name_is_no_markup(tmp_path):
    name = "a|b[x](http:&_<i>"
    suite = write_suite(tmp_path / "s", {name: {"induce": [50]}})
    text = summary_markdown(suite)
    assert "a&#124;b&#91;x](http:&#38;&#95;&#60;i&#62;" in text
    assert "<i>" not in text
    assert escaped(r"50% of a_b & $x {y} \z") == r"50\% of a\_b \& \$x \{y\} \textbackslash{}z"


def test_latex_is_a_table_of_booktabs(suite):
    lines = summary_latex(suite).splitlines()
    assert [line for line in lines if line.startswith("\\") and "rule" in line] == [
        r"\toprule",
        r"\cmidrule(lr){2-3}\cmidrule(lr){4-5}",
        r"\midrule",
        r"\midrule",
        r"\bottomrule",
    ]
    assert r"reach-v3 & 90 {\tiny [83, 94]} & 85 {\tiny [77, 91]} & 10 {\tiny [6, 17]} & 10 {\tiny [6, 17]} \\" in lines
    (iqm,) = (line for line in lines if line.startswith("IQM"))
    assert iqm == r"IQM & 70 {\tiny [60, 80]} & 70 {\tiny [60, 75]} & 20 & 10 \\"
    rows = [line for line in lines if line.endswith(r"\\")]
    assert {line.count("&") for line in rows if "multicolumn" not in line} == {4}
    text = "\n".join(lines)
    assert text.count("{") == text.count("}")
    assert "% \\usepackage{booktabs}" in lines


def test_latex_names_the_classes(tmp_path):
    suite = write_suite(tmp_path / "s", SOLVED, roles={"reach-v3": "train", "push-v3": "test"})
    text = summary_latex(suite)
    assert r"\multicolumn{5}{l}{\emph{train class}} \\" in text
    assert "mean, test class & 50 & 50 & 40 & 10" in text


def test_json_can_be_written(suite):
    body = suite_json(suite, ["a.csv"])
    assert json.loads(json.dumps(body, allow_nan=False)) == body
    assert (body["complete"], len(body["runs"]), body["runs"][-1]["state"]) == (False, 8, "missing")
    assert body["by_task"][0]["last_step"]["successes"] == 85
    assert body["improvement"][0] == {
        "x": "induce",
        "y": "optoprime",
        "probability": 0.875,
        "tasks": 2,
        "low": None,
        "high": None,
    }


def test_a_suite_of_which_nothing_has_finished(tmp_path):
    suite = write_suite(tmp_path / "s", {"reach-v3": {"induce": [None, None]}})
    assert [path.name for path in write_summary(suite)] == ["summary.csv", "summary.md", "summary.tex"]
    assert "reach-v3, induce, seed 0: missing: it has not begun" in printed(suite_card(suite))
    assert r"reach-v3 & -- & -- \\" in summary_latex(suite)
