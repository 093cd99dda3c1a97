"""One module a field: `level(a, b, tables)` gives an integer level, `REASONS[level]` says it in words.

A new comparison is one file here, its name in `takhrij.link.tables.FIELDS` and its weights in the model.
"""
