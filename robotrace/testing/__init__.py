"""Whether what you bring keeps to what robotrace asks of it: one line in a test of your own, or `robotrace check`.

from robotrace.testing import check_task

def test_my_task():
    check_task(make_task)
"""

from robotrace.opto.mistake import Mistake
from robotrace.testing.report import CheckError, Report
from robotrace.testing.tasks import check_task, examine_task

__all__ = ["CheckError", "Mistake", "Report", "check_task", "examine_task"]
