"""English: words and their forms, as data beside small rules."""
