"""Meta-World's benchmarks: which tasks each has, in Meta-World's own order.

After `metaworld.env_dict` of metaworld 3.1.1 (Yu et al., "Meta-World: A Benchmark and Evaluation for Multi-Task and Meta
Reinforcement Learning", CoRL 2019; McLean et al., "Meta-World+", 2025, for MT25). A test compares the two. ML25 is left out: it has
basketball in both of its classes.
"""

from __future__ import annotations

from robotrace.episodes.suites import Suite

from .listing import FAMILY, NAMES


def _named(words: str) -> tuple[str, ...]:
    return tuple(f"{FAMILY}/{word}-v3" for word in words.split())


_MT10 = """
reach push pick-place door-open drawer-open drawer-close button-press-topdown peg-insert-side window-open window-close
"""
_MT25 = f"""{_MT10}
coffee-pull pick-out-of-hole disassemble pick-place-wall basketball stick-pull button-press-wall faucet-open door-lock
lever-pull sweep-into faucet-close coffee-button button-press-topdown-wall dial-turn
"""
_MT50 = """
assembly basketball bin-picking box-close button-press-topdown button-press-topdown-wall button-press button-press-wall
coffee-button coffee-pull coffee-push dial-turn disassemble door-close door-lock door-open door-unlock hand-insert
drawer-close drawer-open faucet-open faucet-close hammer handle-press-side handle-press handle-pull-side handle-pull
lever-pull pick-place-wall pick-out-of-hole pick-place plate-slide plate-slide-side plate-slide-back
plate-slide-back-side peg-insert-side peg-unplug-side soccer stick-push stick-pull push push-wall push-back reach
reach-wall shelf-place sweep-into sweep window-open window-close
"""
_ML10 = """
reach push pick-place door-open drawer-close button-press-topdown peg-insert-side window-open sweep basketball
"""
_ML10_TEST = "drawer-open door-close shelf-place sweep-into lever-pull"
_ML45 = """
assembly basketball button-press-topdown button-press-topdown-wall button-press button-press-wall coffee-button
coffee-pull coffee-push dial-turn disassemble door-close door-open drawer-close drawer-open faucet-open faucet-close
hammer handle-press-side handle-press handle-pull-side handle-pull lever-pull pick-place-wall pick-out-of-hole
push-back pick-place plate-slide plate-slide-side plate-slide-back plate-slide-back-side peg-insert-side
peg-unplug-side soccer stick-push stick-pull push-wall push reach-wall reach shelf-place sweep-into sweep window-open
window-close
"""
_ML45_TEST = "bin-picking box-close hand-insert door-lock door-unlock"
_HIDDEN = {"goal": "hidden"}
_ANY = tuple(f"{FAMILY}/{name}" for name in NAMES)

SUITES: tuple[Suite, ...] = (
    Suite("MT1", "Meta-World: one task of the 50, as in MT1:reach-v3", _ANY, one_of=True),
    Suite("MT10", "Meta-World: 10 tasks", _named(_MT10)),
    Suite("MT25", "Meta-World: 25 tasks", _named(_MT25)),
    Suite("MT50", "Meta-World: all 50 tasks", _named(_MT50)),
    Suite(
        "ML1",
        "Meta-World: one task of the 50, its goals hidden, as in ML1:reach-v3",
        _ANY,
        one_of=True,
        options=_HIDDEN,
    ),
    Suite(
        "ML10",
        "Meta-World: 10 tasks of the train class, 5 of the test class, their goals hidden",
        _named(_ML10),
        _named(_ML10_TEST),
        options=_HIDDEN,
    ),
    Suite(
        "ML45",
        "Meta-World: 45 tasks of the train class, 5 of the test class, their goals hidden",
        _named(_ML45),
        _named(_ML45_TEST),
        options=_HIDDEN,
    ),
)
"""The benchmarks by their names in Meta-World. Every run trains on one task, and is tested on goals it never saw, in MT too.
In ML goals are hidden, as there; nothing is carried from one episode to the next, where agents of meta-learning are given some."""
