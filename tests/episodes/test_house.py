"""The rooms of episodes and feedback: no circle of files, whatever the imports are for, and no private name borrowed."""

import ast
import importlib
from pathlib import Path

import pytest

import robotrace

ROOT = Path(robotrace.__file__).parent
FILES = [path for room in ("episodes", "feedback") for path in sorted((ROOT / room).rglob("*.py"))]


def module_of(path):
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path):
    """The modules that a file imports from, each with the name taken."""
    for statement in ast.walk(ast.parse(path.read_text())):
        if isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith("robotrace"):
            yield from ((statement.module, alias.name) for alias in statement.names)


def test_no_file_imports_itself_by_way_of_others():
    names = {module_of(path) for path in FILES}
    arrows = {
        module_of(path): {
            f"{module}.{name}" if f"{module}.{name}" in names else module for module, name in imported(path)
        }
        & names
        for path in FILES
        if path.name != "__init__.py"  # a package's front door imports all that is in it
    }
    done = set()
    while free := {name for name in arrows.keys() - done if arrows[name] & arrows.keys() <= done}:
        done |= free
    assert arrows.keys() - done == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_private_name_of_another_module_is_used(path):
    assert [name for _, name in imported(path) if name.startswith("_")] == []


@pytest.mark.parametrize("name", ["task", "episode", "runner", "plain", "files", "pool.worker_pool", "pool.request"])
def test_a_module_can_be_imported_by_its_path(name):
    namespace = {}
    exec(f"import robotrace.episodes.{name} as found", namespace)
    assert namespace["found"] is importlib.import_module(f"robotrace.episodes.{name}")
