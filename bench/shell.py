"""A saved query from the shell against starting Python with rdflib."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from bench.measure import medians

if TYPE_CHECKING:
    from pathlib import Path

ROUNDS = 9
QUERY = "captures"
AT_MOST = 3.0
_KG = "import sys; from kg.cli import main; sys.exit(main())"


def bench_shell(store: Path) -> str:
    """One line: both times and their ratio, which should be at most ``AT_MOST``."""

    def python(*arguments: str) -> None:
        subprocess.run([sys.executable, "-c", *arguments], check=True, stdout=subprocess.DEVNULL)

    found = medians(
        {
            "kg": lambda: python(_KG, "query", QUERY, "--store", str(store)),
            "rdflib": lambda: python("import rdflib"),
        },
        rounds=ROUNDS,
    )
    return (
        f"kg query {QUERY} {found['kg']:.2f} s, Python with rdflib {found['rdflib']:.2f} s, "
        f"ratio {found['kg'] / found['rdflib']:.2f} (at most {AT_MOST:g})"
    )
