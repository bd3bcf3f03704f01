"""What belongs to French alone: inflection, and the words that the readers ask for."""
