"""What an episode's last bits depend on beside its seeds: the kind of processor, and numpy's linear algebra."""

from __future__ import annotations

import platform
from functools import cache

import numpy as np

from robotrace.text import one_line


@cache
def machine() -> str:
    """One line: the processor, its instruction sets that numpy uses, numpy and its linear algebra.

    Libraries such as OpenBLAS choose their kernels by the processor, and kernels round differently in the last place.
    """
    build = np.show_config(mode="dicts")
    blas = build.get("Build Dependencies", {}).get("blas", {})
    found = ",".join(build.get("SIMD Extensions", {}).get("found", []))
    library = f"{blas.get('name', 'unknown')} {blas.get('version', '')}".strip()
    return one_line(f"{platform.machine()} {_model()} ({found}); numpy {np.__version__} with {library}", 300)


def _model() -> str:
    """The processor's name, as Linux gives it; elsewhere as Python does."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
            names = (line.partition(":")[2].strip() for line in file if line.startswith("model name"))
            return next(names, platform.processor())
    except OSError:
        return platform.processor()
