"""Fit the nets that take a second look (thinc, which spaCy brings along)."""

from __future__ import annotations

import random
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from thinc.api import (
    Adam,
    Linear,
    Model,
    NumpyOps,
    Relu,
    chain,
    fix_random_seed,
    get_current_ops,
    set_current_ops,
    warmup_linear,
)
from threadpoolctl import threadpool_limits

from kg.extract.linear import as_probabilities
from kg.extract.nets import NetModel, Scale, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from kg.extract.linear import Floats
    from kg.extract.nets import Layer, View
    from kg.extract.word_vectors import WordVectors

_WIDTH = 48  # of a projected word
_HIDDEN = (128, 64)
_UNSEEN = (0.2, 0.3, 0.2)  # the share left out of the input and of each hidden layer's output
_ROUNDS = 8
_RATE = 1.5e-3
_WARM = 0.1  # the share of steps with a rising rate
_DECAY = 0.02
_CLIP = 2.0
ROWS = 256
"""Things after which a step is taken, where nothing else is said."""
_SUM = 256  # what the changes of a step are divided by
_SEED = 1


class _Ops(NumpyOps):  # type: ignore[misc]
    """numpy's own products and random numbers, each several times faster than the library's."""

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """The product of two tables, either of them turned."""
        return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)

    def get_dropout_mask(self, shape: Any, drop: float | None) -> Any:
        """What to multiply a table by, so that a share of it is left out and the rest stands for all."""
        if not drop:
            return np.ones(shape, dtype=np.float32)
        return (self.chooser.random(shape, dtype=np.float32) >= drop) * np.float32(1 / (1 - drop))

    @cached_property
    def chooser(self) -> np.random.Generator:
        """Chooses what is left out."""
        return np.random.default_rng(_SEED)


class _Seen(NamedTuple):
    """A view as the net takes it, its numbers scaled."""

    numbers: Floats
    words: WordVectors
    places: NDArray[np.intp]


def fit_net(
    views: Sequence[View],
    targets: Sequence[Sequence[str]],
    *,
    positive: str | None = None,
    weights: Sequence[float] | None = None,
    rows: int = ROWS,
) -> NetModel:
    """A net over the views of some documents, with the targets of each document's things.

    With ``positive`` the model has that one label and scores it against all others; ``weights`` say
    how much the things of each document count. A step is taken after at least so many ``rows``: fewer
    where there are few things in all.
    """
    told = [number for number, part in enumerate(targets) if part]
    labels = [positive] if positive is not None else sorted({x for number in told for x in targets[number]})
    scale = Scale.of([views[number] for number in told])
    seen = {n: _Seen(scale.apply(views[n]), views[n].words, views[n].places) for n in told}
    right = {n: np.array([[x == label for label in labels] for x in targets[n]], np.float32) for n in told}
    counts = {n: 1.0 if weights is None else weights[n] for n in told}
    languages = sorted({language for n in told for language in views[n].words.spoken})
    width = next(iter(seen.values())).words.vectors.shape[1]
    before = get_current_ops()
    set_current_ops(_Ops())
    try:
        fix_random_seed(_SEED)
        entry = _entry(languages, width)
        net = _net(entry, next(iter(seen.values())), len(labels))
        with threadpool_limits(limits=1):
            _train(net, seen, right, counts, rows)
    finally:
        set_current_ops(before)
    projections = _layers(entry)
    layers = _layers(net)[len(projections) :]
    return NetModel(labels, scale, dict(zip(languages, projections, strict=True)), layers)


def _net(entry: Model[_Seen, Any], seen: _Seen, labels: int) -> Model[_Seen, Any]:
    """The whole net for things such as those that were seen, not trained yet."""
    width = seen.numbers.shape[1] + (seen.places.shape[1] + 1) * _WIDTH
    net: Model[_Seen, Any] = chain(
        entry,
        Relu(nO=_HIDDEN[0], nI=width, dropout=_UNSEEN[1]),
        Relu(nO=_HIDDEN[1], nI=_HIDDEN[0], dropout=_UNSEEN[2]),
        Linear(nO=labels, nI=_HIDDEN[1]),
    )
    net.initialize()
    return net


def _train(
    net: Model[_Seen, Any],
    seen: dict[int, _Seen],
    right: dict[int, Floats],
    counts: dict[int, float],
    rows: int,
) -> None:
    """Several rounds over the documents, in another order each time."""
    order = sorted(seen)
    steps = _ROUNDS * len(list(_batches(order, right, rows)))
    rates: Any = warmup_linear(_RATE, int(_WARM * steps), steps)
    optimizer = Adam(rates, L2=_DECAY, grad_clip=_CLIP, use_averages=False)
    chooser = random.Random(_SEED)
    for _ in range(_ROUNDS):
        chooser.shuffle(order)
        for batch in _batches(order, right, rows):
            for number in batch:
                scores, back = net(seen[number], is_train=True)
                back((as_probabilities(scores) - right[number]) * np.float32(counts[number] / _SUM))
            net.finish_update(optimizer)
            optimizer.step_schedules()


def _batches(order: Sequence[int], right: dict[int, Floats], least: int) -> Iterator[list[int]]:
    """The documents in groups that have enough things for a step."""
    batch: list[int] = []
    rows = 0
    for number in order:
        batch.append(number)
        rows += len(right[number])
        if rows >= least:
            yield batch
            batch, rows = [], 0
    if batch:
        yield batch


def _entry(languages: Sequence[str], size: int) -> Model[_Seen, Any]:
    """Projects the words by their language, and puts them beside the numbers."""
    layers = [Linear(nO=_WIDTH, nI=size) for _ in languages]
    number_of = {language: number for number, language in enumerate(languages)}

    def forward(
        model: Model[_Seen, Any], seen: _Seen, is_train: bool
    ) -> tuple[Floats, Callable[[Floats], _Seen]]:
        numbers, words, places = seen
        vectors = words.vectors
        if is_train:
            numbers = numbers * model.ops.get_dropout_mask(numbers.shape, _UNSEEN[0])
            vectors = vectors * model.ops.get_dropout_mask(vectors.shape, _UNSEEN[0])
        told = np.zeros((len(vectors) + 1, _WIDTH), dtype=np.float32)
        backs = []
        for language, rows in words.spoken.items():
            told[rows], back = model.layers[number_of[language]](vectors[rows], is_train)
            backs.append((rows, back))
        around = told[places]

        def backprop(change: Floats) -> _Seen:
            start = numbers.shape[1]
            own, together = change[:, start:-_WIDTH].reshape(around.shape).copy(), change[:, -_WIDTH:]
            own[:, 0] += together * around[:, 1]
            own[:, 1] += together * around[:, 0]
            flat = places.ravel() % len(told)
            gather = csr_matrix(
                (np.ones(len(flat), np.float32), (flat, np.arange(len(flat)))), (len(told), len(flat))
            )
            summed = gather @ own.reshape(-1, _WIDTH)
            for rows, back in backs:
                back(summed[rows])
            return seen

        return joined(numbers, around), backprop

    return Model("words beside numbers", forward, init=_initialize, layers=layers)


def _initialize(model: Model[_Seen, Any], **_examples: Any) -> None:
    for layer in model.layers:
        layer.initialize()


def _layers(model: Model[Any, Any]) -> list[Layer]:
    """The weights of all layers that have some, from the first to the last."""
    nodes = [node for node in model.walk(order="dfs_pre") if node.has_param("W")]
    return [(np.array(node.get_param("W")).T.copy(), np.array(node.get_param("b"))) for node in nodes]
