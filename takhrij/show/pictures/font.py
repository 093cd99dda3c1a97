"""The packaged Arabic font, which has Latin letters too, cut to the two weights that drawings and pages use."""

from __future__ import annotations

import atexit
import importlib.resources
import shutil
import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

FAMILY = "Takhrij Drawing"
"""A name of its own: a machine may have another font of the package's name, and output is to be equal everywhere."""
WEIGHTS = {"regular": 400, "bold": 700}
_POSTSCRIPT, _STYLE = 6, 2
_NAMES = (1, 4, _POSTSCRIPT, 16)


@cache
def folder() -> Path:
    """A folder with ``regular.ttf`` and ``bold.ttf``, made once a process and removed at its end."""
    made = Path(tempfile.mkdtemp(prefix="takhrij-font-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    for name, weight in WEIGHTS.items():
        _cut(weight, name).save(made / f"{name}.ttf")
    return made


def _cut(weight: int, name: str) -> Any:
    fonts, instancer = import_module("fontTools.ttLib"), import_module("fontTools.varLib.instancer")
    # Without a time of its own: equal fonts give equal bytes.
    font = fonts.TTFont(_packaged(), recalcTimestamp=False)
    font = instancer.instantiateVariableFont(font, {"wght": weight, "wdth": 100}, inplace=True)
    for record in font["name"].names:
        if record.nameID in _NAMES:
            record.string = FAMILY if record.nameID != _POSTSCRIPT else f"{FAMILY.replace(' ', '')}-{name.title()}"
        elif record.nameID == _STYLE:
            record.string = name.title()
    return font


def _packaged() -> Path:
    files = importlib.resources.files("fontpkg_noto_sans_arabic") / "files"
    return next(Path(str(file)) for file in files.iterdir() if file.name.endswith(".ttf"))
