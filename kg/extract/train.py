"""Train the reader's models from annotated documents.

    python -m kg.extract.train GOLD DOCUMENTS [--held-out FILE] [--output FILE]

GOLD holds one annotation a document, DOCUMENTS the texts and ``documents.toml``; documents named in
FILE are not looked at. What later models see of earlier ones is predicted across five folds, so
that they learn from mistakes of the kind that they will meet. Limits maximise F1 on the same folds.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.documents import find_documents, read_document
from kg.extract import attachment, modality, names, objectives, relations
from kg.extract.annotations import Alignment, Annotated, Teacher, folds, load_gold, spans_of
from kg.extract.fit import fit
from kg.extract.linear import Floats, LinearModel, save_models
from kg.extract.roles import EARLY, Candidate, RoleFinder, as_decided
from kg.extract.scene import place_times
from kg.extract.tokens import all_tokens
from kg.extract.triggers import CONTENT, NONE, features, judge
from kg.extract.variants import SpanFeatures, SpanModel, all_variants
from kg.language import parse
from kg.link.resolve import ModelResolver, Resolver
from kg.models import DATED, LIMITS, limit_name
from kg.ontology import THINGS, load_ontology
from kg.reading import MODELS, Reader, outside_times, worth_rows

if TYPE_CHECKING:
    from kg.extract.names import Span
    from kg.extract.scene import Scene

FOLDS = 5
Log = Callable[[str], None]


def load_examples(gold: Path, documents: Path, held_out: frozenset[str]) -> list[Annotated]:
    """Read and parse the annotated documents that are not held out."""
    examples = []
    for source in find_documents([documents]):
        path = gold / f"{Path(source.name).stem}.json"
        if path.exists() and path.stem not in held_out:
            document = read_document(source)
            examples.append(Annotated(document, load_gold(path), all_tokens(parse(document))))
    return examples


class Trainer:
    """Fits one model after another; ``models`` and ``limits`` hold what is done."""

    def __init__(self, reader: Reader, examples: Sequence[Annotated], log: Log) -> None:
        self.reader = reader
        self.examples = examples
        self.log = log
        self.models: dict[str, LinearModel] = {}
        self.limits: dict[str, float] = {}
        self.parts = folds(examples, FOLDS)
        self.of_fold: dict[str, list[LinearModel]] = {}  # models of each fold's other documents

    def run(self) -> dict[str, LinearModel]:
        """All models, the limits among them."""
        spans = self.train_spans(self.train_tagger())
        resolvers = self.train_resolver(spans)
        self.train_worth(spans, resolvers)
        self.scenes = [self._filtered(*parts) for parts in zip(self.examples, spans, resolvers, strict=True)]
        self.aligned = [Alignment(e.gold, s) for e, s in zip(self.examples, self.scenes, strict=True)]
        found = sum(len(a.events) for a in self.aligned)
        self.log(f"{found} of {sum(len(e.gold['events']) for e in self.examples)} events found in the text")
        self.train_triggers()
        self.train_roles()
        self.train_dates()
        self.train_modality()
        self.train_relations()
        self.train_objectives()
        self.models[LIMITS] = self._limits()
        return self.models

    # -- names

    def train_tagger(self) -> list[list[Span]]:
        """The recogniser of names; gives the spans of every document as predicted across folds."""
        rows, tags = [], []
        for example in self.examples:
            known = self.reader.known(example.tokens)
            capitals = names.capitalised(example.tokens)
            rows.append([names.features(t, k, capitals) for t, k in zip(example.tokens, known, strict=True)])
            tags.append(example.tags())
        spans: list[list[Span]] = [[] for _ in self.examples]
        for part in self.parts:
            model, steps = self._fit_tagger(rows, tags, [i for i in range(len(rows)) if i not in part])
            tagger = names.Tagger(model, steps)
            for i in part:
                tokens = self.examples[i].tokens
                times = place_times(self.examples[i].document, tokens)
                spans[i] = self.reader.spans(tagger, tokens, self.reader.known(tokens), times)
        model, steps = self._fit_tagger(rows, tags, list(range(len(rows))))
        self.models["tagger"] = model
        self.models["tagger-steps"] = LinearModel(
            model.labels,
            list(model.labels),
            np.vstack([np.zeros(len(model.labels)), steps]),
        )
        self.log(f"tagger: {len(model.index)} features")
        return spans

    def _fit_tagger(
        self, rows: list[list[list[list[str]]]], tags: list[list[list[str]]], wanted: list[int]
    ) -> tuple[LinearModel, Floats]:
        model = fit(
            [row for i in wanted for passage in rows[i] for row in passage],
            [tag for i in wanted for passage in tags[i] for tag in passage],
            strength=0.3,
            at_least=3,
        )
        sequences = [
            passage_tags[begin:end]
            for i in wanted
            for passage_tags, tokens in zip(tags[i], self.examples[i].tokens, strict=True)
            for begin, end in tokens.sentences
        ]
        return model, names.transitions(sequences, model.labels)

    def train_spans(self, tagged: Sequence[Sequence[Span]]) -> list[list[Span]]:
        """Where mentions begin and end; gives the spans of every document as predicted across folds."""
        known = [self.reader.known(example.tokens) for example in self.examples]
        options = [
            all_variants(example.tokens, found, listed)
            for example, found, listed in zip(self.examples, tagged, known, strict=True)
        ]
        rows = [
            SpanFeatures(example.tokens, found).rows(example.tokens, here, listed)
            for example, found, here, listed in zip(self.examples, tagged, options, known, strict=True)
        ]
        labels = [
            [cls_of(tokens, v) for tokens, vs in zip(example.tokens, here, strict=True) for v in vs]
            for example, here in zip(self.examples, options, strict=True)
            for cls_of in (example.class_of,)
        ]
        model, chances = self._across(rows, labels, strength=0.1)
        self.models["spans"] = model
        result = []
        for example, here, table in zip(self.examples, options, chances, strict=True):
            times = place_times(example.document, example.tokens)
            chosen = SpanModel(model).chosen(example.tokens, here, table)
            result.append(outside_times(chosen, times))
        return result

    def train_resolver(self, spans: Sequence[Sequence[Span]]) -> list[Resolver]:
        """What descriptions speak of; gives for every document the resolver that did not see it."""
        rows: list[list[list[str]]] = []
        truth: list[list[bool]] = []
        for example, found in zip(self.examples, spans, strict=True):
            teacher = Teacher(example)
            self.reader.scene(example.document, example.tokens, found, keep=True, resolver=teacher)
            rows.append(teacher.rows)
            truth.append(teacher.truth)
        _, chances = self._binary("resolver", rows, truth, strength=0.1)
        self._best_limits("resolver", chances, truth)
        resolvers: list[Resolver] = []
        for number, example in enumerate(self.examples):
            part = next(k for k, part in enumerate(self.parts) if number in part)
            limit = self.limits[limit_name("resolver", example.document.language)]
            resolvers.append(ModelResolver(self.of_fold["resolver"][part], limit))
        return resolvers

    def train_worth(self, spans: Sequence[Sequence[Span]], resolvers: Sequence[Resolver]) -> None:
        """Which entities are worth keeping; its limit maximises their F1."""
        rows: list[list[list[str]]] = []
        truth: list[list[bool]] = []
        for example, found, resolver in zip(self.examples, spans, resolvers, strict=True):
            scene = self.reader.scene(example.document, example.tokens, found, keep=True, resolver=resolver)
            aligned = Alignment(example.gold, scene)
            numbers, features_of = worth_rows(scene.tokens, scene.mentions, scene.entities, found)
            rows.append(features_of)
            truth.append([aligned.name_of[number] is not None for number in numbers])
        _, chances = self._binary("worth", rows, truth, strength=0.1)
        self._best_limits("worth", chances, truth)

    def _filtered(self, example: Annotated, spans: Sequence[Span], resolver: Resolver) -> Scene:
        """The scene of a document without the entities that the filter drops."""
        limit = self.limits[limit_name("worth", example.document.language)]
        worth = self.models["worth"], limit
        return self.reader.scene(example.document, example.tokens, spans, worth=worth, resolver=resolver)

    def _limits(self) -> LinearModel:
        labels = sorted(self.limits)
        return LinearModel(labels, [], np.array([[self.limits[name] for name in labels]], dtype=np.float32))

    # -- triggers

    def train_triggers(self) -> None:
        """Which words tell of an event; learned with and without the words themselves."""
        positive = {
            scene.tokens[t.passage].words[t.token]
            for scene, aligned in zip(self.scenes, self.aligned, strict=True)
            for t in aligned.triggers
        }
        rows: list[list[list[str]]] = []
        bare: list[list[list[str]]] = []
        labels: list[list[str]] = []
        looked: list[list[tuple[int, int]]] = []
        for scene, aligned in zip(self.scenes, self.aligned, strict=True):
            classes = {(t.passage, t.token): t.cls for t in aligned.triggers}
            wanted = [
                (number, i)
                for number, tokens in enumerate(scene.tokens)
                for i in range(len(tokens))
                if (number, i) in classes
                or (tokens.pos[i] in CONTENT and (i in scene.matches[number] or tokens.words[i] in positive))
            ]
            looked.append(wanted)
            rows.append([features(scene, number, i) for number, i in wanted])
            bare.append([features(scene, number, i, lexical=False) for number, i in wanted])
            labels.append([classes.get(place, NONE) for place in wanted])

        def train(wanted: Sequence[int]) -> LinearModel:
            examples = [r for i in wanted for r in rows[i]] + [r for i in wanted for r in bare[i]]
            targets = [x for i in wanted for x in labels[i]]
            weights = [1.0] * len(targets) + [0.3] * len(targets)
            return fit(examples, targets * 2, strength=0.05, weights=weights)

        scored: list[tuple[LinearModel, Floats] | None] = [None] * len(rows)
        for part in self.parts:
            model = train([i for i in range(len(rows)) if i not in part])
            for i in part:
                scored[i] = (model, model.scores(rows[i]))
        for language, chosen in self._by_language():
            part_scored, part_labels = [scored[i] for i in chosen], [labels[i] for i in chosen]
            best, outside = max(
                (self._trigger_f1(part_scored, part_labels, outside), outside)
                for outside in np.arange(-2, 1.01, 0.25)
            )
            self.log(f"triggers {language}: F1 {best:.3f} across folds at {outside:+.2f}")
            self.limits[limit_name("triggers", language)] = float(outside)
        for aligned, places, said, example in zip(self.aligned, looked, scored, self.examples, strict=True):
            if said is not None and places:
                outside = self.limits[limit_name("triggers", example.document.language)]
                aligned.add_mistakes(dict(zip(places, judge(*said, outside), strict=True)))
        self.models["triggers"] = train(range(len(rows)))

    @staticmethod
    def _trigger_f1(
        scored: Sequence[tuple[LinearModel, Floats] | None], truth: Sequence[Sequence[str]], outside: float
    ) -> float:
        right = said = wanted = 0
        for pair, labels in zip(scored, truth, strict=True):
            if pair is None or not labels:
                continue
            for (cls, _), label in zip(judge(*pair, outside), labels, strict=True):
                said += cls != NONE
                wanted += label != NONE
                right += cls == label != NONE
        return 2 * right / max(said + wanted, 1)

    # -- roles

    def train_roles(self) -> None:
        """Who fills which role: two passes, the second seeing the first's decisions across folds."""
        finders = [
            RoleFinder(scene, aligned.triggers, self.reader.expected)
            for scene, aligned in zip(self.scenes, self.aligned, strict=True)
        ]
        candidates = [finder.candidates() for finder in finders]
        labels = [
            self._role_labels(aligned, options)
            for aligned, options in zip(self.aligned, candidates, strict=True)
        ]
        missed = sum(
            len(event.get(role) or ())
            for e in self.examples
            for event in e.gold["events"]
            for role in self.reader.ontology.roles
        )
        rows = [[f.features(c, None) for c in cs] for f, cs in zip(finders, candidates, strict=True)]
        first, chances = self._across(rows, labels, strength=ROLE_STRENGTH)
        chances = [f.mask(c, t, first.labels) for f, c, t in zip(finders, candidates, chances, strict=True)]
        self.models["roles-first"] = first
        flat = dict.fromkeys(first.labels, EARLY)
        decided: list[list[dict[str, list[int]]]] = [
            as_decided(finder.decide(options, table, first.labels, flat), finder.roles)
            if options
            else [{} for _ in finder.triggers]
            for finder, options, table in zip(finders, candidates, chances, strict=True)
        ]
        rows = [[f.features(c, d) for c in cs] for f, cs, d in zip(finders, candidates, decided, strict=True)]
        second, chances = self._across(rows, labels, strength=ROLE_STRENGTH)
        chances = [f.mask(c, t, second.labels) for f, c, t in zip(finders, candidates, chances, strict=True)]
        self.models["roles-second"] = second
        for role in self.reader.ontology.roles:
            column = second.labels.index(role) if role in second.labels else -1
            self._role_limits(role, column, candidates, labels, chances)
        reachable = sum(label != NONE for part in labels for label in part)
        self.log(f"roles: {reachable} of {missed} fillers among {sum(map(len, labels))} candidates")

    def _role_limits(
        self,
        role: str,
        column: int,
        candidates: Sequence[Sequence[Candidate]],
        labels: Sequence[Sequence[str]],
        chances: Sequence[Floats],
    ) -> None:
        """The limits for the likeliest filler of a role and for others that maximise F1."""
        for language, chosen in self._by_language():
            events: dict[tuple[int, int], list[tuple[float, bool]]] = {}
            for number in chosen:
                for candidate, label, row in zip(
                    candidates[number], labels[number], chances[number], strict=True
                ):
                    chance = float(row[column]) if column >= 0 else 0.0
                    events.setdefault((number, candidate.event), []).append((chance, label == role))
            ranked = [sorted(found, key=lambda o: -o[0]) for found in events.values()]
            wanted = sum(
                len(event.get(role) or ()) for i in chosen for event in self.examples[i].gold["events"]
            )
            best = max(
                (_ranked_f1(ranked, wanted, float(first), float(more)), float(first), float(more))
                for first in np.arange(0.1, 0.6, 0.05)
                for more in np.arange(first, 0.9, 0.05)
            )
            self.log(f"role {role} {language}: F1 {best[0]:.3f} across folds at {best[1]:.2f}, {best[2]:.2f}")
            self.limits[limit_name(f"role-{role}", language)] = best[1]
            self.limits[limit_name(f"role-{role}-more", language)] = best[2]

    def _role_labels(self, aligned: Alignment, options: Sequence[Candidate]) -> list[str]:
        roles = [aligned.entity_roles(event, self.reader.ontology.roles) for event in aligned.events]
        return [roles[c.event].get(c.entity, NONE) for c in options]

    def _across(
        self, rows: Sequence[list[list[str]]], labels: Sequence[list[str]], *, strength: float
    ) -> tuple[LinearModel, list[Floats]]:
        """A model of all documents, and the probabilities of each as predicted from the others."""
        model = fit([r for p in rows for r in p], [x for p in labels for x in p], strength=strength)
        chances: list[Floats] = [np.zeros((0, len(model.labels)), dtype=np.float32) for _ in rows]
        for part in self.parts:
            inside = [i for i in range(len(rows)) if i not in part]
            other = fit(
                [r for i in inside for r in rows[i]],
                [x for i in inside for x in labels[i]],
                strength=strength,
            )
            columns = [other.labels.index(label) if label in other.labels else -1 for label in model.labels]
            for i in part:
                if rows[i]:
                    found = other.probabilities(rows[i])
                    chances[i] = np.stack(
                        [found[:, c] if c >= 0 else np.zeros(len(found), dtype=np.float32) for c in columns],
                        axis=1,
                    )
        return model, chances

    def _binary(
        self, name: str, rows: Sequence[list[list[str]]], labels: Sequence[list[bool]], *, strength: float
    ) -> tuple[LinearModel, list[list[float]]]:
        """The same for a yes-or-no model."""
        words = [["+" if label else NONE for label in part] for part in labels]

        def train(wanted: Sequence[int]) -> LinearModel:
            return fit(
                [r for i in wanted for r in rows[i]],
                [x for i in wanted for x in words[i]],
                strength=strength,
                positive="+",
            )

        chances: list[list[float]] = [[] for _ in rows]
        self.of_fold[name] = []
        for part in self.parts:
            other = train([i for i in range(len(rows)) if i not in part])
            self.of_fold[name].append(other)
            for i in part:
                if rows[i]:
                    chances[i] = other.probabilities(rows[i])[:, 0].tolist()
        self.models[name] = train(range(len(rows)))
        return self.models[name], chances

    def _by_language(self) -> list[tuple[str, list[int]]]:
        """The documents of each language by number."""
        languages = [example.document.language for example in self.examples]
        return [
            (code, [i for i, other in enumerate(languages) if other == code])
            for code in sorted(set(languages))
        ]

    def _best_limits(self, name: str, chances: Sequence[Any], truth: Sequence[Any]) -> None:
        """For each language the limit that maximises F1; one sequence of each a document."""
        for language, chosen in self._by_language():
            flat = np.concatenate([np.asarray(chances[i], dtype=np.float32) for i in chosen])
            right = np.concatenate([np.asarray(truth[i], dtype=bool) for i in chosen])
            best = (0.0, 0.5)
            for limit in np.arange(0.15, 0.75, 0.025):
                said = flat >= limit
                f1 = 2 * float((said & right).sum()) / max(float(said.sum() + right.sum()), 1.0)
                best = max(best, (f1, float(limit)))
            self.log(f"{name} {language}: F1 {best[0]:.3f} across folds at {best[1]:.3f}")
            self.limits[limit_name(name, language)] = best[1]

    # -- dates

    def train_dates(self) -> None:
        """Which date is an event's."""
        finders = [
            attachment.DateFinder(s, a.triggers) for s, a in zip(self.scenes, self.aligned, strict=True)
        ]
        candidates = [finder.candidates() for finder in finders]
        truth = [
            [c.edtf == a.events[c.event].get("date", "") for options in cs for c in options]
            for cs, a in zip(candidates, self.aligned, strict=True)
        ]
        rows = [
            [f.features(c) for options in cs for c in options]
            for f, cs in zip(finders, candidates, strict=True)
        ]
        _, chances = self._binary("dates", rows, truth, strength=DATE_STRENGTH)
        nested = [self._nest(scores, options) for scores, options in zip(chances, candidates, strict=True)]
        self._date_limits(candidates, nested)

    @staticmethod
    def _nest(
        scores: Sequence[float], options: Sequence[Sequence[attachment.DateCandidate]]
    ) -> list[list[float]]:
        flat = iter(scores)
        return [[next(flat) for _ in group] for group in options]

    def _date_limits(
        self,
        candidates: Sequence[list[list[attachment.DateCandidate]]],
        chances: Sequence[list[list[float]]],
    ) -> None:
        for dated, name in DATED.items():
            chosen = [i for i, e in enumerate(self.examples) if (e.document.published is not None) == dated]
            wanted = sum(bool(event.get("date")) for i in chosen for event in self.aligned[i].events)
            best = (0.0, 0.35)
            for limit in np.arange(0.1, 0.6, 0.025):
                right = said = 0
                for i in chosen:
                    found = attachment.decide(candidates[i], chances[i], float(limit))
                    for event, date in zip(self.aligned[i].events, found, strict=True):
                        said += date is not None
                        right += date is not None and date == event.get("date")
                best = max(best, (2 * right / max(said + wanted, 1), float(limit)))
            self.log(f"dates {name}: F1 {best[0]:.3f} across folds at {best[1]:.3f}")
            self.limits[limit_name("dates", name)] = best[1]

    # -- status, source

    def train_modality(self) -> None:
        """Status and source of events."""
        rows = [
            [modality.status_features(s, t) for t, event in zip(a.triggers, a.events, strict=True) if event]
            for s, a in zip(self.scenes, self.aligned, strict=True)
        ]
        labels = [[event.get("status") or "asserted" for event in a.events if event] for a in self.aligned]
        model, chances = self._across(rows, labels, strength=0.2)
        right = sum(
            model.labels[int(row.argmax())] == label
            for table, part in zip(chances, labels, strict=True)
            for row, label in zip(table, part, strict=True)
        )
        self.models["status"] = model
        self.log(f"status: {right / sum(map(len, labels)):.3f} right across folds")
        finders = [
            modality.SourceFinder(s, a.triggers) for s, a in zip(self.scenes, self.aligned, strict=True)
        ]
        candidates = [finder.candidates() for finder in finders]
        truth = [
            [
                a.name_of[c.mention.entity] == a.events[c.event].get("source") is not None
                for cs in options
                for c in cs
            ]
            for a, options in zip(self.aligned, candidates, strict=True)
        ]
        source_rows = [
            [f.features(c) for cs in options for c in cs]
            for f, options in zip(finders, candidates, strict=True)
        ]
        _, scores = self._binary("sources", source_rows, truth, strength=0.1)
        self._best_limits("sources", scores, truth)

    # -- relations, objectives

    def train_relations(self) -> None:
        """Lasting relations between pairs of entities."""
        rows, labels = [], []
        for scene, aligned in zip(self.scenes, self.aligned, strict=True):
            stated = {
                (a, b): r
                for a, r, b in aligned.gold.get("relations", ())
                if r in self.reader.ontology.relations
            }
            wanted = list(relations.pairs(scene))
            rows.append([relations.features(scene, a, b) for a, b in wanted])
            labels.append(
                [stated.get((aligned.name_of[a.entity], aligned.name_of[b.entity]), NONE) for a, b in wanted]
            )
        model, chances = self._across(rows, labels, strength=0.1)
        self.models["relations"] = model
        some = [i for i, label in enumerate(model.labels) if label != NONE]
        self._best_limits(
            "relations",
            [table[:, some].ravel() for table in chances],
            [[label == model.labels[i] for label in part for i in some] for part in labels],
        )

    def train_objectives(self) -> None:
        """Which clauses state an aim, of which category, and whose it is."""
        options = [[c for n in range(len(s.tokens)) for c in objectives.clauses(s, n)] for s in self.scenes]
        stated = [self._stated(scene, a) for scene, a in zip(self.scenes, self.aligned, strict=True)]
        truth = [
            [self._states(scene, clause, goals) is not None for clause in clauses]
            for scene, clauses, goals in zip(self.scenes, options, stated, strict=True)
        ]
        rows = [[objectives.features(s, c) for c in cs] for s, cs in zip(self.scenes, options, strict=True)]
        _, chances = self._binary("objectives", rows, truth, strength=0.1)
        self._best_limits("objectives", chances, truth)
        kinds: list[tuple[list[str], str]] = []
        holder_rows: list[list[list[str]]] = []
        holder_truth: list[list[bool]] = []
        for scene, aligned, clauses, goals in zip(self.scenes, self.aligned, options, stated, strict=True):
            part_rows, part_truth = [], []
            for clause in clauses:
                goal = self._states(scene, clause, goals)
                if goal is None:
                    continue
                kinds.append((objectives.category_features(scene, clause), goal["category"]))
                for mention in scene.mentions[clause.passage]:
                    part_rows.append(objectives.holder_features(scene, clause, mention))
                    part_truth.append(aligned.name_of[mention.entity] in (goal.get("holder") or ()))
            holder_rows.append(part_rows)
            holder_truth.append(part_truth)
        self.models["categories"] = fit([r for r, _ in kinds], [k for _, k in kinds], strength=0.2)
        self._binary("holders", holder_rows, holder_truth, strength=0.1)

    @staticmethod
    def _stated(scene: Scene, aligned: Alignment) -> list[tuple[int, int, dict[str, Any]]]:
        return [
            (*span, goal)
            for goal in aligned.gold.get("objectives", ())
            for span in spans_of(goal["quote"], scene.document.text)[:1]
        ]

    @staticmethod
    def _states(
        scene: Scene, clause: objectives.Clause, goals: Sequence[tuple[int, int, dict[str, Any]]]
    ) -> dict[str, Any] | None:
        """The annotated aim that a clause shares at least half of the shorter of the two with."""
        tokens = scene.tokens[clause.passage]
        start, end = tokens.starts[clause.first], tokens.ends[clause.end - 1]
        for low, high, goal in goals:
            if min(end, high) - max(start, low) >= 0.5 * min(end - start, high - low):
                return goal
        return None


def _ranked_f1(
    ranked: Sequence[Sequence[tuple[float, bool]]], wanted: int, first: float, more: float
) -> float:
    """F1 of a role whose likeliest filler counts from ``first`` on, others from ``more`` on."""
    said = right = 0
    for found in ranked:
        for place, (chance, true) in enumerate(found):
            if chance < (more if place else first):
                break
            said, right = said + 1, right + true
    return 2 * right / max(said + wanted, 1)


ROLE_STRENGTH = 0.03
DATE_STRENGTH = 0.02


def main() -> None:
    """Train what the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--held-out", type=Path, help="a file of document stems that are not looked at")
    parser.add_argument("--output", type=Path, default=MODELS)
    args = parser.parse_args()
    held_out = frozenset(args.held_out.read_text(encoding="utf-8").split() if args.held_out else ())
    reader = Reader(load_ontology(), base=str(THINGS))
    examples = load_examples(args.gold, args.documents, held_out)
    print(f"{len(examples)} documents", file=sys.stderr)
    models = Trainer(reader, examples, lambda line: print(line, file=sys.stderr, flush=True)).run()
    args.output.parent.mkdir(parents=True, exist_ok=True)
    save_models(models, args.output)


if __name__ == "__main__":
    main()
