"""Gymnasium's registry: an environment by its name, what it needs, and how it is made."""

from __future__ import annotations

import inspect
import re
import warnings
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import Any

import gymnasium
from gymnasium.envs.registration import EnvSpec, load_env_creator

from robotrace.errors import OptionError, RobotraceError, TaskError, UnknownNameError
from robotrace.opto.mistake import raised
from robotrace.text import one_line

from .documented import Documented, documented
from .libraries import LIBRARIES, library_of, place_of
from .library import Library, imported

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
_UNEXPECTED = re.compile(r"unexpected keyword argument '(\w+)'")
NEEDS: Mapping[str, str] = {"box2d": "Box2D", "mujoco": "mujoco", "phys2d": "jax", "tabular": "jax"}
"""The package that Gymnasium's own environments need, by the folder that they are in."""


def registered() -> Mapping[str, EnvSpec]:
    """All environments that are registered, by id."""
    return gymnasium.registry


def is_known(env_id: str) -> bool:
    """Whether an id is registered, or is one of a library's, which need not be installed."""
    return env_id in registered() or library_of(env_id) is not None


def usable() -> tuple[str, ...]:
    """The newest version of each environment whose package is installed, sorted.

    Of a library that has not registered its own yet, those of which something is known.
    """
    newest: dict[str, EnvSpec] = {}
    for spec in filter(_is_usable, registered().values()):
        name = f"{spec.namespace}/{spec.name}"
        if name not in newest or (spec.version or 0) > (newest[name].version or 0):
            newest[name] = spec
    of_libraries = {name for library in LIBRARIES if not library.lacking for name in library.listed}
    return tuple(sorted({spec.id for spec in newest.values()} | of_libraries))


def known_of(env_id: str, options: Mapping[str, Any]) -> Documented | None:
    """What is known of an environment; None where nothing is."""
    spec, library = registered().get(env_id), library_of(env_id)
    if spec is None:  # of a library that has not been imported yet
        return documented(env_id, options, library.known) if library else None
    place = spec.entry_point if isinstance(spec.entry_point, str) else ""
    if place.startswith(OURS):
        return documented(env_id, options)
    by = place_of(place)
    return documented(env_id, options, by.known) if by else None


def horizon_of(env_id: str, known: Documented | None) -> int:
    """The most actions of an episode, where the user does not say."""
    spec = registered().get(env_id)
    own = spec.max_episode_steps if spec is not None else None
    return own or (known.horizon if known else None) or HORIZON


def told_of(spec: EnvSpec, env: Any, options: Mapping[str, Any]) -> Documented | None:
    """What is known of an environment that is there, with what only that says."""
    known, by = known_of(spec.id, options), place_of(spec.entry_point)
    return by.told(known, env) if known and by else known


def _is_usable(spec: EnvSpec) -> bool:
    """Whether an environment can be made here, as far as its registration shows."""
    place = spec.entry_point
    if place_of(place) is not None:
        return False  # those are told by name
    if not isinstance(place, str) or not place.startswith(OURS):
        return spec.name not in ("GymV21Environment", "GymV26Environment")  # wrappers of another library's
    needed = NEEDS.get(place.removeprefix(OURS).partition(".")[0].partition(":")[0])
    is_old = "mujoco" in place and (spec.version or 0) < 4  # those need a binding that is no longer kept
    return not is_old and (needed is None or find_spec(needed) is not None)


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
    elif env_id not in registered() and (library := library_of(env_id)) is not None:
        _have_registered(env_id, library)
    if env_id not in registered():
        raise UnknownNameError(
            "Gymnasium environment",
            env_id,
            usable() if not module else registered(),
            listing="robotrace tasks gymnasium",
        )
    return registered()[env_id]


def _have_registered(env_id: str, library: Library) -> None:
    if library.lacking:
        raise OptionError(f"{env_id}: {library.lacking}.")
    try:
        library.register(library)
    except Exception as error:
        raise OptionError(
            f"{env_id}: {library.package}, which is to register it, cannot be imported: {raised(error)}. Install what it "
            f"needs: pip install 'robotrace[gym]', or '{library.requirement}'."
        ) from error


def _import(name: str, module: str) -> None:
    try:
        imported(module)
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
            window = {"render_mode": None} if "render_mode" in spec.kwargs else {}  # none is opened
            further = {"render_mode": "rgb_array"} if draws_itself(spec) else window
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
    newest = max(one.version or 0 for one in registered().values() if one.name == spec.name)
    if "mujoco" in why.lower() and (spec.version or 0) < min(4, newest):
        return f"{spec.id} needs a binding to MuJoCo that is no longer kept: expected v4 or newer, such as {spec.name}-v{newest}."
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
    left = info.get("tasks_to_complete")  # the kitchen's
    return not left if isinstance(left, list) else None


def doc_of(env: Any) -> str:
    """The first paragraph of what an environment says of itself, headings aside."""
    words = inspect.getdoc(type(env.unwrapped)) or ""
    paragraphs = (one for one in words.split("\n\n") if one.strip() and not one.lstrip().startswith("#"))
    return one_line(next(paragraphs, ""), 500)
