"""What this machine offers to robotrace, as rows to show."""

from __future__ import annotations

import importlib.util
import os
import platform
from importlib import metadata

from rich.table import Table
from rich.text import Text

from robotrace.episodes.cpus import cores
from robotrace.episodes.rendering import REMEDY, backend
from robotrace.errors import ModelError
from robotrace.llm import model_name
from robotrace.llm.configure import Endpoint
from robotrace.sandbox.doctor import Check, checks


def health() -> list[Check]:
    """Python, cores, rendering, the model's endpoint, and the sandbox's canaries; takes some three seconds."""
    return [_python(), _cores(), _rendering(), _ray(), _model(), *(_sandboxed(check) for check in checks())]


def health_table(rows: list[Check]) -> Table:
    """The rows as a table; those that are not as they should be are marked."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column()
    table.add_column(no_wrap=True, min_width=max(len(row.name) for row in rows))
    table.add_column(overflow="fold")
    for row in rows:
        mark = Text("ok", style="green") if row.ok else Text("look", style="bold red")
        table.add_row(mark, row.name, Text(row.detail))
    return table


def _python() -> Check:
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("mujoco", "metaworld", "gymnasium", "numpy"))
    return Check("python", True, f"{platform.python_version()} on {platform.system()} {platform.machine()}; {versions}")


def _cores() -> Check:
    """The cores that this process may use, as many as `--workers` takes by default."""
    return Check("cores", True, f"{cores()} for this process")


def _rendering() -> Check:
    """What `train --vision` would draw with; nothing else needs it."""
    words = {
        "chosen": f"MUJOCO_GL={os.environ.get('MUJOCO_GL')}",
        "egl": "EGL, without a screen",
        "osmesa": "OSMesa, without a screen",
        "screen": "a screen",
        None: f"nothing that draws without a screen, which --vision needs: {REMEDY}",
    }
    return Check("rendering", True, words[backend()])


def _ray() -> Check:
    installed = importlib.util.find_spec("ray") is not None
    return Check(
        "ray", True, f"{metadata.version('ray')}" if installed else "not installed: pip install 'robotrace[ray]'"
    )


def _model() -> Check:
    """The model that optoprime would ask; a key is never shown."""
    try:
        name = model_name()
    except ModelError:
        return Check("language model", True, "none named: set ROBOTRACE_MODEL, or give --model")
    where = Endpoint(os.environ.get("OPENAI_BASE_URL") or None, "").shown
    key = "a key is set" if os.environ.get("OPENAI_API_KEY") else "no OPENAI_API_KEY is set"
    return Check("language model", True, f"{name} at {where}; {key}")


def _sandboxed(check: Check) -> Check:
    return Check(f"sandbox: {check.name}", check.ok, check.detail)
