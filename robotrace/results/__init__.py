"""What a run leaves behind: its files, and the statistics that are read from them."""

from robotrace.results.folder import RunFolder
from robotrace.results.measurements import Measurement
from robotrace.results.metrics import metrics_table
from robotrace.results.reader import read_run
from robotrace.results.run import Entry, Run
from robotrace.results.statistics import Mean, Rate
from robotrace.results.writer import RunWriter

__all__ = ["Entry", "Mean", "Measurement", "Rate", "Run", "RunFolder", "RunWriter", "metrics_table", "read_run"]
