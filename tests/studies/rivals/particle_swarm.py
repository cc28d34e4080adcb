"""Particle swarm optimization (Kennedy and Eberhart, ICNN 1995), with the weights of Clerc and Kennedy's constriction (2002).

Inertia 0.73 and attraction 1.5 to the particle's own best place and to the swarm's. The first particle is at the start. With an
inertia above 1, such as the 1.9 that is published for the crossing, particles fly to the box's edges and stay there.
"""

from __future__ import annotations

import numpy as np
from asking import Box, Rival, Search


class ParticleSwarm(Rival):
    """Moves particles towards their own best places and the swarm's.

    Args:
        particles: How many there are.
        inertia: What is kept of a velocity.
        own: The pull towards a particle's best place.
        shared: The pull towards the swarm's.
        more: See `Rival`.
    """

    name = "pso"

    def __init__(
        self, *, particles: int = 5, inertia: float = 0.73, own: float = 1.5, shared: float = 1.5, **more: object
    ) -> None:
        super().__init__(particles=particles, inertia=inertia, own=own, shared=shared, **more)

    def search(self, box: Box, chance: np.random.Generator) -> Search:
        particles, inertia, own, shared = (self.options[name] for name in ("particles", "inertia", "own", "shared"))
        shape = (particles, len(box.names))
        places, velocities = chance.uniform(size=shape), chance.uniform(-0.13, 0.13, size=shape)
        places[0] = box.share(box.start)
        best, costs = places.copy(), np.full(particles, np.inf)
        while True:
            for one in range(particles):
                cost = (yield box.at(places[one])).cost
                if cost < costs[one]:
                    best[one], costs[one] = places[one], cost
            pulls = own * chance.random(shape) * (best - places)
            pulls += shared * chance.random(shape) * (best[costs.argmin()] - places)
            velocities = inertia * velocities + pulls
            places = np.clip(places + velocities, 0.0, 1.0)
