"""Written forms of an Arabic verb from its two principal parts.

Unvowelled script writes most active and passive forms alike; the caller decides voice from context. Weak
endings (ى, ا, ي, و) drop or change before the plural and feminine endings. Source: any reference grammar of
Modern Standard Arabic (Ryding 2005, chapters 21–32).
"""

from __future__ import annotations

from functools import lru_cache

from takhrij.arabic.fold import fold
from takhrij.core.language import VerbForm

_PERFECT = (
    ("", 3, False, False),
    ("ت", 3, False, True),
    ("وا", 3, True, False),
    ("ا", 3, True, False),
    ("تا", 3, True, True),
    ("ن", 3, True, True),
    ("نا", 1, True, False),
    ("تم", 2, True, False),
)
_IMPERFECT = (
    ("ي", "", 3, False, False),
    ("ت", "", 3, False, True),
    ("ي", "ون", 3, True, False),
    ("ي", "وا", 3, True, False),
    ("ي", "ان", 3, True, False),
    ("ت", "ان", 3, True, True),
    ("ن", "", 1, True, False),
    ("ا", "", 1, False, False),
)
# A written alef with hamza («بدأ») is a consonant though it folds like the weak alef.
_WEAK = "اىيو"


def _perfect(base: str, ending: str, weak: bool, kept: bool) -> str:
    if not ending or not weak or len(base) < 3 or (kept and ending != "وا"):
        return base + ending
    if ending[0] == "ت" and ending != "تم":
        return base[:-1] + ending
    if ending == "وا":
        return base[:-1] + ending
    consonant = "و" if base[-1] == "ا" and len(base) == 3 else "ي"
    return base[:-1] + consonant + ending


def _imperfect(stem: str, ending: str, weak: bool) -> str:
    if ending.startswith("و") and weak:
        return stem[:-1] + ending
    return stem + ending


@lru_cache(maxsize=4096)
def conjugate(perfect: str, imperfect: str) -> tuple[VerbForm, ...]:
    """All folded forms of a verb given by its third-person masculine singular perfect and imperfect.

    >>> {f.form for f in conjugate("أفرج", "يفرج")} >= {"افرجت", "يفرجون", "تفرج", "افرجنا"}
    True
    >>> "اخلت" in {f.form for f in conjugate("أخلى", "يخلي")}
    True
    """
    base, stem = fold(perfect), fold(imperfect)[1:]
    weak, weak_stem = perfect[-1] in _WEAK, imperfect[-1] in _WEAK
    forms: dict[str, VerbForm] = {}
    for ending, person, plural, feminine in _PERFECT:
        form = _perfect(base, ending, weak, perfect[-1] == "ي")  # «بقي», «بقيت», «بقوا»
        forms.setdefault(form, VerbForm(form, "perfect", person, plural, feminine))
    for start, ending, person, plural, feminine in _IMPERFECT:
        form = start + _imperfect(stem, ending, weak_stem)
        forms.setdefault(form, VerbForm(form, "imperfect", person, plural, feminine))
    # The jussive of a weak verb loses its last letter («لم يجر»); it is never the perfect of another row.
    if weak_stem and len(stem) > 2:
        for start in "يت":
            form = start + stem[:-1]
            forms.setdefault(form, VerbForm(form, "imperfect", 3, False, start == "ت"))
    return tuple(forms.values())


_INDEFINITE_ENDINGS = ("ه", "ا", "ات", "ء", "ي", "ين", "ون")


@lru_cache(maxsize=4096)
def noun_forms(noun: str) -> tuple[str, ...]:
    """A noun phrase as written, with the article, in the indefinite accusative and in the dual.

    Only its first word is inflected; broken plurals are rows of their own.

    >>> noun_forms("هجوم")
    ('هجوم', 'الهجوم', 'هجوما', 'هجومين', 'هجومان')
    """
    first, space, rest = fold(noun).partition(" ")
    forms = [first, f"ال{first}"]
    if space:
        return tuple(f"{form} {rest}" for form in forms)
    if not first.startswith("ال"):
        if not first.endswith(_INDEFINITE_ENDINGS):
            forms.append(f"{first}ا")
        if not first.endswith(("ات", "ين", "ون")):
            stem = f"{first[:-1]}ت" if first.endswith("ه") else first
            forms += [f"{stem}ين", f"{stem}ان"]
    return tuple(forms)
