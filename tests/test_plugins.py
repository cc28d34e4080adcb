from pathlib import Path

import pytest

from robotrace.errors import OptionError, UnknownNameError
from robotrace.plugins import installed, load, module_of, place_of


@pytest.mark.parametrize(
    ("name", "path", "inside"),
    [
        ("./mine.py:Mine", "mine.py", "Mine"),
        ("mine.py", "mine.py", ""),
        ("a.py/b.py:c", "a.py/b.py", "c"),
    ],
)
def test_a_path_and_what_is_meant_in_it(name, path, inside):
    assert place_of(name) == (Path(path).resolve(), inside)


@pytest.mark.parametrize("name", ["pick-place-v3", "mine.py:", "mine.pyc", "mine.py:not a name", ""])
def test_other_names_are_no_path(name):
    assert place_of(name) is None


def test_a_file_can_import_its_neighbour(tmp_path):
    (tmp_path / "its_neighbour.py").write_text("x = 7\n")
    (tmp_path / "mine.py").write_text(
        "from its_neighbour import x\ndef later():\n    import its_neighbour\n    return its_neighbour.x\n"
    )
    found = load(place_of(f"{tmp_path}/mine.py:later"), default="make", kind="task")
    assert found() == 7


def test_a_neighbour_hides_no_library(tmp_path):
    (tmp_path / "colorsys.py").write_text("raise SystemExit\n")
    (tmp_path / "mine.py").write_text("import colorsys\nx = colorsys.rgb_to_hsv\n")
    assert callable(load(place_of(f"{tmp_path}/mine.py:x"), default="", kind="task"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a = 1\nb = a / 0\n", "line 2: ZeroDivisionError: division by zero"),
        ("a = 1\nb = = 2\n", "line 2: SyntaxError: invalid syntax"),
        ("import no_such_module\n", "line 1: ModuleNotFoundError: No module named 'no_such_module'"),
        ("raise SystemExit(3)\n", "line 1: SystemExit: 3"),
        ("raise ValueError('\\x1b[31m')\n", "ValueError: \\x1b[31m"),
    ],
)
def test_a_file_that_cannot_be_imported_is_one_line(tmp_path, text, words):
    (tmp_path / "mine.py").write_text(text)
    with pytest.raises(OptionError) as caught:
        module_of(tmp_path / "mine.py", kind="task")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_or_name_is_named(tmp_path):
    with pytest.raises(OptionError, match=r"There is no file .*none\.py to take the task from"):
        load(place_of(f"{tmp_path}/none.py"), default="make", kind="task")
    (tmp_path / "mine.py").write_text("def make_task(): pass\n")
    with pytest.raises(UnknownNameError, match="Did you mean make_task"):
        load(place_of(f"{tmp_path}/mine.py:make_tusk"), default="", kind="task")


def test_packages_announce_what_they_bring(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    assert "theirs" not in installed("robotrace.optimizers")
    info = tmp_path / "theirs-1.0.dist-info"  # installed while the program runs
    info.mkdir()
    (info / "METADATA").write_text("Name: theirs\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[robotrace.optimizers]\ntheirs = theirs:Theirs\n")
    (tmp_path / "theirs.py").write_text("class Theirs: pass\n")
    assert installed("robotrace.optimizers")["theirs"].load().__name__ == "Theirs"


def test_folders_of_packages_are_read_once(monkeypatch):
    installed("robotrace.optimizers")
    monkeypatch.setattr("robotrace.plugins.entry_points", lambda: pytest.fail("they are read again"))
    installed("robotrace.tasks")
