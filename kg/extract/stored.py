"""All trained models of the reader in one file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.extract.linear import LinearModel
from kg.extract.nets import NetModel
from kg.extract.second import SecondLook
from kg.extract.trees import TreeModel

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(slots=True)
class Trained:
    """Models by name: those over names of features, those over numbers, and those that see words, too."""

    linear: dict[str, LinearModel] = field(default_factory=dict)
    trees: dict[str, TreeModel] = field(default_factory=dict)
    nets: dict[str, NetModel] = field(default_factory=dict)

    def second_look(self, name: str) -> SecondLook:
        """The trees and the net of one name."""
        return SecondLook(self.trees[name], self.nets[name])


_KINDS: dict[str, type[LinearModel] | type[TreeModel] | type[NetModel]] = {
    "linear": LinearModel,
    "trees": TreeModel,
    "nets": NetModel,
}


def save_models(trained: Trained, path: Path) -> None:
    """Write models into one compressed file."""
    arrays: dict[str, Any] = {}
    for kind in _KINDS:
        for name, model in sorted(getattr(trained, kind).items()):
            arrays.update(model.pack(f"{kind}.{name}"))
    np.savez_compressed(path, **arrays)


def load_models(path: Path) -> Trained:
    """Read what :func:`save_models` wrote."""
    trained = Trained()
    with np.load(path) as arrays:
        for kind, name in sorted({tuple(key.split(".")[:2]) for key in arrays.files}):
            getattr(trained, kind)[name] = _KINDS[kind].unpack(arrays, f"{kind}.{name}")
    return trained
