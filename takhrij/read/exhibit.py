"""Pictures, sound and film: kept unchanged as exhibits; their text is the caption that came with them, or none.

No picture is decoded. What a file tells of its time and place stands in the document's headers and is not verified.
"""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from takhrij.core.language import Language
from takhrij.read.contract import Draft, Reader, Source
from takhrij.read.cues import cues_of
from takhrij.read.layout import Given, lay_out
from takhrij.resources import Resources

NAME = "exhibit"
CAPTION = "caption"
_LONGEST_CAPTION = 4000
_CAPTION_KEYS = ("caption", "description", "text", "title")
_KINDS = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (4, b"ftyphei", "image/heic"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (8, b"AVI ", "video/x-msvideo"),
    (8, b"WAVE", "audio/wav"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
)
# fmt: off
_ENDINGS = (
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".tiff", ".heic", ".mp4", ".m4v", ".mov", ".3gp", ".mkv", ".webm",
    ".avi", ".mp3", ".m4a", ".ogg", ".oga", ".opus", ".wav",
)
# fmt: on
_WHEN, _TAKEN, _OFFSET, _CAMERA, _PLACE = 306, 36867, 36881, 34665, 34853


def _read(source: Source, language: Language, resources: Resources) -> Draft:
    text = source.headers.get(CAPTION, "").strip()
    headers = {"file:type": _kind(source.data) or "unknown", **_metadata(source.data)}
    if not text:
        return Draft(text="", headers=headers)
    layout = lay_out(text, cues_of(language, resources), Given(url=source.url, rows=True))
    return Draft(text=text, tags=layout.tags, boilerplate=layout.boilerplate, headers=headers)


def _kind(data: bytes) -> str | None:
    return next((kind for at, mark, kind in _KINDS if data[at : at + len(mark)] == mark), None)


def _metadata(data: bytes) -> Mapping[str, str]:
    """Time and place as a camera wrote them, under ``exif:`` names; empty where there are none or they are damaged."""
    from PIL import Image  # costs a tenth of a second that only pictures need pay

    if _kind(data) not in ("image/jpeg", "image/tiff", "image/png", "image/webp"):
        return {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=("JPEG", "TIFF", "PNG", "WEBP")) as picture:
                exif = picture.getexif()
                camera, place = exif.get_ifd(_CAMERA), exif.get_ifd(_PLACE)
    except Exception:  # noqa: BLE001 — damaged headers raise anything; the exhibit is kept all the same
        return {}
    told: dict[str, str] = {}
    taken = str(camera.get(_TAKEN) or exif.get(_WHEN) or "").strip("\0 ")
    if len(taken) >= 10 and taken[:4].isdecimal() and taken[:4] != "0000":
        offset = str(camera.get(_OFFSET) or "").strip("\0 ")
        told["exif:time"] = f"{taken[:10].replace(':', '-')}{taken[10:19].replace(' ', 'T')}{offset}"
    spot = [_degrees(place.get(value), place.get(side)) for side, value in ((1, 2), (3, 4))]
    if None not in spot:
        told["exif:place"] = f"{spot[0]:.5f},{spot[1]:.5f}"
    return told


def _degrees(parts: Any, side: Any) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    return (-value if side in ("S", "W") else value) if 0 <= value <= 180 else None


def is_exhibit(path: Path) -> bool:
    """Whether a file's ending is that of a picture, sound or film."""
    return path.suffix.lower() in _ENDINGS


def caption_file(path: Path) -> Path | None:
    """The file beside an exhibit that holds its caption: ``x.jpg.txt``, ``x.jpg.json``, ``x.txt``, ``x.json``."""
    beside = [path.with_name(path.name + e) for e in (".txt", ".json")]
    beside += [path.with_suffix(e) for e in (".txt", ".json")]
    # A link may lead out of what was given to be read.
    files = (p for p in beside if p.is_file() and not p.is_symlink())
    return next((p for p in files if p.stat().st_size <= 2 * _LONGEST_CAPTION and caption(p)), None)


def caption(path: Path) -> str:
    """The caption in a file beside an exhibit, empty where it holds none or more than a caption."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        if path.suffix.lower() == ".json":
            row = json.loads(text)
            told = [row.get(key) for key in _CAPTION_KEYS] if isinstance(row, dict) else []
            text = next((t for t in told if isinstance(t, str) and t.strip()), "")
    except (OSError, ValueError, RecursionError):
        return ""
    return text.strip() if len(text) <= _LONGEST_CAPTION else ""


def _sniff(head: bytes) -> bool:
    return _kind(head) is not None


READER = Reader(NAME, "1", "application/octet-stream", _ENDINGS, _read, _sniff)
