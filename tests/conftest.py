"""Fixtures that several tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fixture_ontology import SHIPPED, make_ontology

from kg.ontology import Ontology, load_ontology

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def shipped() -> Ontology:
    return load_ontology(SHIPPED)


@pytest.fixture
def cache(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def folder(tmp_path, cache) -> Path:
    return make_ontology(tmp_path / "ontology")
