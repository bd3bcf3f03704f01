"""What the README says holds: every command is in it, and its examples run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from readme import README, Example, examples, run

from kg.cli import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

TEXT = README.read_text(encoding="utf-8")
EXAMPLES = examples(TEXT)


def test_every_command_is_in_the_readme_and_in_the_help(tmp_path: Path) -> None:
    told = re.findall(r"^\| `kg (\w+)", TEXT, re.MULTILINE)
    helped = re.findall(r"^  (\w+)  ", run("kg --help", tmp_path).output.split("options:")[0], re.MULTILINE)
    assert list(dict.fromkeys(told)) == helped == list(COMMANDS)


def test_every_target_of_make_is_in_the_readme() -> None:
    targets = re.findall(
        r"^# (make\b(?: \w+)?)", (README.parent / "Makefile").read_text("utf-8"), re.MULTILINE
    )
    assert [target for target in targets if f"`{target}" not in TEXT] == []


def test_every_dependency_is_explained() -> None:
    text = (README.parent / "pyproject.toml").read_text("utf-8")
    listed = text.split("\ndependencies = [")[1].split("]")[0]
    names = re.findall(r'"([\w-]+)', listed)
    assert [name for name in names if f"| {name} |" not in TEXT] == []


def test_every_saved_query_is_in_the_readme() -> None:
    names = sorted(path.stem for path in (README.parent / "queries").glob("*.rq"))
    assert [name for name in names if f"`{name}`" not in TEXT] == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the README's examples run one after another."""
    return tmp_path_factory.mktemp("readme")


def lasting(output: str) -> str:
    """What a command prints without what differs from one run to the next: seconds and speed."""
    return re.sub(r"^(time +).* s for (.*) \(.*\)$", r"\1\2", output.rstrip(), flags=re.MULTILINE)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.command)
def test_the_examples_print_what_the_readme_says(example: Example, folder: Path) -> None:
    ran = run(example.command, folder)
    assert ran.status == 0, ran.output
    assert lasting(ran.output) == lasting(example.output), "python tests/readme.py refreshes the README"
