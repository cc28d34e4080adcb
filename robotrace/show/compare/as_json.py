"""A comparison as a JSON object: what `robotrace compare --json` prints, key for key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from robotrace.show.compare.groups import Group, Setting
from robotrace.show.compare.pairing import Comparison, Overall, Pair


def comparison_json(found: Comparison) -> dict[str, Any]:
    """Groups, methods over several tasks, pairs, and why others could not be paired."""
    return {
        "groups": [_group(group) for group in found.groups],
        "overall": [_overall(row) for row in found.overall],
        "pairs": [_pair(it) for it in found.pairs],
        "pooled": [_pair(it) for it in found.pooled],
        "refused": list(found.refused),
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "name": group.name,
        **_setting(group.setting),
        "optimizer": group.method.optimizer,
        "model": group.method.model,
        "feedback": group.method.feedback,
        "flags": dict(group.method.flags),
        "split": "heldout",
        "seeds": list(group.seeds),
        "runs": [str(run.folder.path) for run in group.runs],
        "heldout": group.heldout.as_json(),
        "train": group.train.as_json(),
        "iqm": group.success.as_json(),
        "to_best": asdict(group.to_best) if group.to_best is not None else None,
        "in_all": asdict(group.in_all) if group.in_all is not None else None,
    }


def _setting(setting: Setting) -> dict[str, Any]:
    return {
        "task": setting.task,
        "control": setting.control,
        "horizon": setting.horizon,
        "options": dict(setting.options),
    }


def _overall(row: Overall) -> dict[str, Any]:
    return {"name": row.name, "tasks": _tasks(row.settings), "iqm": row.success.as_json()}


def _pair(it: Pair) -> dict[str, Any]:
    return {
        "a": it.a,
        "b": it.b,
        "tasks": _tasks(it.settings),
        "control": it.settings[0].control,
        "horizon": it.settings[0].horizon,
        "runs": it.runs,
        "left_out": list(it.left_out),
        **it.counts.as_json(),
    }


def _tasks(settings: Sequence[Setting]) -> list[str]:
    return [setting.task for setting in settings]
