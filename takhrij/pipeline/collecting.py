"""Pages from the network into a case: addresses that a user named, and what feeds and sitemaps name from then on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.core.errors import UsageError
from takhrij.core.records import Acquisition, Problem
from takhrij.fetch import Fetched, Fetcher
from takhrij.pipeline.opening import Opener, Opening
from takhrij.read.addresses import ENDING, is_address, listed_addresses
from takhrij.read.contract import Source
from takhrij.read.served import Answer
from takhrij.read.sitemap import Listed
from takhrij.run import Runner
from takhrij.store import Store, custody

MOST = 200
_MAPS = 50
_RETRY = {
    "forbidden": "save the page in a browser and add that file, if you may",
    "refused": "give the public address of a page, or vouch for the host with --allow-host",
    "failed": "give the address again later",
    "no_reader": "save the page as HTML, then add that file",
}


@dataclass(frozen=True, slots=True)
class Errand:
    """What to fetch: `pages` as they are, and `lists` (feeds, sitemaps, pages) of which at most `most` new addresses are
    followed; and `files` that are read beside them."""

    pages: Sequence[str] = ()
    lists: Sequence[str] = ()
    most: int = MOST
    files: Sequence[Path] = ()


def addresses_in(path: Path) -> list[str]:
    """The addresses of a list. Raises UsageError for a line that is none."""
    found = []
    for number, told in listed_addresses(path.read_text(encoding="utf-8-sig", errors="replace")):
        if not is_address(told):
            raise UsageError(f"line {number} of {path.name} is no web address; write one http(s) address a line")
        found.append(told)
    return found


def is_list(path: Path) -> bool:
    """Whether a path is a list of addresses."""
    return path.suffix.lower() == ENDING and path.is_file()


def collect(
    errand: Errand, case: str, config: Config, fetcher: Fetcher, progress: pipeline.Progress = pipeline.silent
) -> pipeline.Summary:
    """Fetch, log what was asked whatever came of it, and add what was got to a case, which is made where there is none."""

    def items(store: Store, caged: Runner) -> Iterator[Source | Problem]:
        told = replace(config, overlay=store.overlay)
        yield from pipeline.sources(errand.files, told, caged)
        yield from _Collector(store, Opener(caged), config, fetcher).run(errand)

    return pipeline.take(items, case, config, progress, errand.files)


@dataclass(slots=True)
class _Collector:
    store: Store
    opener: Opener
    config: Config
    fetcher: Fetcher
    known: dict[str, Acquisition] = field(default_factory=dict)

    def run(self, errand: Errand) -> Iterator[Source | Problem]:
        logged = (acquisition for _, acquisition in custody.acquisitions(self.store.audit))
        self.known = {a.asked: a for a in logged if isinstance(a, Acquisition) and a.outcome == "fetched"}
        for url in dict.fromkeys(errand.pages):
            yield from self._documents(url, self._get(url))
        for url in dict.fromkeys(errand.lists):
            yield from self._list(url, errand.most)

    def _get(self, url: str) -> Fetched:
        fetched = self.fetcher.get(url, self.known.get(url))
        custody.log_acquisition(self.store.audit, fetched.acquisition, self.config.by)
        if fetched.acquisition.outcome == "fetched":
            self.known[url] = fetched.acquisition
        return fetched

    def _documents(self, url: str, fetched: Fetched) -> Iterator[Source | Problem]:
        told = fetched.acquisition
        if told.outcome == "unchanged":
            return
        if fetched.body is None:
            retry = _RETRY[told.outcome]
            # A refusal names the address and what to do itself.
            message = told.detail or "" if told.outcome == "refused" else f"{url} was not got: {told.detail}; {retry}"
            yield Problem(told.outcome, message, "fetch", url, None, retry)
            return
        opening = self._opening(url, fetched.body, told)
        items = self.opener.documents(opening)
        if not items:
            kind = opening.answer.media_type or "no type"
            message = f"{url} is of a type that no reader knows ({kind}); {_RETRY['no_reader']}"
            yield Problem("no_reader", message, "fetch", url, None, _RETRY["no_reader"])
        yield from items

    def _opening(self, url: str, body: bytes, told: Acquisition) -> Opening:
        return Opening(Answer(body, url, told.url, told.ended, told.headers), self.config.max_input_bytes)

    def _list(self, url: str, most: int) -> Iterator[Source | Problem]:
        """The new pages that a feed or sitemap names, newest first where it tells days; the page itself where it is
        neither."""
        fetched = self._get(url)
        if fetched.body is None:
            yield from self._documents(url, fetched)
            return
        naming = self.opener.named(self._opening(url, fetched.body, fetched.acquisition))
        if isinstance(naming, Problem):
            yield naming
            return
        if not naming.is_list:
            yield from self._documents(url, fetched)
            return
        listed = list(naming.listed)
        for inner in [found.url for found in listed if found.index][:_MAPS]:
            within = self._within(inner)
            if isinstance(within, Problem):
                yield within
            else:
                listed += within
        pages = sorted((f for f in listed if not f.index), key=lambda f: f.published or f.changed or "", reverse=True)
        fresh = [page for page in dict.fromkeys(page.url for page in pages) if page not in self.known]
        for page in fresh[:most]:
            yield from self._documents(page, self._get(page))

    def _within(self, url: str) -> Sequence[Listed] | Problem:
        """What a sitemap that another one names lists."""
        fetched = self._get(url)
        if fetched.body is None:
            return ()
        naming = self.opener.named(self._opening(url, fetched.body, fetched.acquisition))
        return naming if isinstance(naming, Problem) else naming.listed
