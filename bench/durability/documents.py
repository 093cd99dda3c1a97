"""Made-up documents in any number, the same for the same seed: short reports, copies among them, in three formats."""

from __future__ import annotations

import json
import random
from pathlib import Path

_OUTLETS = ("صحيفة النموذج", "وكالة المثال", "موقع الشاهد", "إذاعة الساحل")
_PLACES = ("صنعاء", "البيضاء", "عدن", "مأرب", "تعز", "الحديدة", "شبوة", "لحج")
_PARTIES = ("جماعة الحوثي", "تنظيم القاعدة", "قوات الحكومة", "المجلس الانتقالي الجنوبي")
_SOURCES = ("قال مصدر محلي", "أعلن ناطق عسكري", "ذكرت مصادر قبلية", "أفاد شهود عيان")
_MONTHS = ("يناير", "مارس", "مايو", "يوليو", "سبتمبر", "نوفمبر")
_DOINGS = (
    "{party} أفرجت عن {number} أسيرا من {other} في {place} يوم {day} {month} {year}",
    "{party} و{other} تبادلتا {number} أسيرا في {place} يوم {day} {month} {year}",
    "اشتباكات اندلعت بين {party} و{other} في {place} يوم {day} {month} {year} وأسفرت عن مقتل {number} مسلحا",
    "{party} قصفت موقعا لـ{other} في {place} يوم {day} {month} {year} فقتل {number} أشخاص",
)
_COPIED = 0.1
_REFUSED = "A page in another language, which is refused.\n"


def write_documents(folder: Path, number: int, seed: int) -> None:
    """Write so many documents below a folder: text files, pages, and one file of JSON lines; a few are refused."""
    chance = random.Random(seed)
    folder.mkdir(parents=True)
    rows: list[str] = []
    bodies: list[str] = []
    for at in range(number):
        body = chance.choice(bodies) if bodies and chance.random() < _COPIED else _body(chance)
        bodies.append(body)
        title, outlet = f"خبر رقم {at}", chance.choice(_OUTLETS)
        match at % 4:
            case 0:
                page = f"<html><head><title>{title} | {outlet}</title></head><body><h1>{title}</h1><p>{body}</p></body></html>"
                (folder / f"{at:05}.html").write_text(page, encoding="utf-8")
            case 1:
                (folder / f"{at:05}.txt").write_text(f"{title}\n\n{body}\n", encoding="utf-8")
            case _:
                rows.append(json.dumps({"id": f"r{at}", "source": outlet, "title": title, "text": body}))
    (folder / "rows.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    for at in range(3):
        (folder / f"foreign-{at}.txt").write_text(_REFUSED * (at + 1), encoding="utf-8")


def _body(chance: random.Random) -> str:
    return " ".join(f"{chance.choice(_SOURCES)} إن {_doing(chance)}." for _ in range(chance.randint(1, 2)))


def _doing(chance: random.Random) -> str:
    party, other = chance.sample(_PARTIES, 2)
    return chance.choice(_DOINGS).format(
        party=party,
        other=other,
        place=chance.choice(_PLACES),
        number=chance.randint(3, 60),
        day=chance.randint(1, 28),
        month=chance.choice(_MONTHS),
        year=chance.randint(2015, 2022),
    )
