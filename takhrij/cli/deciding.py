"""Commands of human judgement: decide, decisions, undo, audit verify."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from takhrij.cli.terms import Case, Change, FormatOption, Signed, login, look, opened, put, say, settings
from takhrij.core.errors import CaseLocked, UsageError
from takhrij.core.records import PERSONAL, Anchor, Decision

if TYPE_CHECKING:
    from takhrij.show.view import CaseView
    from takhrij.store import Store

Verb = Literal[
    "accept",
    "reject",
    "edit",
    "unsure",
    "same",
    "different",
    "part_of",
    "same_origin",
    "not_copy",
    "same_person",
    "same_source",
    "different_person",
    "grade",
    "reliability",
]
_UNCHANGED, _UNSIGNED = Change(), Signed()
_LETTERS = ("A", "B", "C", "D", "E", "F")
_PAIRWISE = ("same", "different", "part_of", "same_origin", "not_copy", "same_source", *PERSONAL)
_APART = ("different", "part_of")


def decide(
    claim: Annotated[
        str,
        Parameter(
            help="id of a claim or an event, its beginning will do; for reliability and same_source a source, for same_person and"
            " different_person a person or one mention of it, as `people` prints them"
        ),
    ],
    verb: Annotated[Verb, Parameter(help="what you decide; what judges two things against each other needs OTHER")],
    other: Annotated[str | None, Parameter(help="the other claim, event or person")] = None,
    *,
    case: Case,
    change: Change = _UNCHANGED,
    signed: Signed = _UNSIGNED,
) -> None:
    """Log a judgement on a claim: it holds through every later run and can be undone."""
    from takhrij import pipeline
    from takhrij.pipeline import judging

    _refuse_form(verb, other, change)
    decided = decided_value(verb, change.value)
    with opened(case) as store:
        if other is not None and verb in PERSONAL:
            _judge_persons(store, (claim, other), verb, (case, signed))
            return
        view = pipeline.view(store)
        if verb == "reliability":
            _mark_source(store, view, (claim, case), decided, signed)
            return
        if verb == "same_source" and other is not None:
            _join_sources(store, view, (claim, other, case), signed)
            return
        told = view.claim(claim)
        second = view.claim(other) if other is not None else None
        if second is not None and second.id == told.id:
            raise UsageError(f"'{claim}' and '{other}' are one claim; name two to judge them against each other")
        if second is not None and verb in _APART:
            _refuse_opposed(view, (told.id, second.id), verb)
        if second is not None and verb == "not_copy" and second.document == told.document:
            raise UsageError("both claims stand in one document; not_copy judges two documents")
        if verb == "same" and second is not None:
            decided = judging.members(store, view, told, second)
        anchor = Anchor(told.document, "", "", "", told.type, change.field)
        made = Decision("", verb, anchor, signed.by or login(), pipeline.now(), signed.why, decided)
        if signed.preview:
            _show(store, lambda: pipeline.decide(store, told, verb, made, second, change.words))
            return
        logged = pipeline.decide(store, told, verb, made, second, change.words)
        print(
            f"Decision {logged.id} is logged: {verb} {told.id}. `takhrij undo {logged.id} --case {case}` takes it back."
        )
        relink(store)


def _refuse_form(verb: str, other: str | None, change: Change) -> None:
    """Raises UsageError where a verb is given what it does not take, or not what it needs."""
    if (verb in _PAIRWISE) != (other is not None):
        raise UsageError(
            f"'{verb}' {'needs a second id' if other is None else 'takes no second id'}: "
            "same, different, part_of, same_origin and not_copy judge two claims or events, same_source two"
            " sources, same_person and different_person two persons"
        )
    if verb == "edit" and (change.field is None or change.value is None):
        raise UsageError("edit needs --field and --value, e.g. --field time --value 2018-11-13")
    if (verb not in ("edit", "grade", "reliability") and (change.field or change.value)) or (
        verb != "edit" and change.words
    ):
        raise UsageError(f"'{verb}' takes no --field, --value or --words; `edit` changes a field")
    if verb == "reliability" and change.field:
        raise UsageError("'reliability' takes no --field; it is the whole source's")


def _judge_persons(store: Store, pair: tuple[str, str], verb: str, made: tuple[str, Signed]) -> None:
    """Log that two namings are of one person, or of two."""
    from takhrij import pipeline
    from takhrij.pipeline import naming

    case, signed = made
    view = pipeline.view(store, people=True)
    decision = Decision("", verb, Anchor("", "", "", "", ""), signed.by or login(), pipeline.now(), signed.why, None)
    if signed.preview:
        _show(store, lambda: naming.decide(store, view, pair, decision), people=True)
        return
    logged = naming.decide(store, view, pair, decision)
    words = f"«{logged.anchor.quote}», «{logged.other.quote if logged.other else ''}»"
    print(f"Decision {logged.id} is logged: {verb} {words}. `takhrij undo {logged.id} --case {case}` takes it back.")
    relink(store)


def _show(store: Store, judge: Callable[[], object], people: bool = False) -> None:
    """Print what a judgement would change."""
    from takhrij.pipeline.previewing import changes, previewed

    lines = list(changes(*previewed(store, judge, settings(), people)))
    print("\n".join(lines or [f"no event{', claim or person' if people else ' and no claim'} would change"]))
    say("a preview: nothing is logged; leave --preview out to decide so")


def _refuse_opposed(view: CaseView, pair: tuple[str, str], verb: str) -> None:
    """A happening that is no part of another for one decision cannot be one for the next, nor the other way round."""
    events = {view.event_of.get(claim, claim) for claim in pair}
    for a, b, earlier in view.judged:
        if earlier != verb and earlier in _APART and {view.event_of.get(a, a), view.event_of.get(b, b)} == events:
            raise UsageError(
                f"these two were judged '{earlier}' before, which '{verb}' contradicts; `takhrij decisions` lists that"
                " decision, undo it first"
            )


def decided_value(verb: str, value: str | None) -> Any:
    """What a value given as words means: JSON where it is some, else the words. Raises UsageError."""
    if value is None:
        if verb == "grade":
            raise UsageError("grade needs --value, the credibility from 1 to 6")
        if verb == "reliability":
            raise UsageError("reliability needs --value, a letter from A to F; F says that it is not known")
        return None
    try:
        told = json.loads(value)
    except ValueError:
        told = value
    if isinstance(told, int) and verb == "edit" and len(value) == 4 and value.startswith(("19", "20")):
        told = value if value.isdigit() else told
    if verb == "grade" and told not in (1, 2, 3, 4, 5, 6):
        raise UsageError("a grade is a credibility from 1 to 6")
    if verb == "reliability":
        if value.upper() not in _LETTERS:
            raise UsageError("a reliability is a letter from A to F; F says that it is not known")
        return value.upper()
    return told


def _mark_source(store: Store, view: CaseView, asked: tuple[str, str], letter: str, signed: Signed) -> None:
    """Log the letter of a source, named as `sources` names it or by words that only one of them has."""
    from takhrij import pipeline

    name, case = asked
    source = _source(view, name, case)
    anchor = Anchor("", source, "", "", "")
    made = Decision("", "reliability", anchor, signed.by or login(), pipeline.now(), signed.why, letter)
    if signed.preview:
        _show(store, lambda: store.append_decision(made))
        return
    logged = store.append_decision(made)
    print(
        f"Decision {logged.id} is logged: {source} is {letter}. `takhrij undo {logged.id} --case {case}` takes it back."
    )


def _source(view: CaseView, name: str, case: str) -> str:
    """A source named as `sources` names it, or by words that only one of them has. Raises UsageError."""
    from takhrij.show import query

    known: list[str] = sorted({row["source"] for row in query.sources(view)})
    found = [source for source in known if source == name] or [source for source in known if name in source]
    if len(found) != 1 or not name:
        told = f"'{name}' is in the names of {len(found)} sources" if found else f"no source '{name}' in this case"
        raise UsageError(f"{told}; `takhrij sources --case {case}` lists them")
    return found[0]


def _join_sources(store: Store, view: CaseView, asked: tuple[str, str, str], signed: Signed) -> None:
    """Log that two names are one source's: what both tell of a happening goes back to one report."""
    from takhrij import pipeline
    from takhrij.pipeline import naming

    one, two = pair = _source(view, asked[0], asked[2]), _source(view, asked[1], asked[2])
    made = Decision("", "same_source", Anchor("", "", "", "", ""), signed.by or login(), pipeline.now(), signed.why)
    if signed.preview:
        _show(store, lambda: naming.join_sources(store, view, pair, made))
        return
    logged = naming.join_sources(store, view, pair, made)
    print(
        f"Decision {logged.id} is logged: {one} and {two} are one source. `takhrij undo {logged.id} --case {asked[2]}`"
        " takes it back."
    )
    relink(store)


def relink(store: Store) -> None:
    """Let the links and events of the whole case take new decisions in."""
    from takhrij import pipeline
    from takhrij.store.curtain import Curtain

    try:
        pipeline.link_case(store.whole if isinstance(store, Curtain) else store, settings())
    except CaseLocked:
        say("another run writes to this case; it will take the decision in when it links")


def decisions(*, case: Case, format: FormatOption = None) -> None:
    """List decisions in the order they were made."""
    from takhrij.show import columns, query

    put(query.decisions(look(case)), columns.DECISIONS, format)


def undo(decision: str, *, case: Case, signed: Signed = _UNSIGNED) -> None:
    """Take a decision back; the log keeps both."""
    from takhrij import pipeline

    with opened(case) as store:
        if signed.preview:
            _show(store, lambda: store.undo(decision, signed.by or login(), pipeline.now(), signed.why), people=True)
            return
        made = store.undo(decision, signed.by or login(), pipeline.now(), signed.why)
        print(f"Decision {made.undoes} no longer holds (logged as {made.id}).")
        relink(store)


def verify(*, case: Case) -> int:
    """Check that no decision was changed or taken out of the record."""
    from takhrij.store import open_case

    with open_case(case) as store:
        broken = store.audit.breaks()
        for place in broken:
            say(f"entry {place.seq}: {place.reason}")
        if broken:
            say("the record of decisions was changed; restore the case from a backup")
            return 1
        count = store.audit.verify()
        last = max(store.audit.entries(), key=lambda entry: entry.seq, default=None)
    print(f"The record holds: {count} {'entry' if count == 1 else 'entries'}, each chained to the one before.")
    if last is not None:
        print(
            f"Its last entry is {last.entry_hash}; note it elsewhere: only so is it seen if newest entries are cut off."
        )
    return 0
