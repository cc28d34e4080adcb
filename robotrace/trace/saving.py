"""The values of parameters, saved and loaded by name."""

from __future__ import annotations

import json
import os
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from robotrace.errors import ParameterError
from robotrace.trace.parameter import Parameter
from robotrace.trace.plain import from_json, to_json
from robotrace.trace.traced import value_of

MOST_BYTES = 64 << 20
"""How large a file is read."""


class Saved(ABC):
    """What has named parameters, whose values can be saved and loaded."""

    @abstractmethod
    def named_parameters(self) -> list[tuple[str, Parameter]]:
        """All parameters, each once, with the names under which they are saved."""

    def state_dict(self) -> dict[str, Any]:
        """The values of all parameters by name, as plain JSON data; code as its text.

        Raises:
            ParameterError: A value has no form as JSON.
        """
        return {name: to_json(name, value_of(parameter)) for name, parameter in self.named_parameters()}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Set the values of all parameters: all of them, or none.

        Code is set as the user's own: later calls run it in this process, with all that this user may do. Load what you would
        import.

        Args:
            state: As `state_dict` returned it.

        Raises:
            ParameterError: Names are missing or unknown, or values break their constraints; nothing has changed.
        """
        parameters = dict(self.named_parameters())
        missing, unknown = sorted(parameters.keys() - state.keys()), sorted(map(str, state.keys() - parameters.keys()))
        if missing or unknown:
            words = [
                f"{word} {', '.join(names)}" for word, names in (("missing", missing), ("unknown", unknown)) if names
            ]
            raise ParameterError(
                f"The saved parameters are not those of this {type(self).__name__}: {'; '.join(words)}"
            )
        values = {name: it.validate(from_json(name, state[name])) for name, it in parameters.items()}
        for name, it in parameters.items():
            it.set(values[name])

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write `state_dict` to a file of JSON, which is replaced as a whole.

        Raises:
            ParameterError: A value has no form as JSON.
            OSError: The file cannot be written.
        """
        text = json.dumps(self.state_dict(), indent=1, ensure_ascii=False, allow_nan=False)
        target = Path(path)
        with tempfile.NamedTemporaryFile("wb", dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
            file.write(text.encode("utf-8", "surrogatepass"))
        os.replace(file.name, target)

    def load(self, path: str | os.PathLike[str]) -> None:
        """Set the values of all parameters from a file that `save` wrote; see `load_state_dict`.

        Nothing in the file is run while it is read, whoever wrote it. Code that it holds is run by later calls.

        Raises:
            ParameterError: The file is no such file, or larger than 64 MiB; or as `load_state_dict` raises it.
            OSError: The file cannot be read.
        """
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise ParameterError(f"{path} is larger than {MOST_BYTES >> 20} MiB: it holds no saved parameters")
        try:
            state = json.loads(data.decode("utf-8", "surrogatepass"), parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            raise ParameterError(f"{path} holds no saved parameters: {error}") from error
        if not isinstance(state, dict):
            raise ParameterError(f"{path} holds no saved parameters: expected an object, found {type(state).__name__}")
        self.load_state_dict(state)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")
