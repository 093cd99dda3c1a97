"""Running pure functions over many items: in this process or in several."""

from takhrij.run.contract import Runner

__all__ = ["Runner"]
