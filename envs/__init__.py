"""Bundled task families, one module each: `FAMILY`, `NAMES` and `make(name, *, seed, ...)`.

A family of problems that are no robot's tasks has `PROBLEMS` and `problem(name, *, seed, ...)` in place of the last two.

A family with more tasks than `NAMES` can list has `claims(name)` too, which is true of the names that are its own. One that can
tell of a task before it is made has `listed(name)`, for listings.
"""
