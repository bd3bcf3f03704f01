"""Who stands with or against whom in a document, as numbers for the second look at roles.

A sentence often names one side alone: whom it is against, and where, is what other events say of
that side. For each two roles the probabilities of all other events tell how often one entity fills
the one while another fills the other; what an event itself says of its fillers then speaks for
those that go with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.extract.linear import Floats

_NOTHING = 1e-6


def side_numbers(event: NDArray[np.int64], entity: NDArray[np.int64], filled: Floats) -> Floats:
    """For each two roles how much an event's fillers of the one speak for a candidate in the other.

    ``event`` and ``entity`` number those of each candidate, the entities from 0 without a gap, an event's
    candidates one after the other; ``filled`` has shape (candidates, roles). Each two roles give two
    numbers: the sum, and its share among all entities. Time grows with the pairs of candidates within
    events, not with all of a document.
    """
    size, roles = filled.shape
    _, begin, of_event, counts = np.unique(event, return_index=True, return_inverse=True, return_counts=True)
    rivals = counts[of_event]  # how many candidates an event has, each candidate itself among them
    starts = np.cumsum(rivals) - rivals
    two = np.repeat(np.arange(size), rivals)  # pairs: every candidate after each of its event
    one = np.arange(len(two)) + np.repeat(begin[of_event] - starts, rivals)
    key = entity[one] * (int(entity.max()) + 1) + entity[two]
    _, slots, alike = np.unique(key, return_inverse=True, return_counts=True)  # pairs of the same entities
    order = np.argsort(slots, kind="stable")
    begins = np.cumsum(alike) - alike
    by_entity = np.flatnonzero(np.diff(entity[one][order], prepend=-1))
    result = np.zeros((size, roles, roles, 2), dtype=np.float32)
    for role in range(roles):
        given = filled[one, role, None]
        both = given * filled[two]
        both[one == two, role] = 0  # no entity speaks for itself
        told = both[order]
        own = given * both  # what the event itself adds to what all say
        spoken = np.add.reduceat(given * np.add.reduceat(told, begins)[slots] - own, starts)
        of_all = np.add.reduceat(told, by_entity)[entity]
        whole = np.add.reduceat(filled[:, role, None] * of_all - np.add.reduceat(own, starts), begin)
        result[:, role, :, 0] = spoken
        result[:, role, :, 1] = spoken / np.maximum(whole[of_event], _NOTHING)
    return result.reshape(size, -1)
