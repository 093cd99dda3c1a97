"""Running pure functions over many items: in this process or in several."""

from takhrij.run.contract import Runner
from takhrij.run.local import LocalRunner

__all__ = ["LocalRunner", "Runner"]
