"""Which words tell of an event, and of which class: a linear model over frames and context."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.frames import Match, grammatical_places
from kg.extract.linear import LinearModel
from kg.extract.scene import Scene
from kg.language.words import grammar

NONE = "-"
CONTENT = ("VERB", "NOUN", "ADJ", "PROPN", "AUX", "ADV")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that expresses an event of class ``cls``; ``match`` is the frame that says so, if any."""

    passage: int
    token: int
    cls: str
    score: float
    match: Match | None
    alternatives: tuple[str, ...] = ()


def frame_classes(matches: list[Match]) -> dict[str, Match]:
    """The best match of each class."""
    best: dict[str, Match] = {}
    for match in matches:
        best.setdefault(match.frame.evokes, match)
    return best


def features(scene: Scene, passage: int, i: int, *, lexical: bool = True) -> list[str]:
    """Feature names of a token as a trigger; without ``lexical``, nothing names the word itself."""
    tokens = scene.tokens[passage]
    begin, end = tokens.bounds(i)
    matches = scene.matches[passage]
    here = matches.get(i, [])
    row = [f"l={tokens.language}", f"p={tokens.pos[i]}", f"d={tokens.deps[i]}", f"pd={tokens.pos[i]}|{tokens.deps[i]}"]
    if lexical:
        word = tokens.words[i]
        row += [f"w={word}", f"wp={word}|{tokens.pos[i]}", f"pre={word[:5]}", f"pre4={word[:4]}", f"suf={word[-4:]}"]
        if i > begin:
            row.append(f"ww={tokens.words[i - 1]}|{word}")
        if i + 1 < end:
            row.append(f"ww+={word}|{tokens.words[i + 1]}")
    classes = frame_classes(here)
    row.append(f"fn={len(classes)}")
    for rank, (cls, match) in enumerate(sorted(classes.items(), key=lambda c: -c[1].frame.weight)):
        weight = f"{match.frame.weight:.1f}"
        row += [f"f={cls}", f"fw={cls}|{weight}", f"ff={match.fits}|{weight}|{match.words > 1}", f"fr{rank}={weight}"]
        row.append(f"fx={cls}|{match.fits}|{match.words > 1}|{weight}")
    top = next(iter(classes), NONE)
    row.append(f"top={top}")
    places = grammatical_places(tokens, i)
    for token, place in places.items():
        mention = scene.mention_at(passage, token)
        cls = scene.cls(mention) if mention else "?"
        row += [f"g={place}|{cls}", f"gf={place}|{cls}|{top}", f"gp={place}"]
        if lexical:
            row.append(f"gw={tokens.words[i][:5]}|{place}|{cls}")
        row.append(f"go={place}|{tokens.words[token][:6]}")
    for cls, match in classes.items():
        filled = {places[token] for token in places}
        for slot in match.frame.slots:
            if slot.required:
                row.append(f"req={cls}|{slot.place in filled}")
    for child in tokens.children[i]:
        row.append(f"cd={tokens.deps[child]}")
        if tokens.pos[child] in ("DET", "AUX", "PART", "NUM", "ADJ", "ADV", "ADP", "SCONJ"):
            row.append(f"cw={tokens.words[child]}")
    head = tokens.heads[i]
    row.append(f"hp={tokens.pos[head]}|{tokens.deps[i]}")
    if head != i:
        head_class = next(iter(frame_classes(matches.get(head, []))), NONE)
        row += [f"hw={tokens.words[head][:6]}|{tokens.deps[i]}", f"hf={head_class}|{tokens.deps[i]}", f"hft={head_class}|{top}"]
    for step in (-3, -2, -1, 1, 2, 3):
        j = i + step
        if begin <= j < end:
            near = next(iter(frame_classes(matches.get(j, []))), NONE)
            mention = scene.mention_at(passage, j)
            row.append(f"nc{step}={scene.cls(mention) if mention else NONE}")
            if abs(step) < 3:
                row += [f"n{step}={tokens.words[j]}", f"nf{step}={near}|{top}", f"np{step}={tokens.pos[j]}"]
        else:
            row.append(f"e{step}")
    mention = scene.mention_at(passage, i)
    if mention is not None:
        row += [f"in={scene.cls(mention)}", f"inf={scene.cls(mention)}|{top}", f"inh={mention.head == i}|{scene.cls(mention)}"]
        row.append(f"inm={mention.form}|{scene.cls(mention)}|{tokens.texts[i][:1].isupper()}")
    same = [
        j
        for j in range(begin, end)
        if j != i and (m := matches.get(j)) and m[0].frame.evokes == top
    ]
    if same:
        nearest = min(same, key=lambda j: abs(j - i))
        row.append(f"same={'before' if nearest < i else 'after'}|{min(abs(nearest - i), 6)}|{top}")
        if tokens.heads[nearest] == i or head == nearest:
            row.append(f"tied={tokens.deps[nearest] if tokens.heads[nearest] == i else tokens.deps[i]}|{top}")
    row.append(f"kind={tokens.passage.block.kind}|{end - begin < 12}")
    cues = grammar(tokens.language).cues
    if tokens.words[i] in cues["speech"].verbs:
        row.append(f"speech|{tokens.pos[i]}")
        if any(tokens.deps[c].startswith(("ccomp", "parataxis")) for c in tokens.children[i]):
            row.append("speech+clause")
    return row


class TriggerModel:
    """Finds triggers with a trained model; words are looked at when a frame or the model knows them."""

    def __init__(self, model: LinearModel, *, outside: float = 0.0) -> None:
        self.model = model
        self.outside = outside  # added to the score of no event
        self._none = model.labels.index(NONE)

    def candidates(self, scene: Scene, passage: int) -> list[int]:
        """Tokens worth a look."""
        tokens = scene.tokens[passage]
        index = self.model.index
        return [
            i
            for i in range(len(tokens))
            if tokens.pos[i] in CONTENT and (i in scene.matches[passage] or f"w={tokens.words[i]}" in index)
        ]

    def find(self, scene: Scene, passage: int) -> list[Trigger]:
        """The triggers of a passage in order."""
        wanted = self.candidates(scene, passage)
        if not wanted:
            return []
        scores = self.model.scores([features(scene, passage, i) for i in wanted])
        scores[:, self._none] += self.outside
        found = []
        for row, i in zip(scores, wanted, strict=True):
            best = int(row.argmax())
            if best == self._none:
                continue
            chance = 1 / sum(2.718281828 ** (float(s) - float(row[best])) for s in row)
            cls = self.model.labels[best]
            classes = frame_classes(scene.matches[passage].get(i, []))
            found.append(Trigger(passage, i, cls, chance, classes.get(cls)))
        return found
