"""Coding rounds and samples over a real case of two small pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.core.errors import DecisionError, OvertakenError, UsageError
from takhrij.evaluate import adjudication, coding, sampling, team
from takhrij.evaluate.adjudication import NONE, PROGRAM, Choice
from takhrij.evaluate.coding import Answer, Plan
from takhrij.store import Store, open_case
from takhrij.store.rounds import Round, blinded, round_named

PAGES = {
    "swap": "تبادل أسرى في البيضاء\n\nتبادلت جماعة الحوثي وتنظيم القاعدة أربعة أسرى في مديرية الصومعة بمحافظة البيضاء في"
    " 26 يوليو 2021، بعد وساطة قبلية.\n",
    "freed": "إفراج عن عناصر من القاعدة\n\nفي 13 نوفمبر 2018 أفرجت جماعة الحوثي عن 20 عنصرا من تنظيم القاعدة في صنعاء."
    "\nوقتل ثلاثة جنود في انفجار عبوة ناسفة بمدينة عدن في 2 مارس 2019.\n",
}
AT = "2026-01-02T03:04:05Z"
CODERS = ("amal", "basim")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, text in PAGES.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    pipeline.add([folder], str(tmp_path / "case"), Config())
    with open_case(tmp_path / "case") as opened:
        yield opened


def opened(store: Store, **more: object) -> Round:
    documents = tuple(d.sha256 for d in store.documents())
    plan = Plan(**{"name": "first", "documents": documents, "coders": CODERS, "seed": 7} | more)  # type: ignore[arg-type]
    return coding.open_round(store, plan, ("chief", AT, ""))


def of_type(round: Round, kind: str) -> str:
    return next(key for key, claim in round.claims.items() if claim.type == kind)


def judge_all(store: Store, round: Round, coder: str, **other: Answer) -> None:
    for key, claim in round.claims.items():
        coding.code(store, round, key, other.get(claim.type, Answer("accept")), (coder, AT, ""))


def test_a_round_holds_what_the_program_reads_and_each_coder_has_an_order(store: Store) -> None:
    round = opened(store)
    assert set(round.claims) == {c.id for c in store.claims()}
    orders = {tuple(c.id for c in coding.order(round, f"coder{n}")) for n in range(8)}
    assert len(orders) == 2, "two documents have two orders, and eight coders do not all have one of them"
    for order in orders:
        documents = [round.claims[key].document for key in order]
        assert documents in (sorted(documents), sorted(documents, reverse=True))


def test_coding_changes_nothing_in_the_case(store: Store) -> None:
    before = pipeline.view(store)
    round = opened(store)
    judge_all(store, round, "amal", release=Answer("reject"))
    pipeline.link_case(store, Config())
    after = pipeline.view(store)
    assert after.claims == before.claims
    assert after.events == before.events
    assert after.problems == before.problems


def test_nobody_sees_judgements_before_the_round_is_closed(store: Store) -> None:
    round = opened(store)
    judge_all(store, round, "amal", release=Answer("reject"))
    assert coding.own(store, round, "basim") == {}
    assert "code" not in {d.verb for d in pipeline.view(store).decisions}
    with pytest.raises(UsageError, match="still open"):
        adjudication.closed_units(store, round)
    with pytest.raises(UsageError, match=f"missing: basim {len(round.claims)}"):
        coding.close_round(store, round, ("chief", AT, ""))
    judge_all(store, round, "basim")
    coding.close_round(store, round, ("chief", AT, ""))
    assert [d.by for d in pipeline.view(store).decisions if d.verb == "code"].count("amal") == len(round.claims)


def test_blindness_holds_for_undone_judgements_too(store: Store) -> None:
    round = opened(store)
    made = coding.code(store, round, of_type(round, "release"), Answer("reject"), ("amal", AT, ""))
    store.undo(made.id, "amal", AT)
    assert coding.own(store, round, "amal") == {}
    assert [d.verb for d in blinded(store.decisions())] == ["round"]


def test_nothing_is_coded_after_closing_nor_by_strangers(store: Store) -> None:
    round = opened(store)
    key = of_type(round, "release")
    with pytest.raises(UsageError, match="no coder of the round"):
        coding.code(store, round, key, Answer("accept"), ("carim", AT, ""))
    coding.close_round(store, round, ("chief", AT, ""), unfinished=True)
    with pytest.raises(UsageError, match="closed"):
        coding.code(store, round, key, Answer("accept"), ("amal", AT, ""))
    with pytest.raises(UsageError, match="closed already"):
        coding.close_round(store, round_named(store.decisions(), "first"), ("chief", AT, ""))


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ({"coders": ("amal",)}, "two coders"),
        ({"coders": ("amal", "amal")}, "two coders"),
        ({"coders": ("amal", " ")}, "two coders"),
        ({"name": " "}, "needs a name"),
        ({"documents": ()}, "needs documents"),
        ({"draw": 9}, "cannot be drawn"),
        ({"draw": 0}, "cannot be drawn"),
    ],
)
def test_a_wrong_plan_opens_nothing(store: Store, plan: dict[str, object], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        opened(store, **plan)
    assert store.decisions() == ()


def test_a_document_that_is_not_there_opens_nothing(store: Store) -> None:
    with pytest.raises(DecisionError, match="not read"):
        opened(store, documents=("0" * 64,))


def test_edits_add_up_and_the_last_judgement_counts(store: Store) -> None:
    round = opened(store)
    key = of_type(round, "release")
    for answer in (
        Answer("reject"),
        Answer("edit", "time", "2018-11-14", "نوفمبر"),
        Answer("edit", "released", 21, "20"),
    ):
        coding.code(store, round, key, answer, ("amal", AT, ""))
    claim = coding.own(store, round, "amal")[key].claim
    assert claim is not None
    assert claim.time is not None
    assert claim.time.edtf == "2018-11-14"
    assert claim.counts("released")[0].min == 21


def test_added_claims_meet_where_their_words_overlap(store: Store) -> None:
    round = opened(store)
    document = round.claims[of_type(round, "release")].document
    one = coding.add(store, round, document, ("airstrike", "انفجار", 0), ("amal", AT, ""))
    two = coding.add(store, round, document, ("shelling", "انفجار عبوة", 0), ("basim", AT, ""))
    alone = coding.add(store, round, document, ("threat", "جماعة", 0), ("basim", AT, ""))
    gone = coding.add(store, round, document, ("threat", "تنظيم", 0), ("amal", AT, ""))
    coding.code(store, round, gone.unit, Answer("reject"), ("amal", AT, ""))
    judge_all(store, round, "amal")
    judge_all(store, round, "basim")
    coding.close_round(store, round, ("chief", AT, ""))
    found = {u.key: u for u in adjudication.closed_units(store, round) if u.shown is None}
    assert set(found) == {one.unit, alone.unit}
    assert [found[one.unit].verdict(n) for n in (0, 1)] == ["yes", "yes"]
    assert found[one.unit].apart == ("type",)
    assert two.unit not in found
    assert [found[alone.unit].verdict(n) for n in (0, 1)] == ["no", "yes"]


def test_a_claim_that_is_there_or_words_that_are_not_cannot_be_added(store: Store) -> None:
    round = opened(store)
    claim = round.claims[of_type(round, "release")]
    for told, reason in (
        (("release", claim.trigger.text, claim.trigger.start), "read a claim of this type"),
        (("release", "كلمات ليست هنا", 0), "stands nowhere"),
        (("release", " ", 0), "needs the words"),
        (("party", claim.trigger.text, 0), "no event type"),
    ):
        with pytest.raises((UsageError, DecisionError), match=reason):
            coding.add(store, round, claim.document, told, ("amal", AT, ""))


def test_agreement_by_field(store: Store) -> None:
    round = opened(store)
    judge_all(store, round, "amal", release=Answer("edit", "time", "2018-11-14"), exchange=Answer("reject"))
    judge_all(store, round, "basim", exchange=Answer("reject"))
    coding.close_round(store, round, ("chief", AT, ""))
    rows = {r.field: r for r in team.agreement(round, adjudication.closed_units(store, round))}
    told = [c for c in round.claims.values() if c.type != "exchange"]
    assert (rows["claim"].units, rows["claim"].same, rows["claim"].alpha) == (len(round.claims), len(round.claims), 1)
    assert (rows["time"].units, rows["time"].same) == (len(told), len(told) - 1)
    assert rows["time"].alpha is not None and rows["time"].alpha < 1
    assert rows["time"].level == "interval"
    assert rows["time"].numeric is not None and rows["time"].numeric > 0.99, "a day of months apart is near"
    assert rows["released"].level == "ratio"


def test_a_choice_becomes_ordinary_decisions(store: Store) -> None:
    round = opened(store)
    release, exchange = of_type(round, "release"), of_type(round, "exchange")
    document = round.claims[release].document
    coding.code(store, round, release, Answer("edit", "time", "2018-11-14", "نوفمبر"), ("amal", AT, "read again"))
    coding.code(store, round, release, Answer("edit", "released", 21, "20"), ("amal", AT, ""))
    added = coding.add(store, round, document, ("threat", "جماعة", 0), ("basim", AT, ""))
    coding.close_round(store, round, ("chief", AT, ""), unfinished=True)
    chief = ("chief", AT, "read with both")
    made = adjudication.adjudicate(store, round, Choice(release, "amal"), chief)
    assert [(d.verb, d.anchor.field) for d in made] == [("edit", "time"), ("edit", "released")]
    adjudication.adjudicate(store, round, Choice(exchange, NONE), chief)
    adjudication.adjudicate(store, round, Choice(added.unit, "basim"), chief)
    view = pipeline.view(store)
    claim = view.claims[release]
    assert claim.time is not None
    assert claim.time.edtf == "2018-11-14"
    assert {e.field: e.by for e in claim.edits} == {"time": "chief", "released": "chief"}
    assert exchange not in view.claims
    assert view.claims[added.unit].type == "threat"
    assert not [p for p in view.problems if p.stage == "decide"]


def test_what_another_settled_is_not_settled_unseen(store: Store) -> None:
    round = opened(store)
    release = of_type(round, "release")
    coding.code(store, round, release, Answer("reject"), ("amal", AT, ""))
    coding.close_round(store, round, ("chief", AT, ""), unfinished=True)
    adjudication.adjudicate(store, round, Choice(release, PROGRAM), ("chief", AT, ""))
    with pytest.raises(OvertakenError, match="chief settled this claim"):
        adjudication.adjudicate(store, round, Choice(release, NONE), ("second", AT, ""))
    (made,) = adjudication.adjudicate(store, round, Choice(release, NONE), ("second", AT, ""), again=True)
    assert adjudication.settled(store, round)[release].id == made.id
    with pytest.raises(UsageError, match="has not judged"):
        adjudication.adjudicate(store, round, Choice(of_type(round, "exchange"), "amal"), ("chief", AT, ""))


def test_agreed_claims_are_settled_at_once(store: Store) -> None:
    round = opened(store)
    judge_all(store, round, "amal", release=Answer("reject"))
    judge_all(store, round, "basim", release=Answer("reject"), exchange=Answer("reject"))
    coding.close_round(store, round, ("chief", AT, ""))
    count = adjudication.adjudicate_agreed(store, round, ("chief", AT, "all agree"))
    assert count == len(round.claims) - 1
    assert of_type(round, "release") not in pipeline.view(store).claims
    assert adjudication.adjudicate_agreed(store, round, ("chief", AT, "")) == 0


def test_a_seed_draws_the_same_claims_whatever_their_order(store: Store) -> None:
    every = list(store.claims())
    draw = sampling.Draw(2, seed=4)
    assert sampling.chosen(every, draw) == sampling.chosen(every[::-1], draw)
    drawn = {tuple(c.id for c in sampling.chosen(every, sampling.Draw(1, seed))) for seed in range(12)}
    assert len(drawn) > 1
    for n in (0, len(every) + 1):
        with pytest.raises(UsageError, match="cannot be drawn"):
            sampling.chosen(every, sampling.Draw(n, 0))


def test_types_have_their_share_of_a_sample() -> None:
    assert sampling._shares({"release": 60, "clash": 30, "threat": 10}, 10) == {"release": 6, "clash": 3, "threat": 1}
    assert sampling._shares({"a": 1, "b": 1, "c": 1}, 2) == {"a": 1, "b": 1, "c": 0}


def test_rates_of_a_sample(store: Store) -> None:
    every = list(store.claims())
    sample = sampling.draw_sample(store, sampling.Draw(len(every), 1, by_type=True), ("chief", AT, ""))
    release, *others = sorted(sample.claims.values(), key=lambda c: c.type != "release")
    sampling.check(store, sample, release.id, ["time", "amount"], ("amal", AT, ""))
    sampling.check(store, sample, others[0].id, ["claim"], ("amal", AT, ""))
    for claim in others[1:]:
        sampling.check(store, sample, claim.id, [], ("amal", AT, ""))
    judged = sampling.checks(store.decisions(), sample.id)
    rows = {r.field: r for r in sampling.report(sample, judged)}
    n = len(every)
    assert (rows["any field"].wrong, rows["any field"].n) == (2, n)
    assert (rows["claim"].wrong, rows["claim"].n) == (1, n)
    assert (rows["time"].wrong, rows["time"].n) == (1, n - 1)
    assert (rows["amount"].wrong, rows["amount"].n) == (1, 1), "a field that the program missed is counted"
    assert rows["time"].low is not None and 0 < rows["time"].low < 1 / (n - 1)
    (kind,) = [r for r in sampling.by_type(sample, judged) if r.field == "release"]
    assert (kind.wrong, kind.n) == (1, 1)
    sampling.check(store, sample, release.id, [], ("basim", AT, "on second thoughts"))
    again = sampling.checks(store.decisions(), sample.id)
    assert sampling.report(sample, again)[0].wrong == 1
    assert pipeline.view(store).claims.keys() == {c.id for c in every}
    with pytest.raises(UsageError, match="no field"):
        sampling.check(store, sample, release.id, ["colour"], ("amal", AT, ""))
    with pytest.raises(DecisionError, match="has no claim"):
        sampling.check(store, sample, "x", [], ("amal", AT, ""))


def test_rounds_and_samples_survive_a_rebuild(store: Store, tmp_path: Path) -> None:
    round = opened(store)
    judge_all(store, round, "amal")
    sample = sampling.draw_sample(store, sampling.Draw(1, 1), ("chief", AT, ""))
    store.close()
    pipeline.rebuild(str(tmp_path / "case"), Config())
    with open_case(tmp_path / "case") as again:
        assert coding.progress(again, round_named(again.decisions(), "first"))["amal"] == len(round.claims)
        assert sampling.sample_named(again.decisions(), sample.id[:6]) == sample
        assert again.problems() == ()
