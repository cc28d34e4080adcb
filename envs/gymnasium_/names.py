"""Gymnasium's registry: an environment by its name, what it needs, and how it is made."""

from __future__ import annotations

import importlib
import inspect
import io
import re
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from importlib.util import find_spec
from typing import Any

import gymnasium
from gymnasium.envs.registration import EnvSpec, load_env_creator

from robotrace.errors import OptionError, RobotraceError, TaskError, UnknownNameError
from robotrace.opto.mistake import raised
from robotrace.text import one_line

HORIZON = 1000
"""The most actions of an episode, where neither the environment nor the user says."""
OURS = "gymnasium.envs."
"""Where the environments are that Gymnasium comes with."""
RESERVED = {
    "render_mode": "robotrace draws environments itself, and opens no window",
    "max_episode_steps": "the option horizon says that",
    "disable_env_checker": "robotrace checks what an environment answers itself",
}
"""Options of `gymnasium.make` that are no environment's, and why they are not given."""
LIBRARIES = ("gymnasium_robotics", "highway_env")
"""Libraries that register environments when they are imported; one that is installed is asked for an id that nobody else has."""
_UNEXPECTED = re.compile(r"unexpected keyword argument '(\w+)'")
NEEDS: Mapping[str, str] = {"box2d": "Box2D", "mujoco": "mujoco", "phys2d": "jax", "tabular": "jax"}
"""The package that Gymnasium's own environments need, by the folder that they are in."""


def registered() -> Mapping[str, EnvSpec]:
    """All environments that are registered, by id."""
    return gymnasium.registry


def is_known(env_id: str) -> bool:
    """Whether an id is registered, by a library that has to be imported for that if need be."""
    for library in LIBRARIES:
        if env_id in registered():
            break
        if library not in sys.modules and find_spec(library) is not None:
            _import(env_id, library)
    return env_id in registered()


def usable() -> tuple[str, ...]:
    """The newest version of each registered environment whose package is installed, sorted."""
    newest: dict[str, EnvSpec] = {}
    for spec in filter(_is_usable, registered().values()):
        name = f"{spec.namespace}/{spec.name}"
        if name not in newest or (spec.version or 0) > (newest[name].version or 0):
            newest[name] = spec
    return tuple(sorted(spec.id for spec in newest.values()))


def _is_usable(spec: EnvSpec) -> bool:
    """Whether an environment can be made here, as far as its registration shows."""
    place = spec.entry_point
    if not isinstance(place, str) or not place.startswith(OURS):
        return spec.name not in ("GymV21Environment", "GymV26Environment")  # wrappers of another library's
    needed = NEEDS.get(place.removeprefix(OURS).partition(".")[0].partition(":")[0])
    is_old = "mujoco" in place and (spec.version or 0) < 4  # those need a binding that is no longer kept
    return spec.name != "CarRacing" and not is_old and (needed is None or find_spec(needed) is not None)


def spec_of(name: str) -> EnvSpec:
    """The registration of an environment.

    Args:
        name: Its id, such as "HalfCheetah-v5", or with the module that registers it, which is then imported: "mine:Maze-v0".

    Raises:
        UnknownNameError: There is none.
        OptionError: The module cannot be imported.
    """
    module, _, env_id = name.rpartition(":")
    if module:
        _import(name, module)
    if not (env_id in registered() if module else is_known(env_id)):
        raise UnknownNameError(
            "Gymnasium environment",
            env_id,
            usable() if not module else registered(),
            listing="robotrace tasks gymnasium",
        )
    return registered()[env_id]


def _import(name: str, module: str) -> None:
    try:
        quiet = io.StringIO()  # some print as they are imported
        with warnings.catch_warnings(), redirect_stdout(quiet), redirect_stderr(quiet):
            warnings.simplefilter("ignore")
            importlib.import_module(module)
    except Exception as error:
        raise OptionError(
            f"{name[:100]!r}: the module {module!r}, which is to register it, cannot be imported: {raised(error)}. Install it, or "
            "put its folder into PYTHONPATH."
        ) from error


def opened(spec: EnvSpec, options: Mapping[str, Any], *, horizon: int) -> Any:
    """Make an environment.

    Args:
        spec: Its registration.
        options: Its own keywords.
        horizon: The most actions of an episode.

    Raises:
        OptionError: It has no such option, or needs a package that is not installed.
        TaskError: It raises while it is made.
    """
    for option in options:
        if option in RESERVED:
            raise OptionError(f"{spec.id} is given no option {option!r}: {RESERVED[option]}.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that there is a newer version, or that an option is an old one
        try:
            _check(spec, options)
            further = {"render_mode": "rgb_array"} if draws_itself(spec) else {}
            return gymnasium.make(spec, max_episode_steps=horizon, disable_env_checker=True, **{**options, **further})
        except RobotraceError:
            raise
        except (gymnasium.error.DependencyNotInstalled, ImportError) as error:
            raise OptionError(_missing(spec, error)) from error
        except Exception as error:
            if unknown := _UNEXPECTED.search(str(error)):
                raise OptionError(f"{spec.id} has no option {unknown[1]!r}: leave it out.") from error
            raise TaskError(f"{spec.id} cannot be made: {raised(error)}.") from error


def draws_itself(spec: EnvSpec) -> bool:
    """Whether an environment can be looked at, as an array: it says so, and what its pictures are drawn with is installed."""
    place = spec.entry_point if isinstance(spec.entry_point, str) else ""
    if place.startswith(OURS) and ".mujoco" not in place and find_spec("pygame") is None:
        return False
    creator = load_env_creator(place) if place else spec.entry_point
    metadata: Mapping[str, Any] = getattr(creator, "metadata", None) or {}
    return "rgb_array" in (metadata.get("render_modes") or ())


def _check(spec: EnvSpec, options: Mapping[str, Any]) -> None:
    """Refuse options that the environment does not name, where it names them all."""
    creator = load_env_creator(spec.entry_point) if isinstance(spec.entry_point, str) else spec.entry_point
    if not options or not callable(creator):
        return
    parameters = inspect.signature(creator).parameters.values()
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return  # one that it hands on and nobody takes is found when it is made
    known = sorted({parameter.name for parameter in parameters} - RESERVED.keys())
    for option in options:
        if option not in known:
            raise UnknownNameError(f"option of {spec.id}", option, known)


def _missing(spec: EnvSpec, error: Exception) -> str:
    where = spec.entry_point if isinstance(spec.entry_point, str) else ""
    why = one_line(str(error).partition(" was raised from")[0], 200).strip('"')
    if "mujoco" in why.lower() and (spec.version or 0) < 4:
        return (
            f"{spec.id} needs a binding to MuJoCo that is no longer kept: expected v4 or newer, such as {spec.name}-v5."
        )
    remedy = "pip install 'robotrace[gym]'" if where.startswith(f"{OURS}box2d") else "install that"
    return f"{spec.id} needs a package that is not installed ({why}): {remedy}."


def parts_of(info: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """What a reward is made of, by name, as far as an environment tells it."""
    for name, value in info.items():
        is_part = isinstance(name, str) and (
            name.startswith("reward_") or name.endswith(("_reward", "_cost", "_penalty"))
        )
        if (
            is_part
            and (isinstance(value, int | float) or getattr(value, "shape", None) == ())
            and not isinstance(value, bool)
        ):
            yield name, float(value)


def success_in(info: Mapping[str, Any]) -> bool | None:
    """Whether an environment says that it is solved; None where it does not say."""
    for name in ("is_success", "success"):
        value = info.get(name)
        if isinstance(value, bool | int | float) or getattr(value, "shape", None) == ():
            return bool(value)
    return None


def doc_of(env: Any) -> str:
    """The first paragraph of what an environment says of itself."""
    words = inspect.getdoc(type(env.unwrapped)) or ""
    return one_line(words.partition("\n\n")[0], 500)
