"""The trained models' kinds: what is evaluated is what was fitted, and what was written is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from fixture_documents import paragraph

from kg.extract.fit import fit, fit_choices, fit_trees
from kg.extract.fit_net import fit_net
from kg.extract.linear import LinearModel, among
from kg.extract.nets import View
from kg.extract.stored import Trained, load_models, save_models
from kg.extract.tokens import all_tokens
from kg.extract.train.beside import beside
from kg.extract.word_vectors import NOWHERE, WordVectors
from kg.language import parse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.extract.linear import Floats

DOCUMENTS = [
    "The army entered the town on Monday, shelled the hospital and arrested four men.",
    "Rebels attacked a convoy near the border; soldiers killed six of them and seized their weapons.",
    "Residents fled to the hills while aircraft bombed the market.",
]


def numbers(size: int = 900) -> tuple[Floats, list[str]]:
    """Three columns of noise; the label hangs on the first two together."""
    table = np.random.default_rng(3).normal(size=(size, 3)).astype(np.float32)
    labels = np.where(table[:, 0] * table[:, 1] > 0.2, "a", np.where(table[:, 0] > 0, "b", "c"))
    return table, labels.tolist()


@pytest.mark.parametrize("positive", [None, "a"], ids=["three labels", "one against the others"])
def test_trees_say_what_the_library_says(positive: str | None) -> None:
    from sklearn.ensemble import HistGradientBoostingClassifier

    table, labels = numbers()
    ours = fit_trees(table, labels, positive=positive, rounds=25)
    library = HistGradientBoostingClassifier(
        learning_rate=0.1, max_iter=25, max_leaf_nodes=16, min_samples_leaf=30, l2_regularization=5,
        early_stopping=False, random_state=1,
    )  # fmt: skip
    library.fit(table, labels if positive is None else [label == positive for label in labels])
    expected = library.predict_proba(table)
    np.testing.assert_allclose(
        ours.probabilities(table), expected if positive is None else expected[:, 1:], atol=1e-5
    )


def test_trees_learn_what_no_single_number_tells() -> None:
    table, labels = numbers()
    model = fit_trees(table[:600], labels[:600])
    said = [model.labels[best] for best in model.probabilities(table[600:]).argmax(axis=1)]
    assert np.mean([one == other for one, other in zip(said, labels[600:], strict=True)]) > 0.85


def test_of_no_examples_nothing_is_said() -> None:
    table, labels = numbers()
    assert fit_trees(table, labels, rounds=3).probabilities(table[:0]).shape == (0, 3)
    views, right = told(DOCUMENTS[:1])
    nothing = views[0]._replace(numbers=views[0].numbers[:0], names=[], places=views[0].places[:0])
    assert fit_net(views, right, positive="+").probabilities(nothing).shape == (0, 1)


def told(texts: Sequence[str], language: str = "en") -> tuple[list[View], list[list[str]]]:
    """Every word of some texts: a column of noise, and whether it and the word before it are both verbs."""
    views, right = [], []
    for text in texts:
        tokens = all_tokens(parse(paragraph(text, language)))
        words = WordVectors(tokens)
        places = [
            (words.place(number, i), words.place(number, i - 1))
            for number, passage in enumerate(tokens)
            for i in range(len(passage))
        ]
        noise = np.random.default_rng(len(text)).normal(size=(len(places), 1)).astype(np.float32)
        views.append(View(noise, [("word",)] * len(places), words, np.array(places)))
        right.append(["+" if pos == "VERB" else "-" for passage in tokens for pos in passage.pos])
    return views, right


def test_a_net_learns_what_words_mean_and_writes_what_it_learned(tmp_path: Path) -> None:
    """Verbs that it never saw, told by their vectors; the same each time, and after it was written."""
    views, right = told(DOCUMENTS * 12)
    model = fit_net(views, right, positive="+")
    other, verbs = told(["The militia captured a bridge and destroyed two trucks before it withdrew."])
    chances = model.probabilities(other[0])[:, 0]
    assert ((chances > 0.5) == [label == "+" for label in verbs[0]]).mean() > 0.8
    np.testing.assert_array_equal(
        fit_net(views, right, positive="+").scores(other[0]), model.scores(other[0])
    )
    save_models(Trained(nets={"one": model}), tmp_path / "models.npz")
    read = load_models(tmp_path / "models.npz").nets["one"]
    np.testing.assert_allclose(read.scores(other[0]), model.scores(other[0]), atol=0.05)


def test_a_net_sees_each_word_in_its_own_language() -> None:
    """A language that a net was not trained on leaves it with the numbers alone."""
    views, right = told(DOCUMENTS * 4)
    model = fit_net(views, right, positive="+")
    (french,), _ = told(["Les soldats ont pris le pont."], "fr")
    blank = french._replace(places=np.full_like(french.places, NOWHERE))
    np.testing.assert_allclose(model.scores(french), model.scores(blank))
    assert not np.allclose(
        model.scores(views[0]), model.scores(views[0]._replace(places=views[0].places[::-1]))
    )


def test_what_counts_more_decides_what_a_net_learns() -> None:
    """Two tellings that contradict each other."""
    views, right = told(DOCUMENTS)
    wrong = [["-" if label == "+" else "+" for label in part] for part in right]
    verbs = np.array([label == "+" for part in right for label in part])
    for weights, said in (([9.0, 1.0], True), ([1.0, 9.0], False)):
        spread = [weight for weight in weights for _ in views]
        model = fit_net(views * 20, [*right, *wrong] * 10, positive="+", weights=spread * 10)
        chances = np.concatenate([model.probabilities(view)[:, 0] for view in views])
        assert bool(chances[verbs].mean() > 0.5) is said


def test_two_labels_are_refused() -> None:
    table, labels = numbers()
    some = [row for row, label in enumerate(labels) if label != "c"]
    with pytest.raises(ValueError, match="positive"):
        fit_trees(table[some], [labels[row] for row in some])


def test_a_group_shares_one_probability() -> None:
    shared = among(np.array([0.0, 0.0, 1000.0, 3.0, 3.0, 3.0, 3.0]), [2, 1, 4])
    np.testing.assert_allclose(shared, [0.5, 0.5, 1, 0.25, 0.25, 0.25, 0.25])
    assert not among(np.zeros(0), []).size


def test_choices_are_made_within_a_group() -> None:
    """ "near" wins where it stands, "none" where nothing near does, whatever else is offered."""
    groups = [[["far"], ["near"], ["none"]], [["far"], ["none"]], [["near"], ["none"]]] * 20
    wanted = [[False, True, False], [False, True], [True, False]] * 20
    rows = [row for group in groups for row in group]
    sizes = [len(group) for group in groups]
    model = fit_choices(rows, sizes, [right for group in wanted for right in group], penalty=0.1)
    chances = among(model.scores(rows)[:, 0], sizes)
    assert ((chances > 0.5) == [right for group in wanted for right in group]).all()


def test_a_trimmed_model_keeps_the_features_that_tell() -> None:
    weights = np.array([[0.5, 0], [0.004, -0.9], [0.001, 0.002], [0.3, 0]], dtype=np.float32)
    model = LinearModel(["a", "b"], ["one", "two", "three"], weights)
    trimmed = model.trimmed(0.01)
    assert list(trimmed.index) == ["one", "three"]
    rows = [["one", "two"], ["three"], []]
    np.testing.assert_allclose(trimmed.scores(rows), model.scores(rows), atol=0.003)


def test_to_count_twice_is_to_be_there_twice() -> None:
    """Of documents that contradict each other the one that counts more has its way, and how far."""
    rows, right, sizes = [["near"], ["none"]] * 6, [True, False] * 4 + [False, True] * 2, [2] * 6
    heavy = fit_choices(rows[6:], sizes[3:], right[6:], penalty=0.5, weights=[2, 1, 3])
    repeated = [["near"], ["none"]] * 6, [True, False] * 2 + [False, True] * 4
    again = fit_choices(repeated[0], sizes, repeated[1], penalty=0.5)
    np.testing.assert_allclose(heavy.scores(rows), again.scores(rows), atol=1e-3)
    words = ["a", "b", "b"]
    seen = [["near", "far"], ["near", "far"], ["far", "near"]]
    weighed = fit(seen, words, positive="a", weights=[3, 1, 1])
    said = fit([seen[0]] * 3 + seen[1:], ["a"] * 3 + words[1:], positive="a")
    np.testing.assert_allclose(weighed.scores(seen), said.scores(seen), atol=1e-3)


def test_what_is_fitted_beside_each_other_keeps_its_order() -> None:
    table = list(range(50))
    assert beside(lambda start: sum(table[start:]), [0, 10, 49]) == [1225, 1180, 49]


def test_a_fault_in_one_of_several_processes_is_told() -> None:
    with pytest.raises(ZeroDivisionError):
        beside(lambda number: 1 / number, [1, 0])


def test_what_is_written_is_read(tmp_path: Path) -> None:
    table, labels = numbers()
    rows = [[f"first={row[0] > 0}", f"second={row[1] > 0}"] for row in table]
    trained = Trained({"one": fit(rows, labels)}, {"one": fit_trees(table, labels, rounds=5)})
    save_models(trained, tmp_path / "models.npz")
    read = load_models(tmp_path / "models.npz")
    assert (set(read.linear), set(read.trees)) == ({"one"}, {"one"})
    np.testing.assert_array_equal(read.trees["one"].scores(table), trained.trees["one"].scores(table))
    np.testing.assert_allclose(read.linear["one"].scores(rows), trained.linear["one"].scores(rows), atol=1e-2)
