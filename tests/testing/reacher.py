"""Reacher-v5 of Gymnasium as a task."""

import gymnasium as gym
import numpy as np

from robotrace.tasks import ActionSpec, Field, SimulatorTask, Step


class Reacher(SimulatorTask):
    name, control, horizon = "gym/reacher-v5", "torque", 50
    about = "A planar arm of two links (0.1 m, 0.11 m). Success: its fingertip is within 2 cm of the target."
    fields = (
        Field("joint_angles", (2,), "rad", "Shoulder and elbow."),
        Field("joint_velocities", (2,), "rad/s", "Of the same."),
        Field("fingertip_pos", (3,), "m", "The arm's tip; z is 0.01.", "hand"),
        Field("target_pos", (3,), "m", "Where the tip is to be; z is 0.01.", "goal"),
    )
    action = ActionSpec(("shoulder", "elbow"), (-1, -1), (1, 1), "torques, scaled to [-1, 1]")

    def open(self):
        return gym.make("Reacher-v5").unwrapped

    def start(self, seed):
        self.env.reset(seed=seed)

    def observe(self):
        data, place = self.env.data, self.env.get_body_com
        return {
            "joint_angles": data.qpos[:2],
            "joint_velocities": data.qvel[:2],
            "fingertip_pos": place("fingertip"),
            "target_pos": place("target"),
        }

    def act(self, action):
        _, reward, _, _, _ = self.env.step(action)
        away = self.env.get_body_com("fingertip") - self.env.get_body_com("target")
        return Step(reward, success=np.linalg.norm(away[:2]) < 0.02)
