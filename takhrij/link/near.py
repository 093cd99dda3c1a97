"""Which page of a cited outlet is meant where none of them tells just the happening that it is cited for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from takhrij.core.language import Language
from takhrij.core.records import Claim, Reading
from takhrij.link.tables import tables
from takhrij.resources import Resources

_ROLES = ("actor", "target", "mediator", "beneficiary")


class Near:
    """Finds an outlet's page of the same days on the same parties; `days` is how far apart they may lie."""

    def __init__(self, readings: Mapping[str, Reading], language: Language, resources: Resources, days: int) -> None:
        self._readings, self._days = readings, days
        self._compatible = tables(language, resources).compatible

    def of(self, told: Sequence[Claim], there: Sequence[Claim]) -> Claim | None:
        """The claim among those of an outlet (`there`) that is most like a happening (`told`), or None.

        It is of a type that one happening may be told as, names a party of it, and stands on a page of those
        days; a page without a day is none.
        """
        kinds = {claim.type for claim in told}
        parties = {party for claim in told for party in _parties(claim)}
        days = [day for claim in told if (day := self._day(claim)) is not None]
        found = []
        for claim in there:
            day, shared = self._day(claim), parties & _parties(claim)
            fits = claim.type in kinds or any((claim.type, kind) in self._compatible for kind in kinds)
            if not (fits and shared and days) or day is None:
                continue
            apart = abs(min(days) - day)
            if apart <= self._days:
                found.append((claim.type not in kinds, -len(shared), apart, self._order(claim), claim))
        return min(found, key=lambda row: row[:-1])[-1] if found else None

    def _day(self, claim: Claim) -> int | None:
        reading = self._readings.get(claim.document)
        try:
            return date.fromisoformat((reading.published or "")[:10]).toordinal() if reading is not None else None
        except ValueError:
            return None

    @staticmethod
    def _order(claim: Claim) -> tuple[str, int, str]:
        return claim.document, claim.trigger.start, claim.id


def _parties(claim: Claim) -> frozenset[str]:
    return frozenset(party for role in _ROLES for party in claim.actors(role))
