"""The command that looks at feeds, sitemaps and pages again and again."""

from __future__ import annotations

import re
import sys
import time
from typing import Annotated

from cyclopts import Parameter

from takhrij.cli.network import Network, fetcher_of
from takhrij.cli.progress import Bar
from takhrij.cli.reading import report
from takhrij.cli.terms import Case, Jobs, say, settings
from takhrij.core.errors import UsageError

_EVERY = re.compile(r"(\d+)\s*([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_SHORTEST = 60
_PLAIN = Network()


def seconds_of(told: str) -> int:
    """The seconds of ``30m``, ``2h`` or ``1d``. Raises UsageError.

    >>> seconds_of("30m")
    1800
    """
    found = _EVERY.fullmatch(told.strip())
    if found is None or int(found[1]) * _SECONDS[found[2]] < _SHORTEST:
        raise UsageError(f"'{told}' is no time between two looks; write one of a minute or more, like 30m, 2h or 1d")
    return int(found[1]) * _SECONDS[found[2]]


def watch(
    *addresses: Annotated[str, Parameter(help="addresses of feeds, sitemaps or pages")],
    case: Case,
    every: Annotated[str, Parameter(help="time between two looks: 30m, 2h, 1d")] = "30m",
    once: Annotated[bool, Parameter(help="look once, then end", negative="")] = False,
    jobs: Jobs = None,
    network: Network = _PLAIN,
) -> int:
    """Look at feeds, sitemaps and pages again and again, and add what is new to a case. Ctrl-C ends it.

    Every request is logged in the case, also those that gave nothing: `takhrij acquisitions` lists them.
    """
    from takhrij.pipeline.collecting import Errand, collect
    from takhrij.read.addresses import is_address

    wait = seconds_of(every)
    if not addresses or not all(is_address(given) for given in addresses):
        raise UsageError("give the http(s) addresses of feeds, sitemaps or pages to watch")
    fetcher = fetcher_of(network)
    try:
        while True:
            with Bar() as bar:
                summary = collect(Errand(lists=addresses), case, settings(jobs), fetcher, bar.step)
            code = report(summary, case, "text")
            if once:
                return 0 if code == 3 and not summary.problems else code
            sys.stdout.flush()
            time.sleep(wait)
    except KeyboardInterrupt:
        if once:
            raise
        say("watching has ended; what was read is kept")
        return 0
