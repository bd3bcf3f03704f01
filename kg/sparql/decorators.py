"""The ``#+`` lines at the head of a saved query.

They follow the grlc convention (https://github.com/CLARIAH/grlc): the text behind ``#+`` is YAML.
Of YAML this reads what the queries need: nested mappings by indentation, one-line values, quoted or
not, and one-line lists.
"""

from __future__ import annotations

import re

Value = str | list[str] | dict[str, "Value"]

_MARK = "#+"
_ENTRY = re.compile(r"( *)([\w-]+):(?: (.*))?")


def decorators(text: str) -> dict[str, Value]:
    r"""The decorators of a query; ValueError names the line that is not one.

    >>> decorators('#+ summary: Who\n#+ tags: [a, b]\n#+ parameters:\n#+   x:\n#+     type: place\nASK {}')
    {'summary': 'Who', 'tags': ['a', 'b'], 'parameters': {'x': {'type': 'place'}}}
    """
    root: dict[str, Value] = {}
    open_levels: list[tuple[int, dict[str, Value]]] = [(-1, root)]
    for number, line in enumerate(text.split("\n"), 1):
        if not line.startswith(_MARK):
            continue
        found = _ENTRY.fullmatch(line.removeprefix(_MARK).removeprefix(" ").rstrip())
        if not found:
            raise ValueError(f"line {number}: {line!r} is not a decorator such as '#+ summary: text'")
        depth, name, value = len(found[1]), found[2], (found[3] or "").strip()
        while open_levels[-1][0] >= depth:
            open_levels.pop()
        parent = open_levels[-1][1]
        if name in parent:
            raise ValueError(f"line {number}: {name} stands there twice")
        if value:
            parent[name] = _scalar_or_list(value, number)
        else:
            inner: dict[str, Value] = {}
            parent[name] = inner
            open_levels.append((depth, inner))
    return root


def _scalar_or_list(value: str, number: int) -> Value:
    if value.startswith("[") and value.endswith("]"):
        return [_scalar(part.strip(), number) for part in value[1:-1].split(",") if part.strip()]
    return _scalar(value, number)


def _scalar(value: str, number: int) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    if ": " in value or " #" in value or value[0] in "\"'[]{}&*!|>%@`#,-":
        raise ValueError(f"line {number}: put {value!r} in quotation marks")
    return value
