"""What a run leaves behind: its files, and the statistics that are read from them."""

from typing import TYPE_CHECKING

from robotrace.lazy import lazily

if TYPE_CHECKING:
    from robotrace.results.folder import RunFolder
    from robotrace.results.measurements import Measurement
    from robotrace.results.metrics import metrics_table
    from robotrace.results.reader import read_run
    from robotrace.results.run import Entry, Run
    from robotrace.results.statistics import Mean, Rate
    from robotrace.results.suites.reader import SuiteResults, read_suite
    from robotrace.results.writer import RunWriter

__all__ = ["Entry", "Mean", "Measurement", "Rate", "Run", "RunFolder", "RunWriter", "SuiteResults", "metrics_table", "read_run", "read_suite"]

__getattr__, __dir__ = lazily(
    __name__,
    {
        "robotrace.results.folder": "RunFolder",
        "robotrace.results.measurements": "Measurement",
        "robotrace.results.metrics": "metrics_table",
        "robotrace.results.reader": "read_run",
        "robotrace.results.run": "Entry Run",
        "robotrace.results.statistics": "Mean Rate",
        "robotrace.results.suites.reader": "SuiteResults read_suite",
        "robotrace.results.writer": "RunWriter",
    },
)
