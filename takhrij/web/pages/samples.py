"""Random samples of what the program read, judged right or wrong field by field."""

from __future__ import annotations

from starlette.responses import Response

from takhrij.core.errors import UsageError
from takhrij.core.records import Decision
from takhrij.evaluate import sampling
from takhrij.evaluate.fields import EXISTS, MAIN, PLAIN
from takhrij.evaluate.sampling import Draw, Sample
from takhrij.show import marked
from takhrij.show.team import RATES
from takhrij.web.listings import number
from takhrij.web.pages.review import ROLES, fields
from takhrij.web.pages.rounds import MOST, signature
from takhrij.web.screen import NotFoundError, Page, Screen


def decisions(screen: Screen) -> tuple[Decision, ...]:
    """The log as it is now, for pages that follow at once."""
    with screen.workbench.store() as store:
        return store.decisions()


def found(screen: Screen) -> Sample:
    """The sample that the address names. Raises NotFoundError."""
    told = next((s for s in sampling.samples(decisions(screen)) if s.id == screen.path["sample"]), None)
    if told is None:
        raise NotFoundError(screen.t("no_sample"))
    return told


def samples(screen: Screen) -> Response:
    """Every sample, and for editors a form that draws one."""
    made = decisions(screen)
    rows = [(s, len(sampling.checks(made, s.id))) for s in sampling.samples(made)]
    types = sorted({c.type for c in screen.view.claims.values()})
    return screen.page("samples.html.j2", samples=rows, types=types)


def draw(screen: Screen) -> Response:
    """Draw a sample."""
    form = screen.form
    asked = Draw(
        number(form.get("n", ""), 1, sampling.MOST, "number of claims"),
        number(form.get("seed") or "0", 0, MOST, "seed"),
        form.get("by_type") == "1",
        (form["type"],) if form.get("type") else (),
    )
    with screen.workbench.store() as store:
        made = sampling.draw_sample(store, asked, signature(screen))
    return screen.redirect(f"/samples/{made.id}")


def sample(screen: Screen) -> Response:
    """How often the program errs by a sample so far, and its claims."""
    told = found(screen)
    judged = sampling.checks(decisions(screen), told.id)
    return screen.page(
        "sample.html.j2",
        sample=told,
        judged=judged,
        rates=sampling.report(told, judged) if judged else (),
        types=sampling.by_type(told, judged),
        statements={key: screen.words.statement(c) for key, c in told.claims.items()},
        next=next((key for key in told.claims if key not in judged), None),
    )


def report(screen: Screen) -> Response:
    """The rates as a file."""
    told = found(screen)
    if screen.extension == "html":
        return screen.redirect(f"/samples/{told.id}")
    rows = [rate.as_json() for rate in sampling.report(told, sampling.checks(decisions(screen), told.id))]
    return screen.rows(rows, RATES, f"errors-{told.id}")


def claim(screen: Screen) -> Response:
    """One claim of a sample with its words."""
    told, key = found(screen), screen.path["claim"]
    drawn = told.claims.get(key)
    if drawn is None:
        raise NotFoundError(screen.t("no_claim"))
    reading = screen.view.readings[drawn.document]
    told_roles = [role for role in ROLES if drawn.roles.get(role)]
    main = [role for role in MAIN if role not in PLAIN]
    return screen.page(
        "check.html.j2",
        sample=told,
        key=key,
        claim=drawn,
        exists=EXISTS,
        names=list(dict.fromkeys([*PLAIN, *main, *told_roles])),
        others=[role for role in ROLES if role not in told_roles and role not in main],
        fields=fields(screen, drawn),
        statement=screen.words.statement(drawn),
        reading=reading,
        pieces=marked.pieces(reading.text, marked.of_claim(drawn)),
        before=sampling.checks(decisions(screen), told.id).get(key),
    )


def check(screen: Screen) -> Response:
    """Take in a judgement, and go on to the next claim that is not judged."""
    told, key = found(screen), screen.path["claim"]
    wrong = [
        name.removeprefix("wrong:")
        for name, value in screen.form.items()
        if name.startswith("wrong:") and value == "1"
    ]
    wrong += [screen.form["missed"]] if screen.form.get("missed") else []
    if bool(wrong) == (screen.form.get("right") == "1"):
        raise UsageError(screen.t("right_or_wrong"))
    with screen.workbench.store() as store:
        sampling.check(store, told, key, wrong, signature(screen))
        judged = sampling.checks(store.decisions(), told.id)
    left = next((name for name in told.claims if name not in judged), None)
    return screen.redirect(f"/samples/{told.id}/claims/{left}" if left else f"/samples/{told.id}")


PAGES = (
    Page("/samples", samples, role="reviewer"),
    Page("/samples", draw, methods=("POST",), role="editor"),
    Page("/samples/{sample}", sample, role="reviewer"),
    Page("/samples/{sample}/report", report, role="reviewer", listing=True),
    Page("/samples/{sample}/claims/{claim}", claim, role="reviewer"),
    Page("/samples/{sample}/claims/{claim}", check, methods=("POST",), role="reviewer"),
)
