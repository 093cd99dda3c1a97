"""Articles a second on one core and peak memory of `takhrij extract` over SaudiNewsNet.

usage: python -m bench.speed.extract [--articles N]

Prints one JSON object. `articles` counts those given and `refused` those of them that are empty or in another
language; the pace is that of the others. Processor time counts, start of the program included, so that a busy
machine does not change the figure; `seconds` is what a user waits. Memory is the largest resident set in MB
(10^6 bytes).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from bench.corpus import ROOT, SHARED, Json, MeasureError, extract_command

CORPUS = SHARED / "data" / "saudinewsnet"


def articles(folder: Path = CORPUS) -> Iterator[Json]:
    """Articles of the corpus in order of day. Raises MeasureError where it is absent."""
    if not folder.is_dir():
        raise MeasureError("The corpus is not here; lay the folder shared/ beside the repository.")
    for path in sorted(folder.glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                if name.endswith(".json"):
                    yield from json.loads(archive.read(name).decode("utf-8"))


def measure(number: int) -> Json:
    """Extract the first articles in a process of their own, on one core."""
    with tempfile.TemporaryDirectory() as folder:
        source, printed = Path(folder) / "articles.json", Path(folder) / "claims.jsonl"
        # In a process of its own: a child's peak memory is at least what its parent held.
        prepare = [sys.executable, "-m", "bench.speed.extract", "--articles", str(number), "--write", str(source)]
        if subprocess.run(prepare, cwd=ROOT, check=False).returncode:
            raise MeasureError("The articles could not be laid out; the line above says why.")
        with printed.open("wb") as out:
            begin = time.perf_counter()
            child = subprocess.Popen(_on_one_core(extract_command(source)), cwd=ROOT, stdout=out)
            _, status, usage = os.wait4(child.pid, 0)
            seconds = time.perf_counter() - begin
            child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in (0, 1):
            raise MeasureError(f"takhrij extract ended with status {child.returncode}; run it by hand to see why.")
        with printed.open(encoding="utf-8") as lines:
            claims = [len(json.loads(line)["claims"]) for line in lines]
        # Only now, since it takes memory: the corpus may hold fewer articles than were asked for.
        given = len(json.loads(source.read_text(encoding="utf-8")))
    if not claims:
        raise MeasureError("takhrij extract printed nothing; run it by hand to see why.")
    processor = usage.ru_utime + usage.ru_stime
    return {
        "articles": given,
        "refused": given - len(claims),
        "claims": sum(claims),
        "articles_per_second": round(len(claims) / processor, 1),
        "processor_seconds": round(processor, 2),
        "seconds": round(seconds, 2),
        "peak_mb": round(usage.ru_maxrss * 1024 / 1e6, 1),
    }


def _on_one_core(command: Sequence[str]) -> list[str]:
    """The command bound to one core, where the system can bind it."""
    if not hasattr(os, "sched_getaffinity"):
        return list(command)
    core = max(os.sched_getaffinity(0))
    bind = f"import os, sys; os.sched_setaffinity(0, {{{core}}}); os.execv(sys.argv[1], sys.argv[1:])"
    return [sys.executable, "-c", bind, *command]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="speed", description="Articles a second and peak memory of extraction.")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--write", type=Path, metavar="FILE", help="only write the articles as a JSON array")
    options = parser.parse_args(arguments)
    try:
        if options.write:
            chosen = list(islice(articles(), options.articles))
            options.write.write_text(json.dumps(chosen, ensure_ascii=False), encoding="utf-8")
        else:
            print(json.dumps(measure(options.articles)))
    except MeasureError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
