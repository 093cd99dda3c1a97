"""Arabic behind the Language protocol: folding with an offset map, words, clitics, numbers."""

from takhrij.arabic.language import Arabic

__all__ = ["Arabic"]
