"""Every store and every runner, for scenarios that each of them must pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from takhrij.core.ids import claim_anchor, sha256
from takhrij.core.records import (
    ActorRef,
    ChainLink,
    Claim,
    CountPart,
    CountRef,
    Document,
    Extraction,
    Framing,
    PlaceRef,
    Problem,
    Reading,
    Relation,
    Span,
    TimeRef,
)
from takhrij.run import CagedRunner, LocalRunner, Runner
from takhrij.store import Store, open_case
from takhrij.store.keyfile import RING, Cost, new_vault, write_key

TEXT = "قال مصدر قبلي إن الجماعة أفرجت في صنعاء عن {n} أسيرا يوم 13 نوفمبر 2018، وفق صحيفة النموذج."


class Sample:
    """One made-up page with everything a store keeps of it."""

    def __init__(self, number: int, url: str | None = None, reader: str = "text 1") -> None:
        text = TEXT.format(n=number)
        self.original = text.encode()
        key = sha256(self.original)
        self.document = Document(key, f"d{number}", f"d{number}.txt", "text/plain", len(self.original), url=url)
        self.reading = Reading(key, reader, text, title="خبر", tags=("أ", "ب"), boilerplate=((0, 3),))

        def span(words: str) -> Span:
            at = text.index(words)
            return Span(at, at + len(words), words)

        count = span(str(number))
        actor = ActorRef("houthi", "Houthis (Ansar Allah)", span("الجماعة"))
        roles = {
            "actor": (actor,),
            "place": (PlaceRef("sanaa", "Sanaa", "صنعاء", "town", span("صنعاء"), 15.35, 44.2, ("ye",)),),
            "time": (TimeRef("2018-11-13", span("13 نوفمبر 2018")),),
            "released": (CountRef(number, None, count, parts=(CountPart(1, 1, ("x",), count),)),),
        }
        chain = (ChainLink("media", span("صحيفة النموذج")), ChainLink("anonymous", span("مصدر قبلي")))
        trigger = span("أفرجت")
        anchor = claim_anchor(key, "release", trigger.start)
        claim = Claim(anchor, key, "release", "alleged", "did", trigger, (trigger, count), roles, chain)
        relation = Relation(f"{anchor}.r", key, "supervises", (actor,), (actor,), (), (trigger,))
        self.extraction = Extraction(
            self.reading,
            claims=(claim,),
            relations=(relation,),
            framing=(Framing(span("الجماعة"), "houthi", ("الجماعة",)),),
            problems=(Problem("partly", "a row was left out", "read", f"d{number}.txt", key),),
        )


@pytest.fixture
def sample() -> Callable[..., Sample]:
    return Sample


def _folder_store(folder: Path, create: bool) -> Store:
    return open_case(folder / "case", create=create)


def _encrypted_store(folder: Path, create: bool) -> Store:
    pytest.importorskip("sqlcipher3", reason="the extra `encrypt` is not installed")
    case = folder / "case"
    if not case.exists():
        case.mkdir(parents=True)
        write_key(case, RING.hold(new_vault()), "seven grey lanterns", Cost(1, 8 * 1024, 1))
    return open_case(case, create=create)


STORES: dict[str, Callable[[Path, bool], Store]] = {"sqlite": _folder_store, "encrypted": _encrypted_store}
RUNNERS: dict[str, Callable[[], LocalRunner | CagedRunner]] = {
    "here": LocalRunner,
    "a caged process": CagedRunner,
    "two caged processes": lambda: CagedRunner(2),
}


@pytest.fixture(params=sorted(STORES))
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Store]:
    """Opens the same case anew at each call."""
    return lambda: STORES[request.param](tmp_path, True)


@pytest.fixture
def store(reopen: Callable[[], Store]) -> Iterator[Store]:
    with reopen() as opened:
        yield opened


@pytest.fixture(params=sorted(RUNNERS))
def runner(request: pytest.FixtureRequest) -> Iterator[Runner]:
    with RUNNERS[request.param]() as made:
        yield made
