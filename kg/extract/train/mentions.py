"""Train what finds and links mentions: tagger, variants, resolver, what is worth keeping, pronouns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kg.extract import names
from kg.extract.annotations import Alignment, Teacher
from kg.extract.choice import SpanFeatures, SpanModel
from kg.extract.fit import fit
from kg.extract.linear import NONE, LinearModel
from kg.extract.scene import find_matches, place_times
from kg.extract.train.pronouns import Unresolved, train_pronouns
from kg.extract.variants import all_variants
from kg.extract.worth import worth_rows
from kg.fold import fold
from kg.link import metonyms
from kg.link.metonyms import Metonyms
from kg.link.resolve import ModelResolver
from kg.models import STEPS, limit_name
from kg.reading import outside_times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.linear import Floats
    from kg.extract.names import Span
    from kg.extract.scene import Scene
    from kg.extract.train.training import Training
    from kg.link.resolve import Resolver

_CHOICE_PENALTY = 3.0


def find_mentions(training: Training) -> list[Scene]:
    """Train everything up to the scene; gives the scene of every document as predicted across folds."""
    spans = train_spans(training, train_tagger(training))
    judges = train_metonyms(training, spans)
    resolvers = train_resolver(training, spans, judges)
    train_worth(training, spans, resolvers, judges)
    kept = [
        _filtered(training, number, *parts)
        for number, parts in enumerate(zip(spans, resolvers, judges, strict=True))
    ]
    return train_pronouns(training, kept)


def train_tagger(training: Training) -> list[list[Span]]:
    """The recogniser of names; gives the spans of every document as predicted across folds."""
    rows, tags = [], []
    for example in training.examples:
        known = training.reader.known(example.tokens)
        capitals = names.capitalised(example.tokens)
        rows.append([names.features(t, k, capitals) for t, k in zip(example.tokens, known, strict=True)])
        tags.append(example.tags())
    spans: list[list[Span]] = [[] for _ in training.examples]
    (model, steps), others = training.fitted(lambda wanted: _fit_tagger(training, rows, tags, wanted))
    for part, other in zip(training.parts, others, strict=True):
        tagger = names.Tagger(*other)
        for i in part:
            tokens = training.examples[i].tokens
            times = place_times(training.examples[i].document, tokens)
            spans[i] = training.reader.spans(tagger, tokens, training.reader.known(tokens), times)
    training.models.linear["tagger"] = model
    training.models.linear[STEPS] = LinearModel(
        model.labels,
        list(model.labels),
        np.vstack([np.zeros(len(model.labels)), steps]),
    )
    training.log(f"tagger: {len(model.index)} features")
    return spans


def _fit_tagger(
    training: Training, rows: list[list[list[list[str]]]], tags: list[list[list[str]]], wanted: Sequence[int]
) -> tuple[LinearModel, Floats]:
    model = fit(
        [row for i in wanted for passage in rows[i] for row in passage],
        [tag for i in wanted for passage in tags[i] for tag in passage],
        strength=0.3,
        at_least=3,
        weights=[training.examples[i].weight for i in wanted for passage in rows[i] for _ in passage],
    )
    sequences = [
        passage_tags[begin:end]
        for i in wanted
        for passage_tags, tokens in zip(tags[i], training.examples[i].tokens, strict=True)
        for begin, end in tokens.sentences
    ]
    return model, names.transitions(sequences, model.labels)


def train_spans(training: Training, tagged: Sequence[Sequence[Span]]) -> list[list[Span]]:
    """Where mentions begin and end; gives the spans of every document as predicted across folds."""
    known = [training.reader.known(example.tokens) for example in training.examples]
    options = [
        all_variants(example.tokens, found, listed)
        for example, found, listed in zip(training.examples, tagged, known, strict=True)
    ]
    rows = [
        SpanFeatures(example.tokens, found, find_matches(example.tokens, training.reader.frames)).rows(
            here, listed
        )
        for example, found, here, listed in zip(training.examples, tagged, options, known, strict=True)
    ]
    labels = [
        [cls_of(tokens, v) for tokens, vs in zip(example.tokens, here, strict=True) for v in vs]
        for example, here in zip(training.examples, options, strict=True)
        for cls_of in (example.class_of,)
    ]
    model, chances = training.across(rows, labels, strength=0.3)
    training.models.linear["spans"] = model
    result = []
    for example, here, table in zip(training.examples, options, chances, strict=True):
        times = place_times(example.document, example.tokens)
        chosen = SpanModel(model).chosen(example.tokens, here, table)
        result.append(outside_times(chosen, times))
    return result


def train_metonyms(training: Training, spans: Sequence[Sequence[Span]]) -> list[Metonyms]:
    """Which names of capitals mean the state; gives for every document the judge that did not see it."""
    rows: list[list[list[str]]] = []
    truth: list[list[bool]] = []
    called: list[list[str]] = []
    for example, found in zip(training.examples, spans, strict=True):
        matches = find_matches(example.tokens, training.reader.frames)
        known = training.reader.known(example.tokens)
        part_rows, part_truth, part_called = [], [], []
        for span in found:
            tokens = example.tokens[span.passage]
            text = tokens.said(example.document.text, span.first, span.end)
            cls = example.class_of(tokens, span)
            if cls != NONE and training.reader.names_capital(span, text, known):
                part_rows.append(metonyms.features(tokens, span.first, span.end, matches[span.passage]))
                part_truth.append(training.reader.ontology.is_a(cls, "Actor"))
                part_called.append(fold(text))
        rows.append(part_rows)
        truth.append(part_truth)
        called.append(part_called)
    _, chances = training.binary("metonyms", rows, truth, strength=0.3)
    judged = [metonyms.together(*parts) for parts in zip(called, chances, strict=True)]
    said = [chance >= metonyms.LIMIT for part in judged for chance in part]
    right = sum(a == b for a, b in zip(said, (x for part in truth for x in part), strict=True))
    training.log(f"metonyms: {right} of {len(said)} right across folds, {sum(map(sum, truth))} of them")
    return [Metonyms(training.of_fold["metonyms"][training.part_of(i)]) for i in range(len(rows))]


def train_resolver(
    training: Training, spans: Sequence[Sequence[Span]], judges: Sequence[Metonyms]
) -> list[Resolver]:
    """What descriptions speak of; gives for every document the resolver that did not see it."""
    teachers = [Teacher(example) for example in training.examples]
    for number, parts in enumerate(zip(spans, teachers, judges, strict=True)):
        _scene(training, number, *parts)
    models = training.choices("resolver", teachers, penalty=_CHOICE_PENALTY)
    return [ModelResolver(model) for model in models]


def train_worth(
    training: Training,
    spans: Sequence[Sequence[Span]],
    resolvers: Sequence[Resolver],
    judges: Sequence[Metonyms],
) -> None:
    """Which entities are worth keeping; its limit maximises their F1."""
    rows: list[list[list[str]]] = []
    meant: list[list[str | None]] = []
    for number, found in enumerate(spans):
        scene = _scene(training, number, found, resolvers[number], judges[number])
        aligned = Alignment(training.examples[number].gold, scene)
        numbers, features_of = worth_rows(scene.tokens, scene.mentions, scene.entities, found)
        rows.append(features_of)
        meant.append([aligned.name_of[number] for number in numbers])
    truth = [[name is not None for name in part] for part in meant]
    _, chances = training.binary("worth", rows, truth, strength=0.1)
    once = [surest(*parts) for parts in zip(chances, meant, strict=True)]
    training.best_limits(
        "worth",
        [[chances[i][k] for k in kept] for i, kept in enumerate(once)],
        [[truth[i][k] for k in kept] for i, kept in enumerate(once)],
        wanted=[len(example.gold["entities"]) for example in training.examples],
    )


def surest(chances: Sequence[float], meant: Sequence[str | None]) -> list[int]:
    """Which of the entities of a document to count: of those that are one thing, the surest."""
    best: dict[str, int] = {}
    for k, name in enumerate(meant):
        if name is not None and (name not in best or chances[k] > chances[best[name]]):
            best[name] = k
    return [k for k, name in enumerate(meant) if name is None or best[name] == k]


def _filtered(
    training: Training, number: int, spans: Sequence[Span], resolver: Resolver, judge: Metonyms
) -> Scene:
    """The scene of a document without the entities that a filter drops which did not see it."""
    limit = training.limits[limit_name("worth", training.examples[number].document.language)]
    worth = training.of_fold["worth"][training.part_of(number)], limit
    return _scene(training, number, spans, resolver, judge, worth=worth)


def _scene(
    training: Training,
    number: int,
    spans: Sequence[Span],
    resolver: Resolver,
    judge: Metonyms,
    *,
    worth: tuple[LinearModel, float] | None = None,
) -> Scene:
    """The scene of a document without pronouns; without ``worth`` nothing is filtered out."""
    example = training.examples[number]
    return training.reader.scene(
        example.document, example.tokens, spans, keep=worth is None, worth=worth,
        resolver=resolver, metonyms=judge, pronouns=Unresolved(),
    )  # fmt: skip
