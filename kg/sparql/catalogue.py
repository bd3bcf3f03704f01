"""The saved queries: files ``NAME.rq``, each one question with the decorators that describe it."""

from __future__ import annotations

import difflib
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.fold import fold
from kg.language import LANGUAGES
from kg.resources import resource_folder
from kg.sparql.binding import MARK
from kg.sparql.decorators import Value, decorators
from kg.sparql.tokens import form, optional_lines, tokens, undeclared_prefixes, variables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DEFAULT_LANGUAGE = "en"
LANGUAGE_PARAMETER = "lang"  # every query may ask for ?_lang; it is not declared
TYPES = (
    "place",
    "actor",
    "entity",
    "operation",
    "event",
    "document",
    "class",
    "category",
    "status",
    "from-date",
    "to-date",
    "text",
    "integer",
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be asked of a query: ``help`` holds a sentence for each language.

    Without a value and without ``default`` the lines of the query that need it are left out; where
    it is ``required`` there are no such lines.
    """

    name: str
    type: str
    default: str | None
    required: bool
    help: dict[str, str]


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A file of ``queries/``: summaries and descriptions by language, tags, parameters, SPARQL."""

    name: str
    path: Path
    text: str
    summary: dict[str, str]
    description: dict[str, str]
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]

    def parameter(self, name: str) -> Parameter:
        """The parameter of this name; QueryError names those there are."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        known = ", ".join(parameter.name for parameter in self.parameters)
        there_are = f"it has {known}" if known else "it has none"
        raise QueryError(f"the query {self.name} has no parameter {name}; {there_are}")


@dataclass(frozen=True, slots=True)
class Problem:
    """What does not hold in a file of ``queries/``."""

    path: Path
    message: str

    def __str__(self) -> str:
        return f"{self.path.name}: {self.message}"


def in_language(texts: dict[str, str], language: str) -> str:
    """The text in a language, or else in the first that has one."""
    return texts.get(language) or next(iter(texts.values()), "")


def read_query(path: Path) -> SavedQuery:
    """One file as a saved query; QueryError where it cannot be read or its decorators do not hold."""
    try:
        text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
        found = decorators(text)
        parameters = _mapping(found.get("parameters", {}), "parameters")
        return SavedQuery(
            name=path.stem,
            path=path,
            text=text,
            summary=_texts(found, "summary"),
            description=_texts(found, "description"),
            tags=_list(found.get("tags", [])),
            parameters=tuple(_parameter(name, value) for name, value in parameters.items()),
        )
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path} cannot be read as UTF-8 text: {error}") from error
    except ValueError as error:
        raise QueryError(f"{path}: {error}") from error


def _mapping(value: Value, name: str) -> dict[str, Value]:
    if not isinstance(value, dict):
        raise ValueError(f"{name} has names and values below it, not {value!r} beside it")
    return value


def _list(value: Value) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (str(value),)


def _texts(found: dict[str, Value], name: str) -> dict[str, str]:
    """The texts of ``name`` (in the default language) and of ``name_fr`` and the like."""
    keys = {lang: name if lang == DEFAULT_LANGUAGE else f"{name}_{lang}" for lang in LANGUAGES}
    return {language: str(found[key]) for language, key in keys.items() if found.get(key)}


def _parameter(name: str, value: Value) -> Parameter:
    fields = _mapping(value, name)
    kind = str(fields.get("type", ""))
    if kind not in TYPES:
        raise ValueError(f"the parameter {name} has the type {kind!r}; there are {', '.join(TYPES)}")
    if extra := set(fields) - {"type", "default", "required", "help", *(f"help_{x}" for x in LANGUAGES)}:
        raise ValueError(f"the parameter {name} has an unknown field {min(extra)}")
    default = fields.get("default")
    return Parameter(
        name=name,
        type=kind,
        default=None if default is None else str(default),
        required=fields.get("required") == "true",
        help=_texts(fields, "help"),
    )


def list_queries(folder: Path | None = None) -> list[SavedQuery]:
    """Every saved query in order of name; ``folder`` replaces the one that ships."""
    return [read_query(path) for path in _files(folder)]


def _files(folder: Path | None) -> list[Path]:
    folder = resource_folder("queries") if folder is None else folder
    if not folder.is_dir():
        raise QueryError(f"{folder}: there is no such folder of queries")
    return sorted(folder.glob("*.rq"))


def find_query(name: str, folder: Path | None = None) -> SavedQuery:
    """The saved query of this name; QueryError names those that look like it."""
    files = {path.stem: path for path in _files(folder)}
    if name in files:
        return read_query(files[name])
    near = difflib.get_close_matches(name.lower().replace("_", "-"), files, n=3, cutoff=0.5)
    part = [known for known in files if fold(name) in fold(known)]
    likely = list(dict.fromkeys(near + part))
    hint = f"did you mean {', '.join(likely)}" if likely else "'kg query' lists them"
    raise QueryError(f"there is no saved query {name}; {hint}")


def check_queries(folder: Path | None = None) -> list[Problem]:
    """What does not hold in the saved queries: decorators, parameters, syntax, a certain order."""
    problems: list[Problem] = []
    files = _files(folder)
    for path in files:
        try:
            query = read_query(path)
        except QueryError as error:
            problems.append(Problem(path, str(error).removeprefix(f"{path}: ")))
            continue
        problems.extend(Problem(path, message) for message in _check(query))
    if not files:
        problems.append(Problem(folder or resource_folder("queries"), "there is no query in this folder"))
    return problems


def _check(query: SavedQuery) -> Iterator[str]:
    for language in LANGUAGES:
        if language not in query.summary:
            yield f"no summary in {language}"
        if language not in query.description:
            yield f"no description in {language}"
        for parameter in query.parameters:
            if language not in parameter.help:
                yield f"no help in {language} for the parameter {parameter.name}"
    if not query.tags:
        yield "no tags"
    for prefix in undeclared_prefixes(query.text):
        yield f"the prefix {prefix}: is not declared"
    if form(query.text) != "SELECT":
        yield "a saved query is a SELECT"
    wrong = list(_check_parameters(query))
    yield from wrong
    if not wrong:
        yield from _check_syntax(query)


def _check_parameters(query: SavedQuery) -> Iterator[str]:
    used = {name.removeprefix(MARK) for name in variables(query.text) if name.startswith(MARK)}
    declared = {parameter.name for parameter in query.parameters}
    for name in sorted(used - declared - {LANGUAGE_PARAMETER}):
        yield f"?{MARK}{name} is not declared as a parameter"
    for name in sorted(declared - used):
        yield f"the parameter {name} is not used"
    marks = optional_lines(query.text)
    for name in sorted(set().union(*marks.values()) - declared):
        yield f"an optional line needs {name}, which is not declared as a parameter"
    lines = query.text.split("\n")
    for parameter in query.parameters:
        if parameter.required or parameter.default is not None:
            continue
        for number, line in enumerate(lines):
            needs = marks.get(number, frozenset())
            if MARK + parameter.name in variables(line) and parameter.name not in needs:
                name = parameter.name
                yield f"line {number + 1} uses {name}, which may be missing, without '#? {name}'"


def _check_syntax(query: SavedQuery) -> Iterator[str]:
    """Parses the query with all its optional lines and with none."""
    from kg.sparql.syntax import dry_run, syntax_problem  # loads the engine

    for given in (query.parameters, [each for each in query.parameters if each.required or each.default]):
        text = dry_run(query, given)
        if problem := syntax_problem(text):
            yield problem
            return
    if not _is_ordered(query.text):
        yield "no ORDER BY: its rows would come in any order"


def _is_ordered(text: str) -> bool:
    words = [token.text.upper() for token in tokens(text) if token.kind == "word"]
    return any(pair == ("ORDER", "BY") for pair in itertools.pairwise(words))
