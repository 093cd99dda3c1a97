"""A BagIt bag (RFC 8493) of originals: a folder that any tool for bags can check, or a zip of one."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from takhrij.core.errors import UsageError
from takhrij.show.export.manifest import Wanted, file_name, manifest, record
from takhrij.show.formats import json_text

CHECKSUMS = ["sha256", "sha512"]


def write(wanted: Wanted, target: Path) -> None:
    """Write the bag to a new folder, or, for a name that ends in ``.zip``, to a zip. Raises UsageError where it is there."""
    import bagit

    zipped = target.suffix.lower() == ".zip"
    if target.exists() and not zipped:
        raise UsageError(f"{target} is there already; name a new folder for the bag, or a file that ends in .zip")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".bag-") as place:
        bag = Path(place) / target.name.removesuffix(target.suffix if zipped else "")
        _payload(wanted, bag)
        about = {
            "Bagging-Date": wanted.at[:10],
            "Bag-Software-Agent": f"{wanted.tool}, bagit.py {bagit.VERSION}",
            "External-Description": f"Originals of the case {wanted.title}",
            "Bag-Count": "1 of 1",
        }
        bagit.make_bag(str(bag), about, checksums=CHECKSUMS)
        if zipped:
            made = shutil.make_archive(str(Path(place) / "whole"), "zip", root_dir=place, base_dir=bag.name)
            shutil.move(made, target)
        else:
            bag.rename(target)


def _payload(wanted: Wanted, bag: Path) -> None:
    (bag / "originals").mkdir(parents=True)
    rows = list(manifest(wanted.store, wanted.documents))
    for row in rows:
        file = bag / "originals" / file_name(row["sha256"], row["media_type"])
        file.write_bytes(wanted.store.original(row["sha256"]))
    for name, told in (("manifest", rows), ("record", list(record(wanted.store)))):
        (bag / f"{name}.jsonl").write_text("".join(f"{json_text(row)}\n" for row in told), encoding="utf-8")
