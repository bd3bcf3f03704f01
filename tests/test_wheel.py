"""What is shipped works where it is installed: without the checkout, its folders or its settings."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from kg.ontology import load_ontology
from kg.workers import tool_version

CHECKOUT = Path(__file__).parents[1]
SHIPPED = (
    "kg/_data/ontology/campaign.ttl",
    "kg/_data/ontology/shapes.ttl",
    "kg/_data/queries/captures.rq",
    "kg/_data/sample/documents.toml",
    "kg/extract/models.npz",
    "kg/language/en/pipeline/parser/weights.npz",
    "kg/language/fr/pipeline/parser/weights.npz",
    "kg/view/template.html",
)
LARGEST = 60_000_000  # bytes


def run(*command: object, cwd: Path) -> str:
    """Standard output of a command that must succeed, without anything that leads to the checkout."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "KG_", "VIRTUAL_ENV"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, CHECKOUT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment that holds the wheel; what it needs is lent by this one."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder)
    inside = Path(
        sysconfig.get_path("purelib", scheme="venv", vars={"base": str(folder), "platbase": str(folder)})
    )
    lent = dict.fromkeys((sysconfig.get_path("purelib"), sysconfig.get_path("platlib")))
    (inside / "lent.pth").write_text("\n".join(lent) + "\n")
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    install = ("install", "--quiet", "--no-deps", "--no-index", "--no-compile", wheel)
    run(sys.executable, "-m", "pip", "--python", programs / "python", *install, cwd=folder)
    return programs


def test_a_wheel_holds_all_that_is_needed_and_nothing_more(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    assert set(SHIPPED) <= set(names)
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"kg"}
    assert {"LICENSE", "NOTICE"} <= {Path(name).name for name in names if ".dist-info/licenses" in name}
    assert wheel.stat().st_size <= LARGEST


def test_an_installation_builds_and_answers(programs: Path, tmp_path: Path) -> None:
    where = run(programs / "python", "-c", "import kg; print(kg.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(programs.parent)
    version = "from kg.workers import load_ontology, tool_version; print(tool_version(load_ontology()))"
    assert run(programs / "python", "-c", version, cwd=tmp_path).strip() == tool_version(load_ontology())
    run(programs / "kg", "build", cwd=tmp_path)
    rows = run(programs / "kg", "query", "documents", "--format", "csv", cwd=tmp_path)
    table = list(csv.DictReader(io.StringIO(rows)))
    assert len(table) == len(list((CHECKOUT / "sample").glob("*.txt")))
    assert {"20 Minutes", "Middle East Eye", "RT en français"} <= {row["publisher"] for row in table}
    page = tmp_path / "page.html"
    run(programs / "kg", "graph", "-o", page, cwd=tmp_path)
    assert "Karama" in page.read_text(encoding="utf-8")
