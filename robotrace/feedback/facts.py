"""What a coach would have seen: what happened and never what to do."""

from __future__ import annotations

from robotrace.episodes.episode import Episode
from robotrace.episodes.guards import reward_without_success
from robotrace.episodes.task import Task
from robotrace.feedback.approaches import hand_to_object, to_goal
from robotrace.feedback.code import failure, lines
from robotrace.feedback.contacts import contacts
from robotrace.feedback.control import asked_and_reached, saturation
from robotrace.feedback.course import reward_course, standstill
from robotrace.feedback.earning import parts, stretches
from robotrace.feedback.effort import effort
from robotrace.feedback.ending import ending
from robotrace.feedback.gait import bounds, chatter, posture, rhythm, speed
from robotrace.feedback.gripper import gripper
from robotrace.feedback.objects import hand_paths, object_fates
from robotrace.feedback.pairs import pairs
from robotrace.feedback.plain import plain_fields
from robotrace.feedback.scene import scene
from robotrace.feedback.score import score
from robotrace.feedback.search import search
from robotrace.feedback.stage import how_far
from robotrace.feedback.touching import touching


def facts(task: Task, episode: Episode) -> list[str]:
    """One fact a line, the most telling first; what cannot be seen in the episode's fields is passed over.

    Args:
        task: The task, whose fields define what is hand, object, goal and gripper.
        episode: An episode of any length, also without an action.
    """
    view = scene(task, episode)
    return [
        *failure(episode),
        score(episode),
        *filter(None, [reward_without_success(episode)]),
        *ending(task, episode),
        *parts(episode),
        *stretches(episode),
        *speed(task, episode),
        *posture(task, episode),
        *rhythm(task, episode),
        *contacts(task, episode),
        *effort(task, episode),
        *how_far(task, episode),
        *hand_to_object(view),
        *to_goal(view),
        *search(view),
        *object_fates(view),
        *gripper(view),
        *touching(view),
        *hand_paths(view),
        *plain_fields(view, episode),
        *pairs(view, episode),
        *asked_and_reached(view),
        *saturation(task, episode),
        *bounds(task, episode),
        *chatter(task, episode),
        *standstill(task, episode),
        *reward_course(episode),
        *lines(episode),
    ]
