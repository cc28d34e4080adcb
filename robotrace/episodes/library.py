"""Controllers by name or path."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from robotrace.errors import UnknownNameError
from robotrace.opto import ENTRY, Program


def policy_names() -> tuple[str, ...]:
    """The bundled starter controllers."""
    files = resources.files("robotrace.policies").iterdir()
    return tuple(sorted(f.name.removesuffix(".py") for f in files if f.name.endswith(".py") and f.name[0] != "_"))


def find_controller(name: str) -> Program:
    """A bundled policy by its name, or a user's own by its path.

    Args:
        name: such as "pick_place", "./mine.py" or "./mine.py:my_function".

    Raises:
        UnknownNameError: there is no such policy or file.
        ProgramError: the file cannot be read as a controller.
    """
    path, entry = _split(name)
    if path.suffix == ".py" or "/" in name:
        if not path.is_file():
            near = path.parent.glob("*.py") if path.parent.is_dir() else ()
            raise UnknownNameError("controller file", str(path), (str(other) for other in near))
        return Program.read(path, entry=entry)
    bundled = {known.replace("_", "-"): known for known in policy_names()}
    known = bundled.get(str(path).replace("_", "-"))
    if known is None:
        raise UnknownNameError("policy", str(path), policy_names())
    text = resources.files("robotrace.policies").joinpath(f"{known}.py").read_text(encoding="utf-8")
    return Program.parse(text, entry=entry, origin=f"policy {known!r}")


def _split(name: str) -> tuple[Path, str]:
    path, _, entry = name.rpartition(":")
    if path and entry.isidentifier():
        return Path(path), entry
    return Path(name), ENTRY
