"""Tasks with one mistake each, by what is to be said of it: where it shows, what was expected and what was found."""

import random
import sys
import time

import numpy as np
from toy import PointTask

from robotrace.episodes import ActionSpec, Field
from robotrace.errors import OptionError


class Sound(PointTask):
    """A task without a mistake, from which the others are derived."""

    def __init__(self, *, seed=0):
        super().__init__(seed=seed)


def stepping(change):
    return type("Stepping", (Sound,), {"step": lambda self, action: change(Sound.step(self, action))})


def observing(change):
    return type("Observing", (Sound,), {"_observe": lambda self: change(Sound._observe(self))})


def having(**members):
    return type("Having", (Sound,), members)


def with_info(**changes):
    return stepping(lambda t: t._replace(info={**t.info, **changes}))


class ForgetsTheGoal(Sound):
    def reset(self, goal, split="train"):
        super().reset(goal, split)
        self.goal = np.random.default_rng().uniform(-0.5, 0.5, 3)
        return self._observe()


class OneGoal(Sound):
    def reset(self, goal, split="train"):
        super().reset(goal, split)
        return super().reset(0, "train")


class OneSplit(Sound):
    def reset(self, goal, split="train"):
        return super().reset(goal, "train")


class Remembers(Sound):
    speed = 1.0

    def step(self, action):
        self.speed *= 0.9
        found = super().step(action)
        return found._replace(reward=found.reward * self.speed)


class RemembersEpisodes(Sound):
    bonus = 0.0

    def step(self, action):
        found = super().step(action)
        reward = found.reward + self.bonus
        self.bonus += 1.0 if found.truncated else 0.0
        return found._replace(reward=reward)


class Clock(Sound):
    def step(self, action):
        return super().step(action)._replace(reward=time.perf_counter())


class SharesObservations(Sound):
    def _observe(self):
        seen = super()._observe()
        self.seen = getattr(self, "seen", seen)
        self.seen["hand_pos"][:] = seen["hand_pos"]
        return {**seen, "hand_pos": self.seen["hand_pos"]}


class LendsItsGoal(Sound):
    def _observe(self):
        return {**super()._observe(), "goal_pos": self.goal}


class ChangesTheAction(Sound):
    def step(self, action):
        if np.shape(action) == (4,):
            action *= 0.5
        return super().step(action)


class KeepsTheAction(Sound):
    def reset(self, goal, split="train"):
        self.before = np.zeros(4)
        return super().reset(goal, split)

    def step(self, action):
        found = super().step(action)
        found = found._replace(reward=found.reward + float(self.before.sum()))
        self.before = action
        return found


class OptionsLost(Sound):
    def __init__(self, *, seed=0, size=1.0):
        super().__init__(seed=seed)
        self.size = size


class OptionsUntaken(Sound):
    def __init__(self, *, seed=0):
        super().__init__(seed=seed)
        self.options = {"size": 2}


class OneAfterTheOther(Sound):
    made = 0

    def __init__(self, *, seed=0):
        super().__init__(seed=seed)
        OneAfterTheOther.made += 1
        self.horizon = 7 + OneAfterTheOther.made


class SeedIgnored(Sound):
    def reset(self, goal, split="train"):
        kept, self.seed = self.seed, 0
        seen = super().reset(goal, split)
        self.seed = kept
        return seen


class SeedLost(Sound):
    def __init__(self, *, seed=0):
        super().__init__(seed=0)


def no_seed():
    return Sound()


class Endless(Sound):
    def step(self, action):
        return super().step(action)._replace(truncated=False)


class MovesOnRefusal(Sound):
    def step(self, action):
        self.hand = self.hand + 0.01
        return super().step(action)


class AnyGoal(Sound):
    def reset(self, goal, split="train"):
        return super().reset(goal % 12, split)


class GoalsByIndex(Sound):
    def reset(self, goal, split="train"):
        if goal not in range(12):
            raise IndexError(goal)
        return super().reset(goal, split)


class TakesNaN(Sound):
    def step(self, action):
        return super().step(np.nan_to_num(action))


class Seeds(Sound):
    def reset(self, goal, split="train"):
        np.random.seed(goal)
        return super().reset(goal, split)


class Draws(Sound):
    def step(self, action):
        random.random()
        return super().step(action)


class Prints(Sound):
    def step(self, action):
        sys.stdout.write("step\n")
        return super().step(action)


class HintMoves(Sound):
    def hint(self):
        self.hand = self.hand + 0.01
        return super().hint()


class Moody(Sound):
    told = 0

    def feedback(self, episode, level):
        self.told += 1
        return f"{self.told} times"


class NotAgain(Sound):
    def close(self):
        self.reset = self.step = lambda *_: {}["closed"]


class Hangs(Sound):
    def step(self, action):
        while True:
            pass


class Short(Sound):
    def step(self, action):
        found = super().step(action)
        return found._replace(truncated=self.time >= 6)


class FewGoals(Sound):
    def reset(self, goal, split="train"):
        if goal not in range(12):
            raise OptionError(f"goal {goal}")
        return PointTask.reset(self, goal, split)


class ChanceHeldOut(Sound):
    def reset(self, goal, split="train"):
        super().reset(goal, split)
        if split == "heldout":
            self.goal = np.random.default_rng().uniform(-0.5, 0.5, 3)
        return self._observe()


class ForgetsItself(Sound):
    """Not a number from the fourth step on."""

    def _observe(self):
        seen = super()._observe()
        return {**seen, "hand_pos": seen["hand_pos"] * np.nan} if self.time > 3 else seen


def raises(*_):
    raise ZeroDivisionError("division by zero")


SPEC = PointTask.action
FIELDS = PointTask.fields

MISTAKEN = {
    "empty info": (stepping(lambda t: t._replace(info={})), "step()", "info['success']", "an empty dict"),
    "success as a number": (with_info(success=1.0), "step()", "info['success'] to be a bool", "float 1.0"),
    "success as a text": (with_info(success_now="no"), "step()", "info['success_now'] to be a bool", "str 'no'"),
    "touches that are no pairs": (
        with_info(touching=["hand"]),
        "step()",
        "info['touching'] to be a tuple of pairs of names",
        "list ['hand']",
    ),
    "terminated as None": (
        stepping(lambda t: t._replace(terminated=None)),
        "step()",
        "terminated to be a bool",
        "NoneType None",
    ),
    "a plain tuple": (stepping(tuple), "step()", "a Transition", "tuple ("),
    "observation and info": (
        having(reset=lambda self, goal, split="train": (Sound.reset(self, goal, split), {})),
        "reset(0, 'train')",
        "a dict of the declared fields",
        "tuple ({",
    ),
    "a reward that is not a number": (
        stepping(lambda t: t._replace(reward=float("nan"))),
        "step()",
        "a finite reward",
        "float nan",
    ),
    "a reward that is infinite": (
        stepping(lambda t: t._replace(reward=-np.inf)),
        "step()",
        "a finite reward",
        "float -inf",
    ),
    "an observation that is not a number": (
        observing(lambda seen: {**seen, "hand_pos": seen["hand_pos"] * np.nan}),
        "reset(0, 'train')",
        "the field 'hand_pos' to be finite",
        "ndarray array([nan, nan, nan])",
    ),
    "a missing field": (
        observing(lambda seen: {"hand_pos": seen["hand_pos"], "goal_pos": seen["goal_pos"]}),
        "reset(0, 'train')",
        "the field 'gripper_opening'",
        "only hand_pos, goal_pos",
    ),
    "a further field": (
        observing(lambda seen: {**seen, "extra": np.zeros(1)}),
        "reset(0, 'train')",
        "the declared fields and no others",
        "the field 'extra' too",
    ),
    "a field of another shape": (
        observing(lambda seen: {**seen, "gripper_opening": np.ones(1)}),
        "reset(0, 'train')",
        "the field 'gripper_opening' to have the shape ()",
        "(1,)",
    ),
    "a field of another type": (
        observing(lambda seen: {**seen, "hand_pos": seen["hand_pos"].astype(np.float32)}),
        "reset()",
        "the field 'hand_pos' to be float64",
        "an array of float32",
    ),
    "a field that is a list": (
        observing(lambda seen: {**seen, "hand_pos": seen["hand_pos"].tolist()}),
        "reset()",
        "the field 'hand_pos' to be float64",
        "list [",
    ),
    "a field of words": (
        observing(lambda seen: {**seen, "gripper_opening": "open"}),
        "reset(0, 'train')",
        "the field 'gripper_opening' to be numbers",
        "str 'open'",
    ),
    "a horizon in words": (having(horizon="8"), "horizon", "a whole number of 1 or more", "str '8'"),
    "half a goal": (
        having(goals=lambda self, split: 2.5),
        "goals('train')",
        "a whole number of 1 or more",
        "float 2.5",
    ),
    "goals that raise": (having(goals=raises), "goals('train')", "a whole number of 1 or more", "ZeroDivisionError"),
    "bounds reversed": (
        having(action=ActionSpec(SPEC.names, SPEC.high, SPEC.low, SPEC.description)),
        "action",
        "low < high for x",
        "1 and -1",
    ),
    "bounds missing": (
        having(action=ActionSpec(SPEC.names, (), (), SPEC.description)),
        "action.low",
        "a tuple of numbers, one for each of x, y, z, grip",
        "tuple ()",
    ),
    "an action without words": (
        having(action=ActionSpec(SPEC.names, SPEC.low, SPEC.high, "")),
        "action.description",
        "a description in words",
        "str ''",
    ),
    "a field twice": (having(fields=(*FIELDS, FIELDS[0])), "fields", "each name once", "'hand_pos' twice"),
    "a role that is none": (
        having(fields=(Field("hand_pos", (3,), "m", "The point.", "arm"), *FIELDS[1:])),
        "fields: 'hand_pos'",
        "role to be one of hand, gripper, object, goal, body, joint, contact, reward, task, other",
        "str 'arm'",
    ),
    "a level that is none": (
        having(levels=property(lambda self: ("score", "all"), lambda self, value: None)),
        "levels",
        "a tuple of some of score, facts, hints",
        "tuple ('score', 'all')",
    ),
    "a reset that forgets its goal": (
        ForgetsTheGoal,
        "reset(0, 'train')",
        "the same start each time",
        "the field 'goal_pos' to differ once more: [",
    ),
    "one goal for all": (
        OneGoal,
        "reset()",
        "each goal to be a start of its own",
        "goals 0, 1, 2, 3, 11 to be one and the same",
    ),
    "one split for both": (
        OneSplit,
        "reset()",
        "held-out goals that training never sees",
        "held-out goals 0, 1, 2, 3, 11 among the training goals",
    ),
    "a step that remembers": (
        Remembers,
        "step()",
        "the same from the same start with the same actions",
        "the reward to differ at t=0 once more: ",
    ),
    "a step that remembers the last episode": (
        RemembersEpisodes,
        "step()",
        "the same from the same start with the same actions",
        "the reward to differ at t=0 after another episode: ",
    ),
    "a clock": (Clock, "step()", "the same from the same start with the same actions", "the reward to differ at t=0"),
    "observations that change afterwards": (
        SharesObservations,
        "step()",
        "earlier observations left as they were",
        "'hand_pos' of an earlier one changed",
    ),
    "observations that are the task's own": (
        LendsItsGoal,
        "reset() and step()",
        "observations that nobody else needs",
        "the field 'goal_pos' to differ at t=0: [",
    ),
    "an action that is changed": (ChangesTheAction, "step()", "the action left as it is", "it changed"),
    "an action that is kept": (KeepsTheAction, "step()", "an action of its own", "the reward to differ at t=1: "),
    "options that are not kept": (
        OptionsLost,
        "options",
        "the option 'size', which it is made with",
        "dict {}",
    ),
    "options that are not taken": (
        OptionsUntaken,
        "options",
        "to be made again with {'size': 2}",
        "TypeError: ",
    ),
    "options that JSON does not know": (
        having(options=property(lambda self: {"size": np.zeros(2)}, lambda self, value: None)),
        "options",
        "a dict of plain data",
        "dict {'size': array([0., 0.])}",
    ),
    "another task from the same options": (
        OneAfterTheOther,
        "options",
        "all that it takes to make the same task",
        "horizon to differ in one made again with seed=0 and them: ",
    ),
    "a seed that is ignored": (
        SeedIgnored,
        "seed",
        "other goals with another seed",
        "goal 0 of seeds 0 and 1 to be one and the same",
    ),
    "a seed that is lost": (SeedLost, "seed", "the seed that it was made with", "0 in one made with seed=1"),
    "no seed at all": (no_seed, "make", "a task", "TypeError: no_seed() got an unexpected keyword argument 'seed'"),
    "no end": (Endless, "step()", "truncated or terminated at action 8, the horizon", "neither"),
    "a refused action that moves": (
        MovesOnRefusal,
        "step()",
        "that a refused action moves nothing",
        "the field 'hand_pos' to differ at t=0: [",
    ),
    "goals without end": (AnyGoal, "reset(12, 'train')", "OptionError", "that it was taken"),
    "a goal that is refused otherwise": (GoalsByIndex, "reset(12, 'train')", "OptionError", "IndexError: 12"),
    "an action that is not a number": (
        TakesNaN,
        "step(action that is not finite)",
        "ActionError",
        "that it was taken",
    ),
    "global random numbers seeded": (
        Seeds,
        "reset(0, 'train')",
        "the global random state left alone",
        "that it changed",
    ),
    "global random numbers drawn": (Draws, "step()", "the global random state left alone", "that it changed"),
    "prints": (Prints, "step()", "nothing to be printed", "'step\\n'"),
    "a hint that raises": (having(hint=raises), "hint()", "an answer", "ZeroDivisionError: division by zero"),
    "a hint of another size": (
        having(hint=lambda self: np.zeros(2)),
        "hint()",
        "the expert's action, (4,) and finite",
        "ndarray array([0., 0.])",
    ),
    "no hint": (having(hint=lambda self: None), "hint()", "the expert's action, (4,) and finite", "NoneType None"),
    "a hint that moves": (
        HintMoves,
        "hint()",
        "that it moves nothing",
        "the field 'hand_pos' to differ at t=0: [",
    ),
    "feedback that raises": (having(feedback=raises), "feedback(level='score')", "an answer", "ZeroDivisionError"),
    "feedback without words": (having(feedback=lambda *_: None), "feedback(level='score')", "a text", "NoneType None"),
    "feedback that is moody": (Moody, "feedback(level='score')", "the same words each time", "others"),
    "a step that raises": (having(step=raises), "step()", "an answer", "ZeroDivisionError: division by zero ("),
    "a horizon that the simulator does not allow": (
        Short,
        "horizon",
        "episodes of up to 8 actions",
        "them truncated after 6",
    ),
    "more goals than there are": (
        having(goals=lambda self, split: 40, reset=FewGoals.reset),
        "reset(39, 'train')",
        "an answer",
        "OptionError: goal 39",
    ),
    "held-out goals by chance": (
        ChanceHeldOut,
        "reset(11, 'heldout')",
        "the same start each time",
        "the field 'goal_pos' to differ once more: [",
    ),
    "clipping that is not told": (
        with_info(saturated=False),
        "step()",
        "info['saturated'] of an action that is clipped",
        "False for one beyond its bounds, which did what one on them does",
    ),
    "success now and not at all": (
        with_info(success_now=True, success=False),
        "step()",
        "info['success'] where info['success_now']",
        "False and True",
    ),
    "not a number late in the episode": (
        ForgetsItself,
        "step()",
        "the field 'hand_pos' to be finite",
        "ndarray array([nan, nan, nan])",
    ),
    "starts of another number": (
        having(starts=lambda self, split, *, seed=None: np.zeros((3, 2))),
        "starts('train')",
        "an array of 12 rows, one for each goal",
        "ndarray array([[0., 0.]",
    ),
    "another success": (
        having(success="end"),
        "success",
        '"any" or "last"',
        "str 'end'",
    ),
    "a solved reward in words": (
        having(solved_reward="10"),
        "solved_reward",
        "a number, or None",
        "str '10'",
    ),
    "closed for good": (NotAgain, "reset(0, 'train')", "an answer", "KeyError: 'closed'"),
    "a task that cannot be made": (
        having(__init__=lambda self, *, seed: raises()),
        "make",
        "a task",
        "ZeroDivisionError: division by zero (",
    ),
    "no task": (lambda seed: 3, "make", "a task", "int is no task: it lacks action, "),
}
