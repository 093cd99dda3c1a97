"""Running pure functions over many items: in this process, or in caged ones beside it."""

from takhrij.run.cage import Caps
from takhrij.run.caged import CagedRunner
from takhrij.run.contract import Fall, Runner
from takhrij.run.local import LocalRunner

__all__ = ["CagedRunner", "Caps", "Fall", "LocalRunner", "Runner"]
