"""Small feed-forward nets over numbers, names and the vectors of words, evaluated with numpy alone.

They take a second look: what a first one said is among the numbers, as for trees (kg.extract.trees), but
a net weighs numbers smoothly and also sees what the words around mean. Training is thinc's
(kg.extract.fit_net).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kg.extract.linear import as_probabilities

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from kg.extract.linear import Floats
    from kg.extract.word_vectors import WordVectors

    Layer = tuple[Floats, Floats]
    """Weights of shape (inputs, outputs) and biases."""

_FARTHEST = 5.0  # spreads from the mean
_TOGETHER = 4_096  # rows evaluated at a time: a long document has many


class View(NamedTuple):
    """What a second look sees of things of a document.

    ``numbers`` has shape (things, columns); ``names`` are what each thing is, as many as every other;
    ``places`` has shape (things, words) and tells which words of the document matter, the thing that
    is judged and what it is judged for first (NOWHERE where there is none).
    """

    numbers: Floats
    names: Sequence[Sequence[str]]
    words: WordVectors
    places: NDArray[np.intp]


class Scale(NamedTuple):
    """How numbers become comparable, and which names have a column of 0 or 1 of their own."""

    mean: Floats
    spread: Floats
    names: tuple[str, ...]

    @classmethod
    def of(cls, views: Sequence[View]) -> Scale:
        """The scale of what some views hold."""
        numbers = np.concatenate([view.numbers for view in views if len(view.numbers)])
        found = {name for view in views for row in set(map(tuple, view.names)) for name in _told(row)}
        return cls(numbers.mean(axis=0), numbers.std(axis=0) + np.float32(1e-3), tuple(sorted(found)))

    def apply(self, view: View) -> Floats:
        """The numbers and names of a view as (things, columns)."""
        scaled = np.clip((view.numbers - self.mean) / self.spread, -_FARTHEST, _FARTHEST)
        column = {name: number for number, name in enumerate(self.names)}
        kinds = {row: number for number, row in enumerate(dict.fromkeys(map(tuple, view.names)))}
        table = np.zeros((len(kinds), len(self.names)), dtype=np.float32)
        for row, number in kinds.items():
            table[number, [column[name] for name in _told(row) if name in column]] = 1
        named = table[[kinds[tuple(row)] for row in view.names]]
        result: Floats = np.concatenate([scaled, named], axis=1, dtype=np.float32)
        return result


def _told(row: Sequence[str]) -> list[str]:
    """Names told apart by which of a row's they are."""
    return [f"{number}={name}" for number, name in enumerate(row)]


def projected(words: WordVectors, projections: Mapping[str, Layer]) -> Floats:
    """Each word's vector in the net's own space, by its language; at the end a row for NOWHERE."""
    width = len(next(iter(projections.values()))[1])
    result = np.zeros((len(words.vectors) + 1, width), dtype=np.float32)
    for language, rows in words.spoken.items():
        if language in projections:
            weights, biases = projections[language]
            result[rows] = words.vectors[rows] @ weights + biases
    return result


def joined(numbers: Floats, around: Floats) -> Floats:
    """What a net begins with: numbers, words (things x words x width), the product of the first two."""
    together = around[:, 0] * around[:, 1]
    result: Floats = np.concatenate([numbers, around.reshape(len(around), -1), together], axis=1)
    return result


class NetModel:
    """Two hidden layers; with one label, for it against none."""

    def __init__(
        self,
        labels: Sequence[str],
        scale: Scale,
        projections: Mapping[str, Layer],
        layers: Sequence[Layer],
    ) -> None:
        self.labels = tuple(labels)
        self.scale = scale
        self.projections = dict(projections)
        self.layers = list(layers)

    def scores(self, view: View) -> Floats:
        """Scores of shape (things, labels)."""
        parts = list(self._parts(view))
        return np.concatenate(parts) if parts else np.zeros((0, len(self.labels)), dtype=np.float32)

    def _parts(self, view: View) -> Iterator[Floats]:
        if not len(view.numbers):
            return
        numbers, words = self.scale.apply(view), projected(view.words, self.projections)
        *hidden, (weights, biases) = self.layers
        for start in range(0, len(numbers), _TOGETHER):
            rows = slice(start, start + _TOGETHER)
            values = joined(numbers[rows], words[view.places[rows]])
            for inner, shift in hidden:
                values = np.maximum(values @ inner + shift, 0)
            yield values @ weights + biases

    def probabilities(self, view: View) -> Floats:
        """Probabilities of shape (things, labels); with one label, of that label against none."""
        return as_probabilities(self.scores(view))

    def pack(self, name: str) -> dict[str, Any]:
        """The model as arrays under names that start with ``name``."""
        arrays: dict[str, Any] = {
            f"{name}.labels": np.array(list(self.labels), dtype=np.str_),
            f"{name}.mean": self.scale.mean,
            f"{name}.spread": self.scale.spread,
            f"{name}.names": np.array(list(self.scale.names), dtype=np.str_),
            f"{name}.languages": np.array(list(self.projections), dtype=np.str_),
        }
        for number, (weights, biases) in enumerate([*self.projections.values(), *self.layers]):
            arrays[f"{name}.weights-{number}"] = weights.astype(np.float16)
            arrays[f"{name}.biases-{number}"] = biases
        return arrays

    @classmethod
    def unpack(cls, arrays: Any, name: str) -> NetModel:
        """The inverse of :meth:`pack`."""
        labels, names, languages = (
            [str(word) for word in arrays[f"{name}.{part}"]] for part in ("labels", "names", "languages")
        )
        layers: list[Layer] = []
        while f"{name}.weights-{len(layers)}" in arrays:
            number = len(layers)
            weights = arrays[f"{name}.weights-{number}"].astype(np.float32)
            layers.append((weights, arrays[f"{name}.biases-{number}"]))
        scale = Scale(arrays[f"{name}.mean"], arrays[f"{name}.spread"], tuple(names))
        own = len(languages)
        return cls(labels, scale, dict(zip(languages, layers[:own], strict=True)), layers[own:])
