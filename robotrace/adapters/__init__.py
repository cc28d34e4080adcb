"""Tasks as others know them: flat Gymnasium environments, for whoever learns without code."""

from typing import TYPE_CHECKING

from robotrace.lazy import lazily

if TYPE_CHECKING:
    from robotrace.adapters.environment import TaskEnvironment
    from robotrace.adapters.front import as_gymnasium
    from robotrace.adapters.layout import Layout
    from robotrace.adapters.registration import register, registered_id

__all__ = ["Layout", "TaskEnvironment", "as_gymnasium", "register", "registered_id"]

__getattr__, __dir__ = lazily(
    __name__,
    {
        "robotrace.adapters.environment": "TaskEnvironment",
        "robotrace.adapters.front": "as_gymnasium",
        "robotrace.adapters.layout": "Layout",
        "robotrace.adapters.registration": "register registered_id",
    },
)
