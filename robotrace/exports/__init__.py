"""What a run found, taken elsewhere: a file that stands alone, a policy for Stable-Baselines3, the task for others to train on."""

from robotrace.exports.front import FORMATS, export, export_hub, export_run

__all__ = ["FORMATS", "export", "export_hub", "export_run"]
