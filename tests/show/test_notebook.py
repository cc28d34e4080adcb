"""A notebook, executed: what is shown below its cells."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

pytestmark = pytest.mark.slow

CELLS = (
    """
import sys
sys.path.append({tests!r})
import robotrace as rt
from toy import PointTask
""",
    """
quick = {{"optimizer": "induce", "goals": 2, "confirm": 2, "heldout": 2, "iterations": 3}}
run = rt.train("blank", PointTask(), **quick, run="run")
run
""",
    "run.plot(x='env_steps')",
    "rt.evaluate(run.best, PointTask(), goals=2)",
    "silent = rt.train('blank', PointTask(), **quick, run='silent', on_event=None)",
    "rt.train('blank', PointTask(), **quick, run='told', on_event=rt.progress()); None",
)


# What the kernel's own libraries say about themselves is theirs.
@pytest.mark.filterwarnings("ignore")
def test_a_notebook_shows_progress_results_and_plots(tmp_path, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    cells = [cell.format(tests=str(Path(__file__).parents[1])) for cell in CELLS]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(book, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [[output.get("data", output) for output in cell.outputs] for cell in book.cells]
    imported, (progress, run), (plot,), (evaluation,), silent, (told,) = shown
    assert (imported, silent) == ([], [])
    assert '<progress value="3" max="3"></progress> ' in progress["text/html"]
    assert "   0  start        0/2 goals" in progress["text/html"]
    assert "\nended: solved 2 working and 10 fresh training cases" in progress["text/html"]
    assert "<tr><th>held-out</th><td>1.00 [0.34, 1.00] (2/2)</td></tr>" in run["text/html"]
    assert run["text/plain"].endswith("held-out 1.00 [0.34, 1.00] (2/2)>")
    assert plot["image/png"].startswith("iVBORw0KGgo")
    assert "<tr><th>success at any step</th><td>1.00 [0.34, 1.00] (2/2)</td></tr>" in evaluation["text/html"]
    assert "<progress" in told["text/html"]
