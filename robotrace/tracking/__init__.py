"""Experiment trackers: a run's figures, code and files go to TensorBoard, trackio, Weights & Biases or MLflow as they come."""

from typing import TYPE_CHECKING

from robotrace.lazy import lazily

if TYPE_CHECKING:
    from robotrace.tracking.registry import Tracker, check_trackers, tracker_names
    from robotrace.tracking.tracking import Tracking

__all__ = ["Tracker", "Tracking", "check_trackers", "tracker_names"]

__getattr__, __dir__ = lazily(
    __name__,
    {
        "robotrace.tracking.registry": "Tracker check_trackers tracker_names",
        "robotrace.tracking.tracking": "Tracking",
    },
)
