"""All trained models of the reader in one file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.extract.linear import LinearModel
from kg.extract.trees import TreeModel

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(slots=True)
class Trained:
    """Models by name: those over names of features, and those over numbers."""

    linear: dict[str, LinearModel] = field(default_factory=dict)
    trees: dict[str, TreeModel] = field(default_factory=dict)


def save_models(trained: Trained, path: Path) -> None:
    """Write models into one compressed file."""
    arrays: dict[str, Any] = {}
    for models in (trained.linear, trained.trees):
        for name in sorted(models):
            arrays.update(models[name].pack(name))
    np.savez_compressed(path, **arrays)


def load_models(path: Path) -> Trained:
    """Read what :func:`save_models` wrote."""
    with np.load(path) as arrays:
        named = [key.rsplit(".", 1) for key in arrays.files]
        return Trained(
            {name: LinearModel.unpack(arrays, name) for name, part in named if part == "weights"},
            {name: TreeModel.unpack(arrays, name) for name, part in named if part == "roots"},
        )
