"""A comparison as a JSON object: what `robotrace compare --json` prints, key for key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from robotrace.show.compare.groups import Group, Setting
from robotrace.show.compare.pairing import Comparison, Overall, Pair


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Groups, methods over several tasks, pairs, and why others could not be paired."""
    return {
        "groups": [_group(group) for group in comparison.groups],
        "overall": [_overall(row) for row in comparison.overall],
        "pairs": [_pair(pair) for pair in comparison.pairs],
        "pooled": [_pair(pair) for pair in comparison.pooled],
        "refused": list(comparison.refused),
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "name": group.name,
        **_setting(group.setting),
        "optimizer": group.method.optimizer,
        "model": group.method.model,
        "feedback": group.method.feedback,
        "flags": dict(group.method.settings),
        "split": "heldout",
        "seeds": list(group.seeds),
        "runs": [str(run.folder.path) for run in group.runs],
        "heldout": group.heldout.as_json(),
        "train": group.train.as_json(),
        "iqm": group.success.as_json(),
        **({"of": "scores"} if group.is_scored else {}),
        "to_best": group.to_best,
        "in_all": group.in_all,
    }


def _setting(setting: Setting) -> dict[str, Any]:
    return {
        "task": setting.task,
        "control": setting.control,
        "horizon": setting.horizon,
        "success": setting.success,
        "options": dict(setting.options),
    }


def _overall(row: Overall) -> dict[str, Any]:
    return {"name": row.name, "tasks": _tasks(row.settings), "iqm": row.success.as_json()}


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "a": pair.a,
        "b": pair.b,
        "tasks": _tasks(pair.settings),
        "control": pair.settings[0].control,
        "horizon": pair.settings[0].horizon,
        "success": pair.settings[0].success,
        "runs": pair.runs,
        "left_out": list(pair.left_out),
        **pair.counts.as_json(),
    }


def _tasks(settings: Sequence[Setting]) -> list[str]:
    return [setting.task for setting in settings]
