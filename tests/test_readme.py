"""The README's Python is executed as it stands, with a scripted endpoint in place of a language model."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

README = Path(__file__).parents[1] / "README.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```", README.read_text(), re.MULTILINE | re.DOTALL)

SHOWN = re.findall(r"!\[[^]]+\]\(([^)]+)\)", README.read_text())

CONTROLLER = """The hand should go to the goal.

### variable: controller
```python
def controller(observation):
    x, y, z = observation["goal_pos"]
    return [x, y, z, 0.0]
```
"""


def test_the_python_blocks_run(openai_server, tmp_path, monkeypatch, capsys):
    assert len(BLOCKS) == 3
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_BASE_URL", openai_server.url)
    monkeypatch.setenv("OPENAI_API_KEY", "unused")
    openai_server.script(CONTROLLER, CONTROLLER, CONTROLLER)
    openai_server.script("Smaller is at 2.\n\n### variable: x\n```\n2.0\n```\n")
    # A decorated function's source is read back from its file, so the blocks have to be one.
    script = tmp_path / "readme.py"
    script.write_text("\n".join(BLOCKS))
    namespace = {"__name__": "readme"}
    exec(compile(script.read_text(), str(script), "exec"), namespace)
    printed = capsys.readouterr().out
    assert "def controller(observation):" in printed
    assert namespace["run"].heldout.n == 50
    assert namespace["x"].data == pytest.approx(2.0)
    assert "goal_pos" in namespace["controller"].parameter.data


def test_pictures_are_there_and_small():
    bytes_of = {name: (README.parent / name).stat().st_size for name in SHOWN}
    assert bytes_of["results/published/report.png"] < 200_000
    assert bytes_of["results/published/pick-place.webp"] < 600_000
    made = (README.parent / "results/README.md").read_text()
    assert [name for name in SHOWN if name.removeprefix("results/").rpartition(".")[0] not in made] == []
