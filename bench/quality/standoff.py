"""Annotations of corpus articles that hold no word of them but names of places: quotations are kept as offsets.

usage: python -m bench.quality.standoff keep NAME ANNOTATED.jsonl
       python -m bench.quality.standoff show [--half read|unread] > REFERENCE.jsonl
       python -m bench.quality.standoff pick NAME NUMBER [PATTERN] > ARTICLES.jsonl

`pick` prints articles of the corpus that nobody has annotated, chosen by the hash of NAME and article, so that two
names rarely get the same; PATTERN is a regular expression that their text must hold. `keep` takes what `pick` printed
with "events" as the reference files have them, adds it to `articles/NAME.jsonl` here, and fails where a quotation does
not stand in its article. `show` puts texts and annotations together again; every third article is of the half that
nobody reads while working on the rules.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from bench.corpus import DEV, SHARED, TRAIN, Json, MeasureError

KEPT = Path(__file__).with_name("articles")
_CORPUS = SHARED / "data" / "saudinewsnet"
# Shorter texts tell nothing; longer ones are collections.
_LENGTH = range(500, 6000)
_UNREAD = 3
# An article that shares so much of its runs of so many words with a reference is a copy of it.
_SHARED, _RUN = 0.15, 6


def _article(row: Json) -> Json:
    text = f"{row['title']}\n\n{row['content']}"
    digest = hashlib.sha256(text.encode()).hexdigest()
    day = row["date_extracted"][:10]
    meta = {"source": row["source"], "url": row["url"], "author": row["author"], "published": day}
    return {"id": f"article-{digest[:12]}", **meta, "title": row["title"], "text": text}


@cache
def corpus() -> dict[str, Json]:
    """All articles by id; of those with the same text the first. Raises MeasureError where the corpus is absent."""
    if not _CORPUS.is_dir():
        raise MeasureError("The corpus is not here; lay the folder shared/ beside the repository.")
    found: dict[str, Json] = {}
    for file in sorted(_CORPUS.glob("*.zip")):
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                for row in json.loads(archive.read(name)):
                    if row["title"] and row["content"]:
                        article = _article(row)
                        found.setdefault(article["id"], article)
    return found


def _rows(file: Path) -> list[Json]:
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return [json.loads(line) for line in lines if line.strip()]


def kept() -> list[Json]:
    """The annotations as they are kept."""
    return [row for file in sorted(KEPT.glob("*.jsonl")) for row in _rows(file)]


def unread(row: Json) -> bool:
    """Whether an article is of the half that is measured and not read."""
    return int(row["id"].rpartition("-")[2], 16) % _UNREAD == 0


def _span(text: str, quote: str) -> list[int]:
    match = re.search(r"\s+".join(re.escape(word) for word in quote.split()), text)
    if match is None:
        raise MeasureError(f"not in the article: {quote!r}")
    return list(match.span())


def reduced(annotated: Json) -> Json:
    """An annotated article without its words. Raises MeasureError for a quotation that it does not hold."""
    article = corpus().get(annotated["id"])
    if article is None:
        raise MeasureError(f"{annotated['id']}: no such article in the corpus")
    events = copy.deepcopy(annotated["events"])
    for event in events:
        event["evidence"] = [_span(article["text"], quote) for quote in event["evidence"]]
        told = event["attribution"].get("span")
        event["attribution"]["span"] = _span(article["text"], told) if told else None
    return {"id": annotated["id"], "events": events}


def whole(row: Json) -> Json:
    """The article and its events, quotations put back."""
    article, events = corpus()[row["id"]], copy.deepcopy(row["events"])
    text = article["text"]
    for event in events:
        event["evidence"] = [text[start:end] for start, end in event["evidence"]]
        told = event["attribution"].get("span")
        event["attribution"]["span"] = text[told[0] : told[1]] if told else None
    return {**article, "events": events}


def references(half: str = "") -> list[Json]:
    """All annotated articles, or those of the half that is "read" or "unread"."""
    rows = kept()
    if half:
        rows = [row for row in rows if unread(row) == (half == "unread")]
    return [whole(row) for row in rows]


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


def picked(name: str, number: int, pattern: str) -> Iterator[Json]:
    """Articles without annotation that repeat no annotated text, in an order of the name's own."""
    held = [document for reference in (TRAIN, DEV) for document in reference.documents()]
    done = {row["id"] for row in kept()}
    told = {run for document in held for run in _runs(document["text"])}
    told.update(run for id in done for run in _runs(corpus()[id]["text"]))
    fitting = [
        article
        for article in corpus().values()
        if article["id"] not in done and len(article["text"]) in _LENGTH and re.search(pattern, article["text"])
    ]
    fitting.sort(key=lambda article: hashlib.sha256((name + article["id"]).encode()).digest())
    for article in fitting:
        runs = _runs(article["text"])
        if len(runs & told) <= _SHARED * len(runs):
            told |= runs
            yield article
            number -= 1
        if not number:
            return


def keep(name: str, file: Path) -> int:
    """Add the annotated articles of a file; one that was kept before is replaced. Returns how many are kept there."""
    held = KEPT / f"{name}.jsonl"
    rows = {row["id"]: row for row in (*_rows(held), *map(reduced, _rows(file)))}
    KEPT.mkdir(exist_ok=True)
    made = (json.dumps(rows[id], ensure_ascii=False) for id in sorted(rows))
    held.write_text("".join(f"{line}\n" for line in made), encoding="utf-8")
    return len(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Keep, show or pick. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="standoff", description=(__doc__ or "").splitlines()[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    keeping = verbs.add_parser("keep")
    keeping.add_argument("name")
    keeping.add_argument("file", type=Path)
    showing = verbs.add_parser("show")
    showing.add_argument("--half", choices=("read", "unread"), default="")
    picking = verbs.add_parser("pick")
    picking.add_argument("name")
    picking.add_argument("number", type=int)
    picking.add_argument("pattern", nargs="?", default="")
    options = parser.parse_args(arguments)
    try:
        if options.verb == "keep":
            print(f"{keep(options.name, options.file)} articles in {KEPT.name}/{options.name}.jsonl")
            return 0
        rows = (
            references(options.half)
            if options.verb == "show"
            else picked(options.name, options.number, options.pattern)
        )
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    except MeasureError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
