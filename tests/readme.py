"""The README's shell examples: read them, run them, write what they print into the README.

    python tests/readme.py

An example is a block of ``console``: lines that begin with ``$`` are commands, what follows is what they
print. Commands run one after another over one store; only ``kg`` is called.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

README = Path(__file__).parents[1] / "README.md"
_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_COLUMNS = "88"


@dataclass(frozen=True)
class Example:
    """A command, and what the README says that it prints."""

    command: str
    output: str


@dataclass(frozen=True)
class Ran:
    """What a command gave: its exit status, and all that it wrote, as it is seen in the end."""

    status: int
    output: str


def examples(readme: str) -> list[Example]:
    """All examples in the order of the text."""
    found = []
    for block in _BLOCK.findall(readme):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append(Example(command, output))
    return found


def run(command: str, folder: Path) -> Ran:
    """Run ``kg`` in a folder that holds its store, in a terminal of a fixed width."""
    from kg.cli import main

    program, *arguments = shlex.split(command)
    assert program == "kg", command
    written = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    former, columns = Path.cwd(), os.environ.get("COLUMNS")
    os.chdir(folder)
    os.environ["COLUMNS"] = _COLUMNS
    try:
        with contextlib.redirect_stdout(written), contextlib.redirect_stderr(written):
            status = main(arguments)
    finally:
        os.chdir(former)
        os.environ.pop("COLUMNS")
        if columns is not None:
            os.environ["COLUMNS"] = columns
    return Ran(status, _tidy(written.buffer.getvalue().decode()))


def refreshed(readme: str, folder: Path) -> str:
    """The README with what its commands print now."""

    def block(match: re.Match[str]) -> str:
        parts = []
        for example in examples(f"```console\n{match.group()}```\n"):
            ran = run(example.command, folder)
            if ran.status:
                sys.exit(f"{example.command}: exit status {ran.status}\n{ran.output}")
            parts.append(f"$ {example.command}\n{ran.output}")
        return "\n".join(parts)

    return _BLOCK.sub(block, readme)


def _tidy(output: str) -> str:
    lines = [line.rsplit("\r", 1)[-1].rstrip() for line in output.splitlines()]
    return "".join(f"{line}\n" for line in lines)


if __name__ == "__main__":
    sys.path.insert(0, str(README.parent))
    with TemporaryDirectory() as scratch:
        README.write_text(refreshed(README.read_text("utf-8"), Path(scratch)), encoding="utf-8")
