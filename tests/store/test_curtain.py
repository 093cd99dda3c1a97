"""Sealed documents, seen through the curtain: as if they were not in the case."""

from __future__ import annotations

from pathlib import Path

import pytest

from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.core.errors import CaseError, DecisionError, UsageError
from takhrij.core.records import Anchor, Decision
from takhrij.evaluate import coding, sampling
from takhrij.store import Store, open_case
from takhrij.store.curtain import Curtain
from takhrij.store.seals import sealed, sealing

AT = "2026-01-02T03:04:05Z"
SECRET = "زمردانة"
OPEN = "في 13 نوفمبر 2018 أفرجت جماعة الحوثي عن 20 عنصرا من تنظيم القاعدة في صنعاء.\n"
CLOSED = f"قال مصدر {SECRET} إن جماعة الحوثي أفرجت في 14 نوفمبر 2018 عن 25 عنصرا من تنظيم القاعدة في صنعاء.\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "open.txt").write_text(f"إفراج في صنعاء\n\n{OPEN}", encoding="utf-8")
    (pages / "closed.txt").write_text(f"إفراج آخر {SECRET}\n\n{CLOSED}", encoding="utf-8")
    pipeline.add([pages], str(tmp_path / "case"), Config())
    return tmp_path / "case"


def key(store: Store, label: str) -> str:
    return next(d.sha256 for d in store.documents() if d.label == label)


def test_the_last_seal_holds_and_an_undone_one_does_not(case: Path) -> None:
    with open_case(case) as store:
        closed = key(store, "closed")
        store.append_decision(sealing(closed, "editor", ("chief", AT, "")))
        admin = store.append_decision(sealing(closed, "admin", ("chief", AT, "")))
        assert sealed(store.decisions()) == {closed: "admin"}
        store.undo(admin.id, "chief", AT)
        assert sealed(store.decisions()) == {closed: "editor"}
        store.append_decision(sealing(closed, None, ("chief", AT, "")))
        assert sealed(store.decisions()) == {}
        pipeline.link_case(store, Config())
        assert store.problems() == ()
    for role in ("reader", "owner"):
        with pytest.raises(UsageError, match="no role"):
            sealing(closed, role, ("chief", AT, ""))


def test_what_is_behind_the_curtain_is_as_if_it_were_not_there(case: Path, tmp_path: Path) -> None:
    with open_case(case) as store:
        closed = key(store, "closed")
        reading = store.reading(closed)
        assert reading is not None
        claims = [c for c in store.claims() if c.document == closed]
        round = coding.open_round(
            store, coding.Plan("r", tuple(d.sha256 for d in store.documents()), ("a", "b")), ("chief", AT, "")
        )
        coding.code(store, round, claims[0].id, coding.Answer("reject"), ("a", AT, ""))
        coding.close_round(store, round, ("chief", AT, ""), unfinished=True)
        sampling.draw_sample(store, sampling.Draw(len(list(store.claims())), 1), ("chief", AT, ""))
        store.append_decision(
            Decision("", "reliability", Anchor("", f"مصدر {SECRET}", "", "", ""), "chief", AT, "", "C")
        )
        pipeline.decide(store, claims[0], "accept", Decision("", "", Anchor(closed, "", "", "", ""), "chief", AT))
        store.append_decision(sealing(closed, "admin", ("chief", AT, "")))
        pipeline.link_case(store, Config())
        assert SECRET in repr(pipeline.view(store, people=True))
        curtain = Curtain(store, frozenset({closed}))
        pipeline.link_case(curtain, Config())
        seen = pipeline.view(curtain, people=True)
        assert SECRET not in repr(seen)
        assert closed not in repr(seen)
        assert seen.events
        assert closed not in repr(list(curtain.audit.entries()))
        assert not curtain.has(closed)
        for refused in (curtain.original, lambda k: curtain.append_decision(sealing(k, None, ("x", AT, "")))):
            with pytest.raises((CaseError, DecisionError)):
                refused(closed)
        hidden = next(d for d in store.decisions() if d.verb == "seal")
        with pytest.raises(DecisionError):
            curtain.undo(hidden.id, "reader", AT)
    alone = tmp_path / "alone"
    pipeline.add([tmp_path / "pages" / "open.txt"], str(alone), Config())
    with open_case(alone) as store:
        by_itself = pipeline.view(store, people=True)
    assert (seen.events, seen.claims, seen.origins, seen.copies) == (
        by_itself.events,
        by_itself.claims,
        by_itself.origins,
        by_itself.copies,
    )


def test_the_case_itself_stays_as_it_is(case: Path) -> None:
    with open_case(case) as store:
        pipeline.link_case(store, Config())
        before, curtain = store.links(), Curtain(store, frozenset({key(store, "closed")}))
        pipeline.link_case(curtain, Config())
        assert store.links() == before
        for write in (curtain.clear_derived, lambda: curtain.put_problem(None)):  # type: ignore[arg-type,list-item]
            with pytest.raises(CaseError, match="cannot be written"):
                write()
        made = curtain.append_decision(
            Decision("", "unsure", Anchor(key(store, "open"), "", "", "", ""), "reader", AT)
        )
        assert made in store.decisions()
