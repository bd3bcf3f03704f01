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


_KINDS: dict[str, type[LinearModel] | type[TreeModel]] = {"linear": LinearModel, "trees": TreeModel}


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
