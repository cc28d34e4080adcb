"""Public names are imported when they are first used; type checkers are told of the same names."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import robotrace.envs

import robotrace
from robotrace.cli.commands import COMMANDS
from robotrace.lazy import lazily
from robotrace.optimizers import registry

ROOT = Path(robotrace.__file__).parent
HEAVY = ("mujoco", "metaworld", "gymnasium", "openai", "matplotlib")
ENVS = Path(robotrace.envs.__path__[0])
ROOMS = {
    ".".join((package, *path.parent.relative_to(root).parts)): ast.parse(path.read_text(encoding="utf-8"))
    for root, package in ((ROOT, "robotrace"), (ENVS, "robotrace.envs"))
    for path in sorted(root.rglob("__init__.py"))
    if "import lazily\n" in path.read_text(encoding="utf-8")
}


def _for_checkers(tree: ast.Module) -> set[tuple[str, str]]:
    """Modules and names that are imported for type checkers alone."""
    (block,) = (part for part in tree.body if isinstance(part, ast.If) and ast.unparse(part.test) == "TYPE_CHECKING")
    return {("." * part.level + part.module, alias.name) for part in block.body for alias in part.names}


def _table(tree: ast.Module) -> set[tuple[str, str]]:
    """Modules and names of a package's table."""
    (call,) = (
        part.value
        for part in tree.body
        if isinstance(part, ast.Assign)
        and isinstance(part.value, ast.Call)
        and ast.unparse(part.value.func) == "lazily"
    )
    return {(module, name) for module, names in ast.literal_eval(call.args[1]).items() for name in names.split()}


def _loaded(script: str) -> set[str]:
    """What a fresh interpreter has loaded after some lines that it had not before."""
    lines = f"import sys\nbefore = set(sys.modules)\n{script}\nprint(*sorted(set(sys.modules) - before))"
    found = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True)
    return set(found.stdout.splitlines()[-1].split())


def _rooms(modules: set[str]) -> list[str]:
    return sorted(module for module in modules if module.split(".")[0] == "robotrace")


def test_what_is_imported_late_is_what_type_checkers_see():
    assert list(ROOMS) == [
        "robotrace",
        "robotrace.adapters",
        "robotrace.baselines",
        "robotrace.data",
        "robotrace.episodes",
        "robotrace.llm",
        "robotrace.optimizers",
        "robotrace.results",
        "robotrace.testing",
        "robotrace.tracking",
        "robotrace.training",
        "robotrace.envs.battleship",
        "robotrace.envs.debug",
        "robotrace.envs.gymnasium_",
        "robotrace.envs.metaworld",
        "robotrace.envs.numerical",
        "robotrace.envs.prompts",
        "robotrace.envs.shifted",
        "robotrace.envs.traffic",
    ]
    for tree in ROOMS.values():
        assert _table(tree) == _for_checkers(tree)


def test_a_package_has_all_its_public_names():
    for name in ROOMS:
        module = import_module(name)
        assert set(module.__all__) <= set(dir(module))
        assert [name for name in module.__all__ if getattr(module, name) is None] == []


def test_importing_robotrace_loads_nothing_but_the_table():
    loaded = _loaded("import robotrace")
    assert _rooms(loaded) == ["robotrace", "robotrace.lazy"]
    assert {module.split(".")[0] for module in loaded} <= {"robotrace", *sys.stdlib_module_names}


def test_the_trace_alone_loads_no_other_room():
    loaded = _loaded("import robotrace\nrobotrace.node(1.0) + 2.0")
    assert {module.split(".")[1] for module in _rooms(loaded) if "." in module} == {"errors", "lazy", "text", "trace"}
    assert "numpy" not in loaded


def test_all_public_names_load_nothing_that_is_for_some_programs_alone():
    loaded = _loaded("import robotrace\nfor name in robotrace.__all__: getattr(robotrace, name)")
    tops = {module.split(".")[0] for module in loaded}
    assert {top for top in tops if not top.startswith("_")} <= {"robotrace", "numpy", *sys.stdlib_module_names}
    assert tops.isdisjoint({"asyncio", "multiprocessing", "unittest"})


def test_rooms_are_found_without_importing_them():
    assert _loaded("import robotrace\nrobotrace.training.Budget()") >= {"robotrace.training.budget"}
    assert robotrace.results is sys.modules["robotrace.results"]


def test_a_name_that_is_not_there():
    with pytest.raises(AttributeError, match=r"^module 'robotrace' has no attribute 'trian'$"):
        robotrace.trian
    with pytest.raises(ImportError, match=r"cannot import name .Trian. from .robotrace\.training."):
        from robotrace.training import Trian  # noqa: F401


def test_a_name_is_looked_for_once():
    find, names = lazily("robotrace.results", {"robotrace.text": "one_line printable"})
    try:
        assert find("one_line") is sys.modules["robotrace.text"].one_line
        assert sys.modules["robotrace.results"].one_line is find("one_line")
        assert {"one_line", "printable"} <= set(names())
    finally:
        del sys.modules["robotrace.results"].one_line


def test_a_module_does_not_hide_the_public_name_that_it_has():
    lines = "from robotrace.envs.numerical import Landscape\nimport robotrace\nrobotrace.problem('numerical/booth')"
    subprocess.run([sys.executable, "-c", lines], capture_output=True, check=True)


def test_optimizers_are_told_of_as_their_docstrings_do():
    for name, (module, kind, about) in registry.BUNDLED.items():
        found = getattr(import_module(module), kind)
        assert (found.name, found.__doc__.split("\n")[0]) == (name, about)


def test_commands_are_listed_without_their_modules():
    loaded = _rooms(_loaded("import robotrace.cli"))
    cli = ["robotrace.cli", "robotrace.cli.commands", "robotrace.cli.late", "robotrace.cli.output"]
    assert loaded == ["robotrace", *cli, "robotrace.errors", "robotrace.lazy", "robotrace.parting", "robotrace.text"]


def _loaded_by(*arguments: str) -> set[str]:
    """What a command has loaded when it is done."""
    lines = f"from contextlib import suppress\nfrom robotrace.cli import app\nwith suppress(SystemExit): app({[*arguments]})"
    return _loaded(lines)


@pytest.mark.parametrize(
    ("arguments", "rooms"),
    [
        (["tasks"], ["envs", "episodes", "plugins", "show"]),
        (["tasks", "drawer"], ["envs", "episodes", "plugins", "show"]),
        (["tasks", "--json"], ["envs", "episodes", "plugins", "show"]),
        (["guide"], ["guides", "show"]),
        (["guide", "first-controller"], ["guides", "show"]),
    ],
    ids=" ".join,
)
def test_a_command_that_lists_loads_few_rooms_and_no_numbers(arguments, rooms):
    loaded = _loaded_by(*arguments)
    assert {module.split(".")[0] for module in loaded}.isdisjoint({"numpy", *HEAVY})
    assert {module.split(".")[1] for module in _rooms(loaded) if "." in module} == {
        "cli",
        "errors",
        "lazy",
        "parting",
        "text",
        *rooms,
    }


def test_the_list_of_tasks_makes_none():
    loaded = _loaded_by("tasks")
    assert "robotrace.envs.metaworld.listing" in loaded
    assert loaded.isdisjoint(
        {"robotrace.episodes.registry", "robotrace.envs.metaworld.task", "robotrace.envs.shifted.task"}
    )


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_help_of_a_command_loads_no_numbers(command):
    tops = {module.split(".")[0] for module in _loaded_by(command.name, "--help")}
    assert tops.isdisjoint({"numpy", *HEAVY})


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_command_is_told_of_as_its_docstring_does(command):
    assert command.load().help.split("\n")[0] == command.help
    assert command.load().name == command.name
