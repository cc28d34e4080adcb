"""The prompt of a rollout against trace-opt 0.1.3.8's, both measured in one run: its tokens, and the time to build it.

    python tests/benchmarks/prompt.py [--venv DIR] [--peer-steps N]

Both sides see the same episodes: a controller of one trainable function moves a simulated arm, and every step is a traced
call. Measured is what stands between a finished graph and the text that a model is sent: trace-opt's `OptoPrime.summarize`
and `construct_prompt`, our `build_prompt`. No model is asked. trace-opt's memory is off (its default) and ours is empty. Tokens
of both are estimated by the same rule (`robotrace.optimizers.tokens`). Times are processor seconds; ours is the least of
several on fresh graphs, trace-opt's is of one run, since its time grows almost with the cube of the length. A second table shows
ours alone on a controller of three functions and glue, twelve records a step, for one episode and for two beside each other.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import time
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rows import Row, hand_over

PEER = "trace-opt==0.1.3.8"
IMPORTED = ("numpy", "graphviz")
UNUSED = ("litellm", "openai", "black")  # imported by trace-opt's optimizers, needed only to ask a model
ROOT = Path(__file__).resolve().parents[2]
SIZES = (10, 50, 150, 500, 5_000)
ROUNDS = 5
PROMPT_TOKENS = 6_000
TASK = (
    "Pick up the puck and carry it to goal_pos. An action is [x, y, z, grip]: the hand's target in metres, the effort."
)

Vector = list[float]


class Arm:
    """A hand, a puck and a goal, all in metres; the puck falls each time it has arrived."""

    def __init__(self) -> None:
        self.hand, self.puck, self.goal = [0.0, 0.6, 0.2], [0.05, 0.7, 0.02], [-0.03, 0.85, 0.18]
        self.opening, self.time = 1.0, 0

    def observe(self) -> dict[str, Any]:
        """What a controller sees."""
        return {
            "hand_pos": list(self.hand),
            "gripper_opening": self.opening,
            "puck_pos": list(self.puck),
            "goal_pos": list(self.goal),
        }

    def step(self, action: Vector) -> dict[str, Any]:
        """Move the hand a part of the way, and with it the puck if it is held."""
        self.time += 1
        moved = [
            0.15 * (target - at) + 1e-4 * math.sin(self.time) for target, at in zip(action, self.hand, strict=False)
        ]
        self.hand = [at + max(-0.01, min(0.01, by)) for at, by in zip(self.hand, moved, strict=True)]
        self.opening = min(1.0, max(0.45, self.opening - 0.1 * action[3]))
        if self.opening < 0.6 and math.dist(self.hand, self.puck) < 0.06:
            self.puck = [*self.hand[:2], self.hand[2] - 0.04]
        if math.dist(self.puck, self.goal) < 0.05:
            self.puck = [0.1 * math.sin(self.time), 0.65 + 0.05 * math.cos(self.time), 0.02]
        return self.observe()


def whole(trace: Any) -> Callable[[Any], Any]:
    """A controller of one trainable function."""

    @trace.bundle(trainable=True)
    def controller(observation):
        """Return [x, y, z, grip]: the hand's target in metres and the gripper's effort."""
        hand, puck, goal = observation["hand_pos"], observation["puck_pos"], observation["goal_pos"]
        if abs(hand[0] - puck[0]) + abs(hand[1] - puck[1]) > 0.02:
            return [puck[0], puck[1], 0.12, -1.0]
        if hand[2] - puck[2] > 0.05:
            return [puck[0], puck[1], puck[2] + 0.03, -1.0]
        if observation["gripper_opening"] > 0.55:
            return [hand[0], hand[1], hand[2], 1.0]
        return [goal[0], goal[1], goal[2], 1.0]

    return controller


def parts(trace: Any) -> Callable[[Any], Any]:
    """A controller of three trainable functions, and plain Python between them."""

    @trace.bundle(trainable=True)
    def phase(hand, puck, opening):
        """Return what to do now: "hover", "descend", "grip" or "carry"."""
        if abs(hand[0] - puck[0]) + abs(hand[1] - puck[1]) > 0.02:
            return "hover"
        if hand[2] - puck[2] > 0.05:
            return "descend"
        return "grip" if opening > 0.55 else "carry"

    @trace.bundle(trainable=True)
    def target(phase, hand, puck, goal):
        """Return the point (x, y, z in metres) that the hand should make for."""
        if phase == "hover":
            return [puck[0], puck[1], 0.12]
        if phase == "descend":
            return [puck[0], puck[1], puck[2] + 0.03]
        return hand if phase == "grip" else goal

    @trace.bundle(trainable=True)
    def effort(phase):
        """Return the gripper's effort, from -1 (open) to 1 (close)."""
        return 1.0 if phase in ("grip", "carry") else -1.0

    def controller(observation):
        hand, puck, goal = observation["hand_pos"], observation["puck_pos"], observation["goal_pos"]
        now = phase(hand, puck, observation["gripper_opening"])
        point = target(now, hand, puck, goal)
        return trace.node([point[0], point[1], point[2], effort(now)])

    return controller


def rollout(trace: Any, controller: Callable[[Any], Any], steps: int) -> Any:
    """The last observation of an episode, as a node."""
    arm = Arm()

    @trace.bundle()
    def step(state, action):
        """One action of the environment."""
        return arm.step(action)

    state = trace.node(arm.observe(), "observation")
    for _ in range(steps):
        state = step(state, controller(state))
    return state


def ours(shape: str, steps: int, episodes: int) -> dict[str, Any]:
    """Our prompt of some episodes."""
    import robotrace.trace as trace
    from robotrace.optimizers.prompt.build import build_prompt
    from robotrace.opto import Candidate, Case, Evidence, Outcome, Trial, Variable, Verdict

    seconds, prompt, size = [], "", 0
    for _ in range(ROUNDS):
        outcomes = []
        for index in range(episodes):
            controller = (whole if shape == "whole" else parts)(trace)
            graph = trace.backward({rollout(trace, controller, steps): "The puck fell before it had arrived."})
            outcomes.append(Outcome(Case("train", index), index > 0, 1.0 - index, "The puck fell.", graph))
        variables = tuple(
            Variable(it.name, "code", it.output, "", str(it.note["constraint"])) for it in outcomes[0].graph.parameters
        )
        start = Trial(
            0, Verdict.START, "", None, Candidate({it.name: it.value for it in variables}, ""), tuple(outcomes)
        )
        evidence, size = Evidence(TASK, variables, (start,)), len(outcomes[0].graph)
        began = time.process_time()
        prompt = build_prompt(evidence, prompt_tokens=PROMPT_TOKENS)
        seconds.append(time.process_time() - began)
    return {"seconds": min(seconds), "prompt": prompt, "records": size * episodes}


def theirs(steps: int) -> dict[str, Any]:
    """trace-opt's prompt of one episode."""
    for name in UNUSED:
        sys.modules[name] = stub = types.ModuleType(name)
        stub.__getattr__ = lambda _: None  # type: ignore[method-assign]
    import opto.trace as trace
    from opto.optimizers import OptoPrime

    controller = whole(trace)
    optimizer = OptoPrime(controller.parameters(), llm=object(), objective=TASK)
    optimizer.zero_feedback()
    optimizer.backward(rollout(trace, controller, steps), "The puck fell before it had arrived.")
    began = time.process_time()
    system, user = optimizer.construct_prompt(optimizer.summarize())
    return {"seconds": time.process_time() - began, "prompt": f"{system}\n{user}", "records": 2 * steps}


def worker(python: str, *arguments: Any) -> dict[str, Any]:
    """Measure in a fresh process of one of the two environments."""
    env = {**os.environ, "PYTHONPATH": str(ROOT) if python == sys.executable else ""}
    command = [python, __file__, "--worker", *map(str, arguments)]
    answer = subprocess.run(command, env=env, cwd="/", stdout=subprocess.PIPE, check=True, timeout=900)
    return json.loads(answer.stdout.splitlines()[-1])


def peer(folder: Path) -> str:
    """The interpreter of trace-opt's environment, made if need be."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (folder / "ready").exists():
        print(f"making an environment for {PEER} in {folder} ...", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", PEER], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *IMPORTED], check=True)
        (folder / "ready").touch()
    return str(python)


def show(figures: dict[str, Any] | None) -> str:
    """Tokens and time of a prompt."""
    if figures is None:
        return f"{'-':>12}{'-':>12}"
    from robotrace.optimizers.view.estimate import tokens

    seconds = figures["seconds"]
    duration = f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1e3:.1f} ms"
    return f"{tokens(figures['prompt']):>12,}{duration:>12}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "robotrace" / "trace-opt-0.1.3.8"
    parser.add_argument("--venv", type=Path, default=cache, help="where trace-opt's environment is or is made")
    parser.add_argument("--peer-steps", type=int, default=500, help="the longest episode that trace-opt is given")
    parser.add_argument("--quick", action="store_true", help="episodes of 50 steps at most")
    parser.add_argument("--worker", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        side, *rest = options.worker
        print(json.dumps(theirs(int(rest[0])) if side == "theirs" else ours(rest[0], int(rest[1]), int(rest[2]))))
        return
    python, rows = peer(options.venv), []
    sizes = [steps for steps in SIZES if steps <= 50 or not options.quick]
    print(f"{'one function':>14}{'ours: tokens':>14}{'time':>12}{PEER + ': tokens':>32}{'time':>12}")
    for steps in sizes:
        mine = worker(sys.executable, "ours", "whole", steps, 1)
        other = worker(python, "theirs", steps) if steps <= options.peer_steps else None
        print(f"{steps:>8,} steps  {show(mine)}{'':>20}{show(other)}", flush=True)
        if other is not None:
            took = [f"{1e3 * side['seconds']:.1f} ms" for side in (mine, other)]
            ratio = other["seconds"] / mine["seconds"]
            rows.append(Row(f"prompt of {steps} steps, built", took[0], f"{took[1]}, trace-opt", ratio))
    print(
        f"\n{'parts':>14}{'ours: tokens':>14}{'time':>12}{'records':>12}{'two: tokens':>16}{'time':>12}{'records':>12}"
    )
    for steps in sizes:
        one, two = (worker(sys.executable, "ours", "parts", steps, count) for count in (1, 2))
        print(f"{steps:>8,} steps  {show(one)}{one['records']:>12,}{'':>4}{show(two)}{two['records']:>12,}", flush=True)
    hand_over(rows)


if __name__ == "__main__":
    main()
