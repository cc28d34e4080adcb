"""The house holds itself up: layers import downward only, and the heavy libraries stay out until they are needed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import robotrace

ROOT = Path(robotrace.__file__).parent
LAYERS = [
    {"errors"},
    {"text"},
    {"plugins"},
    {"trace"},
    {"opto"},
    {"llm", "results", "sandbox"},
    {"episodes"},
    {"feedback"},
    {"optimizers"},
    {"training"},
    {"show"},
    {"cli"},
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
HEAVY = ("mujoco", "metaworld", "openai", "matplotlib")


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


MODULES = [path for path in sorted(ROOT.rglob("*.py")) if path != ROOT / "__init__.py"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_from_its_own_layer_or_below(path):
    own = path.relative_to(ROOT).parts[0].removesuffix(".py")
    assert own in RANK, f"{own} has no layer: add it to the list, in its place"
    for module in _imports(ast.parse(path.read_text())):
        layer = _layer(module)
        if layer is None or layer == own or layer == "__version__":
            continue
        assert layer in RANK, f"{path.name} imports robotrace.{layer}, which is no layer"
        assert RANK[layer] < RANK[own], f"{path.name} ({own}) imports robotrace.{layer}, which is not below it"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_heavy_libraries_are_imported_late(path):
    for statement in ast.parse(path.read_text()).body:
        for module in _imports(statement) if isinstance(statement, ast.Import | ast.ImportFrom) else []:
            assert module.split(".")[0] not in HEAVY, f"{path.name} imports {module} when it is loaded"


def test_metaworld_is_named_nowhere_in_the_package():
    for path in MODULES:
        for module in _imports(ast.parse(path.read_text())):
            assert module.split(".")[0] not in ("metaworld", "mujoco"), path


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
        "Episode",
        "Induce",
        "Module",
        "Node",
        "OptoPrime",
        "Parameter",
        "TextGrad",
        "Tune",
        "backward",
        "bundle",
        "errors",
        "evaluate",
        "make",
        "no_trace",
        "node",
        "rollout",
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
