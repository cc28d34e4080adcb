"""The format "hub": a folder for a model hub, with a card that says what was measured, and under which protocol."""

from __future__ import annotations

import json
import math
import re
from html import escape
from string import Template
from typing import Any

from robotrace.episodes import Task
from robotrace.episodes.library import SHARED
from robotrace.exports import alone
from robotrace.exports.head import UNREAD, about_call, about_needs, about_result
from robotrace.exports.subject import controller_of
from robotrace.opto import METERS
from robotrace.results import Run
from robotrace.text import encodable, one_line

CARD, RESULTS, ALONE = "README.md", "results.json", "controller.py"
"""Of the folder: the card, the figures for machines, and the controller without robotrace; the one to train on is `SHARED`."""
VIDEO = "video.mp4"
FLAGS = ("control", "hold", "horizon", "success")
"""Options of a task that stand in the commands of the card."""
SUCCESS = {"any": "at any step", "last": "still at the last step"}
"""When a goal counts as solved."""
BODY = Template("""\
# $title

A robot controller that people can read: one Python function, trained by rewriting its code
($by).

## How well it does

$result

| protocol | |
| --- | --- |
$protocol

| cost of the training | |
| --- | --- |
$cost
$video
## How to use it

`$alone` needs no robotrace. $needs $call

```bash
python $alone 0 heldout                          # plays an episode
robotrace eval ./FOLDER --task $task$options     # measures it again, in a sandbox
robotrace train $task --policy ./FOLDER$options  # trains it on
```

FOLDER is this folder. `$shared` is the same controller with its trainable parts marked, `$results` has the figures and what became
of each held-out goal. $unread

${fence}python
$code
$fence
""")


def folder(run: Run, task: Task, *, video: bool = False) -> dict[str, str]:
    """The texts of the folder, by the names of their files.

    Args:
        run: The run, which has a controller.
        task: Its task.
        video: Whether the card is to show `VIDEO`, which is put beside the texts.

    Raises:
        ProgramError: The controller cannot be written without robotrace.
    """
    learnt = run.learnt
    assert learnt is not None
    figures = figures_of(run, task)
    texts = {
        CARD: f"---\n{_head(run, figures)}---\n\n{_body(run, task, figures, video=video)}",
        RESULTS: json.dumps(figures, indent=2, allow_nan=False) + "\n",
        ALONE: alone.text(run, task),
        SHARED: learnt.text,
    }
    return {name: encodable(text) for name, text in texts.items()}


def figures_of(run: Run, task: Task) -> dict[str, Any]:
    """What was measured, under which protocol and at what cost, as plain data."""
    config, tested = run.config, run.tested.get(run.best_id, ()) if run.best_id is not None else ()
    return {
        "task": run.task,
        "options": dict(task.options),
        "protocol": {
            "control": task.control,
            "horizon": task.horizon,
            "success": config.get("success", "any"),
            **{name: it for name, it in task.options.items() if name not in ("control", "horizon", "success")},
            "seed": task.seed,
            "feedback": run.feedback,
        },
        "optimizer": run.optimizer,
        "model": config.get("model"),
        "heldout": run.heldout.as_json(),
        "train": run.train.as_json(),
        **({"heldout_return": run.returns["held-out"].as_json()} if run.config.get("scored") == "return" else {}),
        "cost": {"iterations": run.iterations, **run.ledger.rounded},
        "ended": run.reason,
        "goals": [{"goal": it.case.index, "success": it.success, "score": _finite(it.score)} for it in tested],
    }


def _head(run: Run, figures: dict[str, Any]) -> str:
    """The head that hubs read. Values are JSON, which YAML holds too, so that no text of a run becomes a key."""
    rate = run.heldout
    metric: dict[str, Any] = {
        "type": "success_rate",
        "name": "held-out success",
        "value": rate.rate if rate.n else None,
    }
    metric |= {"n": rate.n, "wilson_95": [rate.low, rate.high]}
    result = {
        "task": {"type": "robotics", "name": run.task},
        "dataset": {"type": run.task, "name": f"{rate.n} held-out goals"},
        "metrics": [metric],
    }
    parts = {
        "library_name": "robotrace",
        "pipeline_tag": "robotics",
        "tags": ["robotics", "robotrace", "code-as-policy", run.task.partition("/")[0]],
        "model-index": [{"name": f"{run.task}, {run.optimizer}", "results": [result]}],
        "robotrace": {name: value for name, value in figures.items() if name != "goals"},
    }
    return "".join(
        f"{name}: {json.dumps(_plain(value), ensure_ascii=False, allow_nan=False)}\n" for name, value in parts.items()
    )


def _body(run: Run, task: Task, figures: dict[str, Any], *, video: bool) -> str:
    code = controller_of(run)
    fence = "`" * max(3, *(len(ticks) + 1 for ticks in re.findall("`+", code)), 0)
    counted = {meter.name: meter for meter in METERS}
    cost = {
        counted[name].label or counted[name].words if name in counted else name: value
        for name, value in figures["cost"].items()
        if value or name in ("calls", "usd")
    }
    by = [run.optimizer, f"{run.feedback} feedback" if run.feedback else "", figures["model"] or "no language model"]
    result = f"{run.score_words}: {run.result}." if run.is_scored else about_result(run)
    return BODY.substitute(
        title=_text(f"{run.task}, trained by robotrace"),
        by=", ".join(_text(part) for part in by if part),
        result=_text(result),
        protocol=_rows({**figures["protocol"], "success": SUCCESS.get(figures["protocol"]["success"], "any")}),
        cost=_rows(cost),
        video=f"\n## What it looks like\n\n[{VIDEO}]({VIDEO}): a held-out goal, the controller's line beneath each frame.\n"
        if video
        else "",
        needs=_text(about_needs(code)),
        call=_text(" ".join(about_call(task, code))),
        task=_named(run),
        options="".join(f" --{name} {task.options[name]}" for name in FLAGS if name in task.options),
        alone=ALONE,
        shared=SHARED,
        results=RESULTS,
        unread=UNREAD,
        fence=fence,
        code=code,
    )


def _named(run: Run) -> str:
    """The task as commands name it; one from a file by the file's name alone, for its place elsewhere is for its user to say."""
    made_from = run.config.get("made_from")
    name = run.task if made_from is None else f"./{str(made_from).rpartition('/')[2]}"
    return re.sub(r"[^\w./:?=&,-]", "", name)


def _finite(score: float | None) -> float | None:
    return score if score is None or math.isfinite(score) else None


def _rows(values: dict[str, Any]) -> str:
    return "\n".join(
        f"| {_text(name)} | {_text('unknown' if value is None else value)} |" for name, value in values.items()
    )


def _text(value: object) -> str:
    """A text as Markdown shows it: no markup of its own, no end of a table's cell."""
    return re.sub(r"([\\`*_\[\]|#])", r"\\\1", escape(one_line(str(value), 1_500), quote=False))


def _plain(value: Any) -> Any:
    """Plain data with texts of one line."""
    if isinstance(value, str):
        return one_line(value, 500)
    if isinstance(value, dict):
        return {one_line(str(name), 100): _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
