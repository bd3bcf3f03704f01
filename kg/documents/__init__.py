"""A file becomes a Document: its text, divided into what is read and what is not, and its metadata."""

from kg.documents.copies import Sample, find_copies
from kg.documents.find import ENDINGS, Source, find_documents
from kg.documents.read import LIMIT, read_document

__all__ = ["ENDINGS", "LIMIT", "Sample", "Source", "find_copies", "find_documents", "read_document"]
