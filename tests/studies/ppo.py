"""PPO policies to stand beside readable programs: trained here by Stable-Baselines3, kept as plain weights.

    pip install 'robotrace[sb3]'
    python tests/studies/ppo.py [--out FOLDER] [--only ID ...] [--seeds N ...]

The settings are those of rl-baselines3-zoo (hyperparams/ppo.yml at 22e3ff2), one thread, Gymnasium's own environments; for Swimmer
those that it has for v4. Each policy is a file `ID-SEED.npz`: the layers of its actor, the statistics that observations
are normalized with, and what it took. `Policy` plays such a file with numpy alone.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from robotrace.baselines.learned import algorithm

OUT = Path("results/published/gymnasium/ppo")
SEEDS = (0, 1, 2)


@dataclass(frozen=True)
class Settings:
    """How PPO learns an environment.

    Attributes:
        steps: The environment steps that it learns from.
        envs: The environments that it collects in at a time.
        normalize: Whether observations and rewards are normalized.
        options: The arguments of the algorithm.
    """

    steps: int
    envs: int
    normalize: bool
    options: Mapping[str, Any]


def linear(first: float) -> Callable[[float], float]:
    """A value that goes down to zero with what is left of the training."""
    return lambda left: first * left


ZOO: Mapping[str, Settings] = {
    "CartPole-v1": Settings(
        100_000,
        8,
        normalize=False,
        options={
            "n_steps": 32,
            "batch_size": 256,
            "gae_lambda": 0.8,
            "gamma": 0.98,
            "n_epochs": 20,
            "ent_coef": 0.0,
            "learning_rate": linear(0.001),
            "clip_range": linear(0.2),
        },
    ),
    "Pendulum-v1": Settings(
        100_000,
        4,
        normalize=False,
        options={
            "n_steps": 1024,
            "gae_lambda": 0.95,
            "gamma": 0.9,
            "n_epochs": 10,
            "ent_coef": 0.0,
            "learning_rate": 1e-3,
            "clip_range": 0.2,
            "use_sde": True,
            "sde_sample_freq": 4,
        },
    ),
    "Swimmer-v5": Settings(
        1_000_000,
        4,
        normalize=True,
        options={"gamma": 0.9999, "n_steps": 1024, "batch_size": 256, "learning_rate": 6e-4, "gae_lambda": 0.98},
    ),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """An actor as numbers.

    Attributes:
        layers: The weights, (out, in), and biases, (out,), of each layer; tanh comes after all but the last.
        mean: What is subtracted from an observation, (S,).
        scale: What the rest is divided by, (S,).
        chooses: Whether the largest output is chosen; else the outputs are the action.
        about: What it took: environment steps, seconds, seed, versions.
    """

    layers: tuple[tuple[npt.NDArray[Any], npt.NDArray[Any]], ...]
    mean: npt.NDArray[Any]
    scale: npt.NDArray[Any]
    chooses: bool
    about: Mapping[str, Any]

    def act(self, row: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The action without noise, (A,), for an observation, (S,); its bounds are the environment's to keep."""
        hidden = np.clip((row - self.mean) / self.scale, -10.0, 10.0) if self.about["normalized"] else row
        hidden = hidden.astype(np.float32)
        for weights, bias in self.layers[:-1]:
            hidden = np.tanh(weights @ hidden + bias)
        weights, bias = self.layers[-1]
        outputs = weights @ hidden + bias
        return np.array([float(np.argmax(outputs))]) if self.chooses else outputs.astype(np.float64)

    def write(self, file: Path) -> None:
        """Keep it as a file of arrays."""
        parts = {f"{kind}_{at}": it for at, pair in enumerate(self.layers) for kind, it in zip("wb", pair, strict=True)}
        about = np.array(json.dumps({**self.about, "chooses": self.chooses}, sort_keys=True))
        file.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(file, mean=self.mean, scale=self.scale, about=about, **parts)

    @classmethod
    def read(cls, file: Path) -> Policy:
        """The one that `write` kept."""
        with np.load(file, allow_pickle=False) as parts:
            about = json.loads(str(parts["about"]))
            count = sum(name.startswith("w_") for name in parts)
            layers = tuple((parts[f"w_{at}"], parts[f"b_{at}"]) for at in range(count))
            return cls(layers, parts["mean"], parts["scale"], about.pop("chooses"), about)


def trained(env_id: str, seed: int) -> Policy:
    """Let PPO learn an environment, and take its actor.

    Raises:
        OptionError: Stable-Baselines3 is not installed.
    """
    ppo, settings = algorithm("ppo"), ZOO[env_id]
    import gymnasium
    import stable_baselines3
    import torch
    from stable_baselines3.common.env_util import make_vec_env
    from stable_baselines3.common.vec_env import VecNormalize

    torch.set_num_threads(1)
    env: Any = make_vec_env(env_id, n_envs=settings.envs, seed=seed)
    if settings.normalize:
        env = VecNormalize(env, gamma=settings.options["gamma"])
    started = time.perf_counter()
    model = ppo("MlpPolicy", env, seed=seed, device="cpu", **settings.options).learn(total_timesteps=settings.steps)
    about = {
        "environment": env_id,
        "seed": seed,
        "steps": int(model.num_timesteps),
        "seconds": round(time.perf_counter() - started, 1),
        "normalized": settings.normalize,
        "stable_baselines3": stable_baselines3.__version__,
        "torch": torch.__version__,
        "gymnasium": gymnasium.__version__,
    }
    policy = _actor(model, env if settings.normalize else None, about)
    _check(policy, model, env if settings.normalize else None)
    env.close()
    return policy


def _actor(model: Any, normalized: Any, about: Mapping[str, Any]) -> Policy:
    import torch

    net = [*model.policy.mlp_extractor.policy_net, model.policy.action_net]
    layers = tuple(
        (it.weight.detach().numpy(), it.bias.detach().numpy()) for it in net if isinstance(it, torch.nn.Linear)
    )
    size = model.observation_space.shape[0]
    mean = normalized.obs_rms.mean if normalized is not None else np.zeros(size)
    scale = np.sqrt(normalized.obs_rms.var + normalized.epsilon) if normalized is not None else np.ones(size)
    return Policy(layers, mean, scale, hasattr(model.action_space, "n"), about)


def _check(policy: Policy, model: Any, normalized: Any) -> None:
    """Insist on the numbers acting as the library's policy does."""
    rows = np.random.default_rng(0).normal(policy.mean, policy.scale, (200, len(policy.mean))).astype(np.float32)
    for row in rows:
        given = normalized.normalize_obs(row) if normalized is not None else row
        theirs, _ = model.predict(given, deterministic=True)
        space = model.action_space
        ours = policy.act(row) if policy.chooses else np.clip(policy.act(row), space.low, space.high)
        np.testing.assert_allclose(ours, np.reshape(theirs, ours.shape), atol=1e-4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--only", nargs="*", default=list(ZOO))
    parser.add_argument("--seeds", nargs="*", type=int, default=list(SEEDS))
    asked = parser.parse_args()
    for env_id in asked.only:
        for seed in asked.seeds:
            policy = trained(env_id, seed)
            policy.write(asked.out / f"{env_id}-{seed}.npz")
            print(f"{env_id}, seed {seed}: {policy.about['steps']:,} steps in {policy.about['seconds']} s", flush=True)


if __name__ == "__main__":
    main()
