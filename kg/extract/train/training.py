"""What training the models of the reader shares: examples, folds, and what is done so far."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from kg.extract.annotations import folds
from kg.extract.fit import fit, fit_choices, fit_trees
from kg.extract.fit_net import ROWS, fit_net
from kg.extract.linear import NONE, LinearModel, group_starts
from kg.extract.second import mean_of
from kg.extract.stored import Trained
from kg.extract.train.beside import beside
from kg.models import limit_name

if TYPE_CHECKING:
    from collections.abc import Sequence, Sized

    from numpy.typing import NDArray

    from kg.extract.annotations import Alignment, Annotated, Lessons
    from kg.extract.linear import Floats
    from kg.extract.nets import NetModel, View
    from kg.extract.roles import Filled
    from kg.extract.scene import Scene
    from kg.extract.trees import TreeModel
    from kg.reading import Reader

_M = TypeVar("_M")
FOLDS = 5
Log = Callable[[str], None]


class Training:
    """The annotated documents with ``models`` and ``limits`` trained so far.

    ``scenes``, ``aligned`` and ``filled`` (the roles of its events) hold each document as read by models
    that did not see it.
    """

    def __init__(self, reader: Reader, examples: Sequence[Annotated], log: Log) -> None:
        self.reader = reader
        self.examples = examples
        self.log = log
        self.models = Trained()
        self.limits: dict[str, float] = {}
        self.parts = folds(examples, FOLDS)
        self.of_fold: dict[str, list[LinearModel]] = {}  # models of each fold's other documents
        self.scenes: list[Scene] = []
        self.aligned: list[Alignment] = []
        self.filled: list[list[list[Filled]]] = []

    def part_of(self, number: int) -> int:
        """Which part holds a document."""
        return next(k for k, part in enumerate(self.parts) if number in part)

    def seen(self, number: int) -> list[bool]:
        """Of every event of a document, the annotated ones and the mistakes, whether the reader sees it.

        Of those that it does not see nothing is ever told, right or wrong: limits heed them as missed.
        """
        limit = self.limits[limit_name("triggers", self.examples[number].document.language)]
        return [trigger.score >= limit for trigger in self.aligned[number].triggers]

    def packed_limits(self) -> LinearModel:
        """The limits as weights of a model whose labels are their names."""
        labels = sorted(self.limits)
        return LinearModel(labels, [], np.array([[self.limits[name] for name in labels]], dtype=np.float32))

    def fitted(self, train: Callable[[Sequence[int]], _M]) -> tuple[_M, list[_M]]:
        """What ``train`` makes of all documents, and for each part what it makes of the other ones."""
        everything = range(len(self.examples))
        others = [[i for i in everything if i not in part] for part in self.parts]
        whole, *without = beside(train, [everything, *others])
        return whole, without

    def weights(self, wanted: Sequence[int], parts: Sequence[Sized]) -> list[float]:
        """How much each thing counts that documents have, where ``parts`` holds those of every document."""
        return [self.examples[i].weight for i in wanted for _ in range(len(parts[i]))]

    def across(
        self, rows: Sequence[list[list[str]]], labels: Sequence[list[str]], *, strength: float
    ) -> tuple[LinearModel, list[Floats]]:
        """A model of all documents, and the probabilities of each as predicted from the others."""
        model, others = self.fitted(
            lambda wanted: fit(
                [r for i in wanted for r in rows[i]],
                [x for i in wanted for x in labels[i]],
                strength=strength,
                weights=self.weights(wanted, rows),
            )
        )
        return model, self.said_by(model, others, rows, labels)

    def binary(
        self, name: str, rows: Sequence[list[list[str]]], labels: Sequence[list[bool]], *, strength: float
    ) -> tuple[LinearModel, list[list[float]]]:
        """The same for a yes-or-no model."""
        words = [["+" if label else NONE for label in part] for part in labels]
        model, others = self.fitted(
            lambda wanted: fit(
                [r for i in wanted for r in rows[i]],
                [x for i in wanted for x in words[i]],
                strength=strength,
                positive="+",
                weights=self.weights(wanted, rows),
            )
        )
        chances: list[list[float]] = [[] for _ in rows]
        for part, other in zip(self.parts, others, strict=True):
            for i in part:
                if rows[i]:
                    chances[i] = other.probabilities(rows[i])[:, 0].tolist()
        self.models.linear[name], self.of_fold[name] = model, others
        return model, chances

    def choices(self, name: str, lessons: Sequence[Lessons], *, penalty: float) -> list[LinearModel]:
        """A model of choices from the lessons of all documents; gives for each one that did not see it."""
        sizes = [lesson.sizes for lesson in lessons]
        self.models.linear[name], others = self.fitted(
            lambda wanted: fit_choices(
                [row for i in wanted for row in lessons[i].rows],
                [size for i in wanted for size in sizes[i]],
                [true for i in wanted for true in lessons[i].right],
                penalty=penalty,
                weights=self.weights(wanted, sizes),
            )
        )
        models = [others[self.part_of(i)] for i in range(len(lessons))]
        for language, chosen in self.by_language():
            right = [true for i in chosen if sizes[i] for true in _chosen_right(models[i], lessons[i])]
            self.log(f"{name} {language}: {sum(right)} of {len(right)} right across folds")
        return models

    def trees_across(
        self, tables: Sequence[Floats], labels: Sequence[Sequence[str]], *, positive: str | None = None
    ) -> tuple[TreeModel, list[Floats]]:
        """The same over numbers; with ``positive``, of that label against all others."""

        def train(wanted: Sequence[int]) -> TreeModel:
            some = [i for i in wanted if labels[i]]
            targets = [label for i in some for label in labels[i]]
            table = np.concatenate([tables[i] for i in some])
            return fit_trees(table, targets, positive=positive, weights=self.weights(some, labels))

        model, others = self.fitted(train)
        return model, self.said_by(model, others, tables, labels)

    def net_across(
        self,
        views: Sequence[View],
        labels: Sequence[Sequence[str]],
        *,
        positive: str | None = None,
        rows: int = ROWS,
    ) -> tuple[NetModel, list[Floats]]:
        """The same by a net over what it sees of each document's things, a step after so many ``rows``."""

        def train(wanted: Sequence[int]) -> NetModel:
            parts = [views[i] for i in wanted], [labels[i] for i in wanted]
            weights = [self.examples[i].weight for i in wanted]
            return fit_net(*parts, positive=positive, weights=weights, rows=rows)

        model, others = self.fitted(train)
        return model, self.said_by(model, others, views, labels)

    def second_look(
        self,
        name: str,
        views: Sequence[View],
        labels: Sequence[Sequence[str]],
        *,
        positive: str | None = None,
    ) -> tuple[tuple[str, ...], list[Floats]]:
        """Trees and a net, kept under a name, over what both see: their labels and mean probabilities."""
        trees, of_trees = self.trees_across([view.numbers for view in views], labels, positive=positive)
        net, of_nets = self.net_across(views, labels, positive=positive)
        if trees.labels != net.labels:
            raise ValueError(f"{name}: trees say {trees.labels}, the net {net.labels}")
        self.models.trees[name], self.models.nets[name] = trees, net
        return net.labels, list(map(mean_of, of_trees, of_nets))

    def said_by(
        self,
        model: LinearModel | TreeModel | NetModel,
        others: Sequence[LinearModel | TreeModel | NetModel],
        seen: Sequence[Any],
        labels: Sequence[Sequence[str]],
    ) -> list[Floats]:
        """The probabilities of each document's things from models that did not see it."""
        chances: list[Floats] = [np.zeros((0, len(model.labels)), dtype=np.float32) for _ in seen]
        for part, other in zip(self.parts, others, strict=True):
            for i in part:
                if labels[i]:
                    chances[i] = _columns(other.probabilities(seen[i]), other.labels, model.labels)
        return chances

    def by_language(self) -> list[tuple[str, list[int]]]:
        """The documents of each language by number."""
        languages = [example.document.language for example in self.examples]
        return [
            (code, [i for i, other in enumerate(languages) if other == code])
            for code in sorted(set(languages))
        ]

    def best_limits(
        self,
        name: str,
        chances: Sequence[Any],
        truth: Sequence[Any],
        *,
        wanted: Sequence[int] | None = None,
        power: int = 1,
    ) -> None:
        """For each language the limit that maximises F1; one sequence of each a document.

        ``wanted`` is how many things each document has to be found, where some of them are not among
        those that ``chances`` are of. A document counts with its weight to the ``power``: where there are
        many things to count, those of the documents that weigh most suffice.
        """
        for language, chosen in self.by_language():
            flat = np.concatenate([np.asarray(chances[i], dtype=np.float32) for i in chosen])
            right = np.concatenate([np.asarray(truth[i], dtype=bool) for i in chosen])
            heed = np.array([self.examples[i].weight ** power for i in chosen])
            weights = np.repeat(heed, [len(truth[i]) for i in chosen])
            found = heed @ [wanted[i] for i in chosen] if wanted else right @ weights
            limits = np.arange(0.15, 0.75, 0.025)
            said = flat[None, :] >= limits[:, None]
            f1 = 2 * ((said & right) @ weights) / np.maximum(said @ weights + found, 1)
            best = int(_smooth(f1).argmax())
            self.log(f"{name} {language}: F1 {f1[best]:.3f} across folds at {limits[best]:.3f}")
            self.limits[limit_name(name, language)] = float(limits[best])


def _smooth(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means over two neighbours on each side: a peak of its own in a flat curve is chance."""
    padded = np.pad(values, 2, mode="edge")
    result: NDArray[np.float64] = np.convolve(padded, np.full(5, 0.2), mode="valid")
    return result


def _chosen_right(model: LinearModel, lessons: Lessons) -> list[bool]:
    """Whether the likeliest of each choice is right."""
    chances = model.scores(lessons.rows)[:, 0]
    starts = group_starts(lessons.sizes)
    return [
        lessons.right[start + int(chances[start : start + size].argmax())]
        for start, size in zip(starts.tolist(), lessons.sizes, strict=True)
    ]


def _columns(chances: Floats, labels: Sequence[str], wanted: Sequence[str]) -> Floats:
    """Probabilities in the order of other labels, 0 where a label was not known."""
    missing = np.zeros(len(chances), dtype=np.float32)
    return np.stack(
        [chances[:, labels.index(label)] if label in labels else missing for label in wanted], axis=1
    )
