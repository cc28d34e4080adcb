"""Whether what you bring keeps to what robotrace asks of it: one line in a test of your own, or `robotrace check`.

from robotrace.testing import check_task

def test_my_task():
    check_task(make_task)
"""

from typing import TYPE_CHECKING

from robotrace.lazy import lazily

if TYPE_CHECKING:
    from robotrace.opto.mistake import Mistake
    from robotrace.testing.controllers import check_controller, examine_controller
    from robotrace.testing.optimizers import check_optimizer, examine_optimizer
    from robotrace.testing.problems import check_problem, examine_problem
    from robotrace.testing.report import CheckError, Report
    from robotrace.testing.tasks import check_task, examine_task

__all__ = [
    "CheckError",
    "Mistake",
    "Report",
    "check_controller",
    "check_optimizer",
    "check_problem",
    "check_task",
    "examine_controller",
    "examine_optimizer",
    "examine_problem",
    "examine_task",
]

__getattr__, __dir__ = lazily(
    __name__,
    {
        "robotrace.opto.mistake": "Mistake",
        "robotrace.testing.controllers": "check_controller examine_controller",
        "robotrace.testing.optimizers": "check_optimizer examine_optimizer",
        "robotrace.testing.problems": "check_problem examine_problem",
        "robotrace.testing.report": "CheckError Report",
        "robotrace.testing.tasks": "check_task examine_task",
    },
)
