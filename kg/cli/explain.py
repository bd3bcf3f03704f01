"""``kg explain``: what was read from each sentence of one document, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.options import Parser, add_ontology, add_store, at_least, load, store_path, terminal_width
from kg.errors import KgError, UnresolvedName, UsageError
from kg.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.claim import Document
    from kg.documents import Source
    from kg.explanation import Explanation, Sentence

_DESCRIPTION = """\
Reads one document as kg build does, stores nothing, and tells for each sentence
what was read from it and why: names and what they mean, events with the frame
that tells of them, roles, dates, status and source. It also names what was
weighed and left: words that might have told of an event, and what came nearest
to filling a role."""

_EPILOG = """\
Numbers are probabilities: 0.63 ≥ 0.41 is taken, for its limit is 0.41, and
0.21 < 0.41 is not. Beside a role stand the grammatical place to the trigger,
with the roles that the frame gives to that place, and the way through the
sentence's tree, as in took -obj-> town. A word is not used where its likeliest
class misses the limit of events. Words of one class in a sentence often tell of
one act, as in "regained control": the surest of them has the probability that
any does, the next that of two, and what it is alone stands behind. Words that
no frame has, and what came nearest to a role or a date, are named from a
probability of 0.1 on.

examples:
  kg explain report.txt
  kg explain report.txt --sentence 3
  kg explain "Mossoul, les combats en images"
  kg explain report.txt --only-events --lang fr
  kg explain report.txt --format json > report.json"""


def _parser() -> Parser:
    parser = Parser("kg explain", _DESCRIPTION, _EPILOG)
    parser.add_argument(
        "document",
        metavar="DOCUMENT",
        help="a file, or a document of the store by title, file name or IRI, as in 'kg query documents'",
    )
    parser.add_argument(
        "--sentence",
        type=at_least(1),
        action="append",
        metavar="N",
        help="only the sentence of this number; may be given several times",
    )
    parser.add_argument(
        "--only-events", action="store_true", help="only sentences from which an event was read"
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="how to write it (default: text)"
    )
    parser.add_argument(
        "--lang",
        "--language",
        choices=LANGUAGES,
        default="en",
        help="the language of words and labels (default: en)",
    )
    add_store(parser)
    add_ontology(parser)
    return parser


def main(argv: Sequence[str]) -> int:
    """Print what was read from a document."""
    arguments = _parser().parse_args(argv)
    store = store_path(arguments)
    document = _document(arguments.document, store)
    ontology = load(arguments)
    from kg.explain import explain
    from kg.graph.folder import read_marker
    from kg.graph.names import DEFAULT_BASE
    from kg.reading import Reader
    from kg.show.explanation import explanation_json, write_explanation

    marker = read_marker(store)
    told = explain(document, Reader(ontology, base=marker.base if marker else DEFAULT_BASE))
    chosen = _chosen(told, arguments.sentence, only_events=arguments.only_events)
    if arguments.format == "json":
        print(explanation_json(told, chosen), end="")
    else:
        width = terminal_width()
        print(write_explanation(told, chosen, ontology, width=width, language=arguments.lang), end="")
    return 0


def _document(given: str, store: Path) -> Document:
    """The document that is meant, by its path or by how the store knows it."""
    from kg.documents import find_documents, read_document

    path = Path(given)
    if path.is_dir():
        raise UsageError(f"{path} is a folder; give one document of it")
    try:
        sources = find_documents([path])
    except KgError:
        if path.exists() or (known := _stored(given, store)) is None:
            raise
        return read_document(known)
    if len(sources) > 1:
        raise UsageError(f"{given} fits {len(sources)} files; give one of them, such as {sources[0].path}")
    return read_document(sources[0])


def _stored(given: str, folder: Path) -> Source | None:
    """The file of the store's document that has a file name, a title or an IRI, None where none has it.

    Raises UnresolvedName where several have it.
    """
    from kg.documents import Source
    from kg.graph.files import read_files
    from kg.graph.store import open_store
    from kg.sparql.local import LocalRunner
    from kg.sparql.names import resolve

    files = read_files(folder)
    if given in files:
        return Source(files[given], given)
    if not files:
        return None
    with open_store(folder, read_only=True) as store:
        try:
            iri = resolve(given, "document", LocalRunner(store)).value
        except UnresolvedName as error:
            if error.ambiguous:
                raise
            return None
        name = next((document.name for document in store.documents() if document.iri == iri), None)
    return Source(files[name], name) if name in files else None


def _chosen(told: Explanation, numbers: Sequence[int] | None, *, only_events: bool) -> list[Sentence]:
    """The sentences that were asked for."""
    last = len(told.sentences)
    if missing := [number for number in numbers or () if number > last]:
        raise UsageError(f"{told.document} has no sentence {missing[0]}; its last one is {last}")
    return [
        sentence
        for sentence in told.sentences
        if (not numbers or sentence.number in numbers) and (sentence.events or not only_events)
    ]
