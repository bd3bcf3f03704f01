"""Who stands with or against whom in a document, as numbers for the second look at roles.

A sentence often names one side alone: whom it is against, and where, is what other events say of
that side. For each two roles the probabilities of all other events tell how often one entity fills
the one while another fills the other; what an event itself says of its fillers then speaks for
those that go with them.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.extract.linear import Floats

_NOTHING = 1e-6


def side_numbers(event: NDArray[np.int64], entity: NDArray[np.int64], filled: Floats) -> Floats:
    """For each two roles how much an event's fillers of the one speak for a candidate in the other.

    ``event`` and ``entity`` number those of each candidate, ``filled`` has shape (candidates,
    roles). Each two roles give two numbers: the sum, and its share among the event's entities.
    """
    size, roles = filled.shape
    table = np.zeros((roles, int(event.max()) + 1, int(entity.max()) + 1), dtype=np.float32)
    table[:, event, entity] = filled.T
    result = np.zeros((size, 2 * roles * roles), dtype=np.float32)
    for number, (given, wanted) in enumerate(product(range(roles), repeat=2)):
        spoken = _spoken(table[given], table[wanted], same=given == wanted)
        share = spoken / np.maximum(spoken.sum(axis=1, keepdims=True), _NOTHING)
        result[:, 2 * number] = spoken[event, entity]
        result[:, 2 * number + 1] = share[event, entity]
    return result


def _spoken(given: Floats, wanted: Floats, *, same: bool) -> Floats:
    """Of shape (events, entities): what the other events make of an event's fillers of a role."""
    together = given.T @ wanted
    own = (given**2).sum(axis=1, keepdims=True) * wanted  # what the event itself adds to ``together``
    if same:  # no entity speaks for itself
        np.fill_diagonal(together, 0)
        own -= given**3
    result: Floats = given @ together - own
    return result
