"""How well documents are read: what the reader finds against what annotations have."""

from kg.evaluate.files import Annotation, parse_annotation, read_annotation
from kg.evaluate.run import Evaluation, evaluate
from kg.evaluate.scoring import Scores, score_document, summary

__all__ = [
    "Annotation",
    "Evaluation",
    "Scores",
    "evaluate",
    "parse_annotation",
    "read_annotation",
    "score_document",
    "summary",
]
