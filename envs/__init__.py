"""Bundled task families, one module each: `FAMILY`, `NAMES` and `make(name, *, seed, ...)`."""
