"""Workers on a Ray cluster: actors that run the same episodes, and speak of them in the same bytes.

Every machine of the cluster needs robotrace, and a user's own task file under the same path.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from robotrace.episodes.pool.crew import Answer, Crew, Died
from robotrace.episodes.pool.host import ONE_THREAD, Host
from robotrace.episodes.pool.spec import Spec
from robotrace.errors import OptionError, PoolError


class Actor:
    """One Ray actor, from this side."""

    def __init__(self, ray: Any, handle: Any) -> None:
        self._ray, self._handle = ray, handle
        self._born = handle.born.remote()
        self.pending: Any = None

    def working(self) -> bool:
        """Whether the cluster has found it a place."""
        return bool(self._ray.wait([self._born], timeout=0)[0])

    def ask(self, flight: str) -> None:
        """Hand it an episode."""
        self.pending = self._handle.run.remote(flight)

    def answer(self) -> bytes:
        """What came of it."""
        try:
            found: bytes = self._ray.get(self.pending)
        except self._ray.exceptions.RayError as error:
            raise Died(f"a Ray actor was lost ({' '.join(str(error).split())[:300]})") from error
        return found

    def dismiss(self) -> None:
        """Nothing: Ray ends actors by itself only once nobody can ask them."""

    def kill(self) -> None:
        """End it."""
        self._ray.kill(self._handle)


class RayPool(Crew[Actor]):
    """Episodes on a Ray cluster; see `Crew`.

    Args:
        spec: the problem that each actor builds for itself.
        address: of the cluster: "auto" for the one that runs here, "local" to start one for this process,
            "ray://host:10001" for one elsewhere. Without effect where Ray is connected already.
        workers: how many actors at most; by default one a CPU of the cluster.
        answer: makes the outcome of an episode and its controller's text, in this process.
        limit: as for `Crew`; waiting for a place in the cluster does not count.

    Raises:
        OptionError: Ray is not installed.
        PoolError: there is no cluster at that address.
    """

    def __init__(
        self,
        spec: Spec,
        *,
        address: str = "auto",
        workers: int | None = None,
        answer: Answer | None = None,
        limit: float | None = None,
    ) -> None:
        # The number is checked before anything is joined.
        super().__init__(spec, workers=1 if workers is None else workers, answer=answer, limit=limit)
        self._ray, self._ours = _connect(address)
        if workers is None:
            self.workers = int(self._ray.cluster_resources().get("CPU", 1))

    def _hire(self) -> Actor:
        actor = self._ray.remote(Host)
        handle = actor.options(num_cpus=1, max_restarts=0, runtime_env={"env_vars": ONE_THREAD}).remote(self._told)
        return Actor(self._ray, handle)

    def _wait(self, workers: Sequence[Actor], seconds: float | None) -> Sequence[Actor]:
        by_pending = {worker.pending: worker for worker in workers}
        ready, _ = self._ray.wait(list(by_pending), num_returns=1, timeout=seconds)
        return [by_pending[pending] for pending in ready]

    def close(self) -> None:
        """Let all actors go, and leave the cluster if this pool joined it."""
        super().close()
        if self._ours:
            self._ray.shutdown()
            self._ours = False


def _connect(address: str) -> tuple[Any, bool]:
    """Ray, and whether it was connected by this."""
    try:
        import ray
    except ImportError as error:
        raise OptionError("Ray is not installed: pip install 'robotrace[ray]', or use processes (workers).") from error
    if ray.is_initialized():
        return ray, False
    try:
        quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
        ray.init(address=address, **quiet, **({"include_dashboard": False} if address == "local" else {}))
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise PoolError(f"There is no Ray cluster to be had at {address!r}: {error}") from error
    return ray, True
