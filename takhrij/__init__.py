"""Takhrij: sourced claims from Arabic reporting on armed conflict, traced, compared and graded."""

from takhrij.core import __version__

__all__ = ["__version__"]
