"""A stand-in with Stable-Baselines3's interface, for tests: it heads for what it takes for the goal, the more it has learned."""

from pathlib import Path

import numpy as np

__version__ = "0.0-standin"
KNOWS_ALL = 60  # actions


class _Algorithm:
    def __init__(self, policy, env, learning_rate=3e-4, seed=None):
        assert policy == "MlpPolicy"
        assert env.action_space.low.tolist() == [-1.0] * 4
        assert env.action_space.high.tolist() == [1.0] * 4
        if learning_rate <= 0:
            raise ValueError("learning_rate has to be positive")
        self.env, self.num_timesteps, self._seen, self.seed = env, 0, None, seed
        self.logger = None

    def set_logger(self, logger):
        self.logger = logger

    def learn(self, total_timesteps, reset_num_timesteps=True):
        assert self.logger.folder is None, "its own logger makes a folder for temporary files each time"
        if reset_num_timesteps:
            self.num_timesteps = 0
        if self._seen is None:
            self._seen, _ = self.env.reset(seed=self.seed)
        for _ in range(total_timesteps):
            self._seen, _, terminated, truncated, info = self.env.step(self.env.action_space.sample())
            assert info["split"] == "train"
            if terminated or truncated:
                assert isinstance(info["is_success"], bool)
                self._seen, _ = self.env.reset()
            self.num_timesteps += 1
        return self

    def predict(self, observation, state=None, episode_start=None, deterministic=False):
        assert deterministic
        skill = min(1.0, self.num_timesteps / KNOWS_ALL)
        return np.append(skill * observation[3:6], 0.0).astype(np.float32), state

    def save(self, path):
        Path(path).write_bytes(b"weights")


class SAC(_Algorithm):
    pass


class PPO(_Algorithm):
    def __init__(self, policy, env, learning_rate=3e-4, n_steps=2048, seed=None):
        super().__init__(policy, env, learning_rate, seed)
        self.n_steps = n_steps

    def learn(self, total_timesteps, reset_num_timesteps=True):
        assert total_timesteps % self.n_steps == 0
        return super().learn(total_timesteps, reset_num_timesteps)
