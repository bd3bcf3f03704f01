"""The five real documents, read, stored, exported and scored against their annotations."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import main

SHARED = Path(__file__).parents[2] / "shared"
SCORE = SHARED / "evaluation" / "score.py"

pytestmark = pytest.mark.skipif(not SCORE.exists(), reason="the evaluation data is not beside the checkout")


def test_headline_of_the_five_documents(tmp_path: Path) -> None:
    store, out = str(tmp_path / "store"), str(tmp_path / "annotations")
    documents = SHARED / "documents"
    assert main(["build", str(documents), "--store", store]) == 0
    assert main(["export", "annotations", "-o", out, "--store", store]) == 0
    command = [sys.executable, str(SCORE), str(SHARED / "evaluation" / "gold"), out, str(documents), "--json"]
    scores = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert scores["headline"] >= 0.60, scores
