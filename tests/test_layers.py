"""The house holds itself up: layers import downward only, and the heavy libraries stay out until they are needed."""

import ast
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import robotrace.envs

import robotrace

ROOT = Path(robotrace.__file__).parent
LAYERS = [
    {"errors", "lazy", "parting"},
    {"text"},
    {"plugins"},
    {"trace"},
    {"opto"},
    {"llm", "results", "sandbox"},
    {"episodes"},
    {"adapters", "data", "feedback", "tracking"},
    {"tasks"},
    {"optimizers"},
    {"exports", "testing", "training"},
    {"baselines", "guides", "playback", "starters"},
    {"show"},
    {"cli"},
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
ENVS = Path(robotrace.envs.__path__[0])
PUBLIC_IN_PYTHON = {
    "_asdict",
    "_exit",
    "_fields",
    "_make",
    "_replace",
}  # of named tuples and `os`, by their documentation
OTHERS_PRIVATE = (
    "robotrace.envs.metaworld.fast",
    "robotrace.envs.metaworld.rebuilt",
    "robotrace.envs.metaworld.goals",
)  # what Meta-World has no public name for
MOST_LINES = 400
HEAVY = ("mujoco", "metaworld", "openai", "matplotlib")


def _roots_at_once(part: ast.stmt) -> set[str]:
    """The packages that a statement of a module imports as the module is imported: none within a function."""
    if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) or "TYPE_CHECKING" in ast.unparse(part)[:20]:
        return set()
    if isinstance(part, ast.Import):
        return {alias.name.split(".")[0] for alias in part.names}
    if isinstance(part, ast.ImportFrom):
        return set() if part.level else {str(part.module).split(".")[0]}
    inner = [child for child in ast.iter_child_nodes(part) if isinstance(child, ast.stmt)]
    return set().union(*map(_roots_at_once, inner))


def _imports(tree: ast.AST) -> list[str]:
    found = []
    for part in ast.walk(tree):
        if isinstance(part, ast.Import):
            found += [alias.name for alias in part.names]
        elif isinstance(part, ast.ImportFrom):
            assert part.level == 0, "imports are absolute"
            module = part.module or ""
            found += [f"{module}.{alias.name}" for alias in part.names] if module == "robotrace" else [module]
    return found


def _layer(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "robotrace" and len(parts) > 1 else None


def _named(root: Path, package: str) -> dict[str, Path]:
    """The modules of a folder by their names."""
    modules = {}
    for path in sorted(root.rglob("*.py")):
        parts = [package, *path.relative_to(root).with_suffix("").parts]
        modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return modules


def _imported(tree: ast.AST, names: set[str]) -> Iterator[str]:
    """Those of some modules that a module imports by any statement: in functions and for types alone, too."""
    for part in ast.walk(tree):
        if isinstance(part, ast.Import):
            yield from (alias.name for alias in part.names if alias.name in names)
        elif isinstance(part, ast.ImportFrom) and part.module:
            for alias in part.names:
                submodule = f"{part.module}.{alias.name}"
                yield from {submodule if submodule in names else part.module} & names


def _circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """The strongly connected components of more than one module, after Tarjan (1972), and modules that import themselves."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    circles = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in sorted(graph[name]):
            if other not in index:
                visit(other)
            if other in stack:
                low[name] = min(low[name], low[other])
        if low[name] == index[name]:
            place = stack.index(name)
            component = stack[place:]
            del stack[place:]
            if len(component) > 1 or name in graph[name]:
                circles.append(sorted(component))

    for name in graph:
        if name not in index:
            visit(name)
    return sorted(circles)


ALL = _named(ROOT, "robotrace") | _named(ENVS, "robotrace.envs")
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in ALL.items()}
INSIDE = {name: tree for name, tree in TREES.items() if name != "robotrace" and not name.startswith("robotrace.envs")}


def _climbs(name: str, tree: ast.AST) -> Iterator[str]:
    """What a module imports of the package from a layer that is not below its own."""
    own = _layer(name)
    if own not in RANK:
        yield f"{own} has no layer: add it to the list, in its place"
        return
    for module in _imports(tree):
        layer = _layer(module)
        if layer in (None, own, "__version__"):
            continue
        if layer not in RANK:
            yield f"robotrace.{layer}, which is no layer"
        elif RANK[layer] >= RANK[own]:
            yield f"robotrace.{layer}, which is not below {own}"


def test_a_module_imports_from_its_own_layer_or_below():
    assert {name: found for name, tree in INSIDE.items() if (found := [*_climbs(name, tree)])} == {}


def test_an_import_from_above_is_found():
    tree = ast.parse(
        "import robotrace.cli.app\nfrom robotrace import opto, nowhere, __version__\nfrom robotrace.text import x"
    )
    assert list(_climbs("robotrace.opto.codec", tree)) == [
        "robotrace.cli, which is not below opto",
        "robotrace.nowhere, which is no layer",
    ]
    assert list(_climbs("robotrace.attic.old", tree)) == ["attic has no layer: add it to the list, in its place"]


def _heavy(statements: list[ast.stmt]) -> list[str]:
    imports = (statement for statement in statements if isinstance(statement, ast.Import | ast.ImportFrom))
    return [module for statement in imports for module in _imports(statement) if module.split(".")[0] in HEAVY]


def test_heavy_libraries_are_imported_late():
    assert {name: found for name, tree in INSIDE.items() if (found := _heavy(tree.body))} == {}
    assert _heavy(ast.parse("import numpy\nimport mujoco.egl\ndef f():\n    import openai").body) == ["mujoco.egl"]


def test_metaworld_is_named_nowhere_in_the_package():
    tops = {name: {module.split(".")[0] for module in _imports(tree)} for name, tree in INSIDE.items()}
    assert [name for name, imported in tops.items() if imported & {"metaworld", "mujoco"}] == []


def test_the_trace_loads_the_standard_library_only():
    script = "import sys; old = set(sys.modules); import robotrace.trace; print(*set(sys.modules) - old)"
    # The package's own __init__ loads every layer, so the trace is loaded here without it.
    bare = f"import sys, types; p = types.ModuleType('robotrace'); p.__path__ = [{str(ROOT)!r}]; sys.modules['robotrace'] = p; "
    found = subprocess.run([sys.executable, "-c", bare + script], capture_output=True, text=True, check=True)
    tops = {module.split(".")[0] for module in found.stdout.split()}
    assert "numpy" not in tops
    assert {top for top in tops if not top.startswith("_")} <= {"robotrace", *sys.stdlib_module_names}


def test_importing_robotrace_and_its_command_line_loads_nothing_heavy():
    script = f"import sys, robotrace, robotrace.cli; print([m for m in {HEAVY!r} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_public_names():
    assert robotrace.__all__ == [
        "OPRO",
        "Budget",
        "DataProblem",
        "Episode",
        "Induce",
        "Metric",
        "Module",
        "Node",
        "OptoPrime",
        "Parameter",
        "Problem",
        "Run",
        "TextGrad",
        "Tune",
        "as_gymnasium",
        "backward",
        "baseline",
        "bundle",
        "errors",
        "evaluate",
        "export",
        "make",
        "no_trace",
        "node",
        "plot",
        "problem",
        "progress",
        "rollout",
        "suite",
        "task_names",
        "train",
    ]
    for name in robotrace.__all__:
        assert getattr(robotrace, name) is not None


def test_no_name_hides_a_module():
    script = (
        "import importlib, pkgutil, sys, robotrace\n"
        "for found in pkgutil.walk_packages(robotrace.__path__, 'robotrace.'):\n"
        "    importlib.import_module(found.name)\n"
        "for name, module in sorted(sys.modules.items()):\n"
        "    package, _, last = name.rpartition('.')\n"
        "    if package.startswith('robotrace') and getattr(sys.modules[package], last) is not module:\n"
        "        print(name)\n"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []


def test_libraries_of_extras_are_imported_late():
    everywhere = {
        "robotrace",
        "numpy",
        "gymnasium",
        "metaworld",
        "mujoco",
        "pydantic",
        "pydantic_core",
        "typer",
        "rich",
    }
    for name, tree in TREES.items():
        assert set().union(*map(_roots_at_once, tree.body)) - sys.stdlib_module_names <= everywhere, name


def test_circles_are_found():
    ring = {"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": {"e"}, "e": set(), "f": {"f"}, "g": {"h"}, "h": {"g", "a"}}
    assert _circles(ring) == [["a", "b", "c"], ["f"], ["g", "h"]]
    late = ast.parse("def f():\n    from robotrace.trace import graph\n    import robotrace.text")
    assert list(_imported(late, {"robotrace.trace", "robotrace.trace.graph", "robotrace.text"})) == [
        "robotrace.trace.graph",
        "robotrace.text",
    ]


def test_no_modules_import_each_other_in_a_circle():
    graph = {name: set(_imported(tree, set(ALL))) for name, tree in TREES.items()}
    assert _circles(graph) == []


def _private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def _private_names(tree: ast.AST) -> Iterator[str]:
    """What a module takes of another module's private names: imported, or by `module._name`."""
    modules = {}
    for part in ast.walk(tree):
        if isinstance(part, ast.ImportFrom) and part.module and part.module.split(".")[0] == "robotrace":
            yield from (f"{part.module}.{alias.name}" for alias in part.names if _private(alias.name))
            yield from (part.module for step in part.module.split(".") if _private(step))
            submodules = {f"{part.module}.{alias.name}": alias for alias in part.names}
            modules |= {alias.asname or alias.name: path for path, alias in submodules.items() if path in ALL}
        elif isinstance(part, ast.Import):
            modules |= {alias.asname: alias.name for alias in part.names if alias.asname and alias.name in ALL}
            yield from (
                alias.name for alias in part.names if any(map(_private, alias.name.split("."))) and alias.name in ALL
            )
    for part in ast.walk(tree):
        if isinstance(part, ast.Attribute) and _private(part.attr):
            path = modules.get(ast.unparse(part.value), ast.unparse(part.value))
            if path in ALL:
                yield f"{path}.{part.attr}"


def test_no_module_takes_another_modules_private_names():
    assert {name: list(_private_names(tree)) for name, tree in TREES.items() if list(_private_names(tree))} == {}


def test_private_names_are_found():
    text = (
        "from robotrace.text import _shown\nfrom robotrace.trace import graph as g\nimport robotrace.opto.codec\n"
        "g._trace\nrobotrace.opto.codec._few\nself._own\n"
    )
    assert list(_private_names(ast.parse(text))) == [
        "robotrace.text._shown",
        "robotrace.trace.graph._trace",
        "robotrace.opto.codec._few",
    ]


def _declared(tree: ast.AST) -> set[str]:
    """Names that a module declares: functions, methods, slots, and all that is set anywhere in it."""
    names = set()
    for part in ast.walk(tree):
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(part.name)
        elif isinstance(part, ast.Attribute | ast.Name) and isinstance(part.ctx, ast.Store):
            names.add(part.attr if isinstance(part, ast.Attribute) else part.id)
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            names.add(part.value)
    return names


def _private_attributes(tree: ast.AST) -> Iterator[str]:
    """Private attributes of other objects than `self` that the module itself does not declare."""
    known = _declared(tree) | PUBLIC_IN_PYTHON
    for part in ast.walk(tree):
        if isinstance(part, ast.Attribute) and _private(part.attr) and part.attr not in known:
            owner = ast.unparse(part.value)
            if owner not in ("self", "cls", "super()"):
                yield f"{owner}.{part.attr}"


def test_no_module_takes_private_attributes_of_another_modules_objects():
    found = {name: list(_private_attributes(tree)) for name, tree in TREES.items()}
    assert {name: taken for name, taken in found.items() if taken and name not in OTHERS_PRIVATE} == {}


def test_private_attributes_are_found():
    text = (
        "class A:\n    __slots__ = ('_own',)\n    def f(self, b):\n        return self._x, b._own, b._y, b._asdict()\n"
    )
    assert list(_private_attributes(ast.parse(text))) == ["b._y"]


def test_no_module_is_above_the_limit_of_lines():
    lines = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in ALL.items()}
    print(f"{len(lines)} modules, median {statistics.median(lines.values()):.0f} lines")  # noqa: T201 - shown by `pytest -s`
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_every_package_is_installed():
    with (ROOT.parent / "pyproject.toml").open("rb") as file:
        listed = tomllib.load(file)["tool"]["setuptools"]["packages"]
    there = {".".join(("robotrace", *path.parent.relative_to(ROOT).parts)) for path in ROOT.rglob("__init__.py")}
    there |= {".".join(("robotrace.envs", *path.parent.relative_to(ENVS).parts)) for path in ENVS.rglob("__init__.py")}
    policies = ROOT.parent / "policies"
    there |= {
        ".".join(("robotrace.policies", *path.parent.relative_to(policies).parts))
        for path in policies.rglob("__init__.py")
    }
    assert sorted(listed) == sorted(there)
