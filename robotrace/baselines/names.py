"""The baselines that there are, and what each is said to be wherever its figures stand."""

from __future__ import annotations

from collections.abc import Mapping

SCRIPTED: Mapping[str, str] = {
    "expert": "privileged: the task's own scripted expert, by people who knew the simulator",
    "random": "actions drawn evenly from within their bounds",
}
"""What needs no learning."""
LEARNED: Mapping[str, str] = {
    "sac": "a neural network, trained by soft actor-critic",
    "ppo": "a neural network, trained by proximal policy optimization",
}
"""What Stable-Baselines3 trains: Haarnoja et al., "Soft Actor-Critic", ICML 2018; Schulman et al., "Proximal Policy Optimization
Algorithms", 2017."""
ABOUT: Mapping[str, str] = {**SCRIPTED, **LEARNED}
