"""One file per format: `name`, `suffixes`, `sniff`, `load`, `mark` and `dump`, each a module.

A further format is one module and one entry point in the group `kg.loaders`.
"""
