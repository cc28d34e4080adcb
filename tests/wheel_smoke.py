"""Installs a wheel in a clean virtual environment and tries it: `python tests/wheel_smoke.py dist/*.whl`."""

import json
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path


def top_levels(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name.split("/")[0] for name in archive.namelist() if ".dist-info/" not in name}


def missing(wheel: Path) -> set[str]:
    """Files of the source tree that the wheel lacks."""
    root = Path(__file__).parents[1]
    sources = {"robotrace": "robotrace", "envs": "robotrace/envs", "policies": "robotrace/policies"}
    wanted = {
        f"{place}/{path.relative_to(root / folder).as_posix()}"
        for folder, place in sources.items()
        for path in (root / folder).rglob("*")
        if path.suffix in (".py", ".md", ".toml", ".txt", ".html", ".css", ".js") or path.name == "py.typed"
    }
    with zipfile.ZipFile(wheel) as archive:
        return wanted - set(archive.namelist())


def main(wheel: Path) -> None:
    assert top_levels(wheel) == {"robotrace"}, top_levels(wheel)
    assert not missing(wheel), missing(wheel)
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "venv"
        venv.create(home, with_pip=True)
        binaries = home / "bin"

        def run(*command: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(command, cwd=scratch, capture_output=True, text=True, check=False)

        installed = run(str(binaries / "pip"), "install", "-q", str(wheel.resolve()))
        assert installed.returncode == 0, installed.stderr
        listed = run(str(binaries / "robotrace"), "tasks", "--json")
        assert listed.returncode == 0, listed.stderr
        names = [task["name"] for task in json.loads(listed.stdout.splitlines()[-1])["tasks"]]
        assert len(names) == 60, names  # fifty of Meta-World, ten of SHIFT10
        assert "metaworld/pick-place-v3" in names, names
        guide = run(str(binaries / "robotrace"), "guide", "first-controller")
        assert guide.stdout.startswith("# A first controller"), guide
        written = run(str(binaries / "robotrace"), "new", "problem", "answers")
        assert written.stdout.startswith("answers.py"), written
        for module in ("envs", "policies", "tests"):
            alone = run(str(binaries / "python"), "-c", f"import {module}")
            assert "ModuleNotFoundError" in alone.stderr, f"import {module} works: {alone.stdout}{alone.stderr}"
        trial = "import robotrace as rt; from robotrace.episodes import policy_names; print(*policy_names())"
        policies = run(str(binaries / "python"), "-c", trial)
        assert {"blank", "phases", "pick_place", "cart_pole", "walker2d"} < set(policies.stdout.split()), policies
    print(f"{wheel.name}: one top level, {len(names)} tasks listed from a clean environment, policies found.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
