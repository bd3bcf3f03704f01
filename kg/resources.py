"""Where the shipped data stands: in a checkout beside the package, in an installation inside it."""

from __future__ import annotations

from pathlib import Path

from kg.errors import KgError

PACKAGE = Path(__file__).parent


def resource_folder(name: str) -> Path:
    """The folder ``ontology``, ``queries`` or ``sample`` of this installation or checkout.

    Raises KgError where neither has it.
    """
    for folder in (PACKAGE / "_data" / name, PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise KgError(f"campaign-kg was installed without its folder {name}; install it again")
