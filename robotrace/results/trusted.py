"""Nothing that a run folder names is imported without the user's word: the folder may come from a stranger."""

from __future__ import annotations

import shlex

from robotrace.errors import RunError
from robotrace.text import one_line


def refuse_import(name: str, command: str, *, kept: str | None = None) -> str:
    """A name out of a run folder, where making what it stands for runs nothing of the folder's choice.

    Args:
        name: Of a task or an optimizer, as the folder gives it.
        command: What the user types to name the file, with "{}" where the name goes, such as "robotrace eval RUN --task {}".
        kept: Where the text of that file can be read, if the file is no longer there.

    Returns:
        The name.

    Raises:
        RunError: It names a file or a module of Python, which would be imported with all that the user may do.
    """
    if ".py" not in name.lower() and ":" not in name:
        return name
    kind = "file" if ".py" in name.lower() else "module"
    moved = "" if kept is None else f" It is no longer there; its text is in {one_line(kept, 500)}."
    raise RunError(
        f"The run folder names a {kind} of Python, {one_line(name)!r}, which would run with all that you may do; a folder's word "
        f"is not enough for that.{moved} If you know the {kind}: {one_line(command.replace('{}', shlex.quote(name)), 1000)}"
    )
