"""What is known of a pair of entities beyond what its sentences say, for the second look at relations.

How the first look went for the pair, for the same two the other way round, and for others of either;
how often and how near to each other the two are told; how lists place them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from kg.extract.nets import View
from kg.extract.pairs import contains

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.linear import Floats
    from kg.extract.pairs import Pair
    from kg.extract.scene import Placed, Scene

_FAR = 99  # the distance of mentions in different passages


def relation_view(scene: Scene, pairs: Sequence[Pair], chances: Floats) -> View:
    """What the second look sees of every pair; ``chances`` of the first have shape (pairs, labels)."""
    words = scene.words()
    around = _around(pairs, chances)
    told = Counter(m.entity for mentions in scene.mentions for m in mentions)
    numbers, names, places = [], [], []
    for pair in pairs:
        one, two = scene.entities[pair.subject], scene.entities[pair.object]
        a, b = min(pair.places, key=lambda place: (_far(*place), place[0].start))
        numbers.append(
            (
                pair.apart,
                len(pair.places),
                _far(a, b),
                a.start < b.start,
                told[pair.subject],
                told[pair.object],
                contains(one, two),
                contains(two, one),
                one.known,
                two.known,
                one.country is not None and one.country == two.country,
                scene.tokens[a.passage].sentence[a.first],
                len(pairs),
            )
        )
        names.append((one.cls, two.cls, a.form, b.form, scene.tokens[a.passage].language))
        places.append(
            [
                words.place(m.passage, token)
                for tokens in (
                    (a.head, b.head),
                    (a.first - 1, b.first - 1),
                    (scene.tokens[a.passage].heads[a.head], scene.tokens[b.passage].heads[b.head]),
                )
                for m, token in zip((a, b), tokens, strict=True)
            ]
        )
    table = np.array(numbers, dtype=np.float32).reshape(len(pairs), -1) if pairs else chances[:, :0]
    return View(
        np.concatenate([chances, around, table], axis=1), names, words, np.array(places, dtype=np.intp)
    )


def _far(a: Placed, b: Placed) -> int:
    """How many tokens stand between two mentions, 0 for one in the other."""
    if a.passage != b.passage:
        return _FAR
    return max(a.first - b.end, b.first - a.end, 0)


def _around(pairs: Sequence[Pair], chances: Floats) -> Floats:
    """The same two the other way round, and the likeliest other pair of either at its end."""
    number = {(pair.subject, pair.object): row for row, pair in enumerate(pairs)}
    blank = np.zeros(chances.shape[1], dtype=np.float32)
    turned = [
        chances[number[pair.object, pair.subject]] if (pair.object, pair.subject) in number else blank
        for pair in pairs
    ]
    parts = [np.array(turned, dtype=np.float32).reshape(chances.shape)]
    for ends in ([pair.subject for pair in pairs], [pair.object for pair in pairs]):
        rows: dict[int, list[int]] = {}
        for row, end in enumerate(ends):
            rows.setdefault(end, []).append(row)
        best = np.zeros_like(chances)
        for same in rows.values():
            if len(same) > 1:
                two = np.sort(chances[same], axis=0)[-2:]
                best[same] = np.where(chances[same] == two[1], two[0], two[1])
        parts.append(best)
    return np.concatenate(parts, axis=1)
