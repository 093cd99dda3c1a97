"""Tables: columns by name, by order of the user, and what a table may be broken in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from takhrij.core.errors import UsageError
from takhrij.core.records import Problem
from takhrij.read import Source, columns, expand
from takhrij.read.columns import FIELDS
from takhrij.resources import Resources

BODY = "قال مصدر محلي إن الطرفين تبادلا أسيرين"


def rows(folder: Path, data: str, limit: int = 10_000, **given: str) -> list[Source | Problem]:
    path = folder / "rows.csv"
    path.write_text(data, encoding="utf-8")
    return list(expand([path], limit, columns(Resources(), given)))


def reasons(found: list[Source | Problem]) -> list[str | None]:
    return [getattr(item, "reason", None) for item in found]


def test_columns_that_the_user_names_win(tmp_path: Path, resources: Resources) -> None:
    found = rows(tmp_path, f"text,ملاحظة\nرقم أول,{BODY}\n", text="ملاحظة")
    assert reasons(found) == [None, "columns"]
    assert isinstance(found[0], Source) and BODY in found[0].data.decode()
    assert isinstance(found[1], Problem) and "«text»" in found[1].message


def test_a_column_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    (told,) = rows(tmp_path, f"text,day\n{BODY},1\n", published="يوم")
    assert isinstance(told, Problem) and "«يوم»" in told.message and "text, day" in told.message and told.retry


def test_a_field_that_no_document_has_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="colour"):
        rows(tmp_path, "text\n", colour="x")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("", ["empty"]),
        ("text\n", []),
        (f"text,text\n{BODY},x\n", ["malformed"]),
        ("text," + ",".join(map(str, range(1000))) + f"\n{BODY}\n", ["malformed"]),
        (f'text,title\n"{BODY}', [None]),
        (f"text\n{BODY}\n{'ا' * 20_000}\n", [None, "too_large"]),
        (f'text\n{BODY}\n"{"ا" * 6_000}\n{"ا" * 6_000}"\n', [None, "malformed"]),
        (f"text\n\n,\n{BODY}\n", [None]),
    ],
)
def test_tables_that_are_not_whole(tmp_path: Path, data: str, expected: list[str | None]) -> None:
    assert reasons(rows(tmp_path, data)) == expected


def test_a_table_that_turns_to_another_encoding_is_told(tmp_path: Path, resources: Resources) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(f"text\n{BODY}\n".encode() * 4000 + BODY.encode("cp1256") + b"\n")
    found = list(expand([path], 10_000, columns(resources, {})))
    assert reasons(found)[-1] == "encoding" and isinstance(found[0], Source)


def test_every_usual_name_is_of_a_field(resources: Resources) -> None:
    known = columns(resources, {}).known
    assert set(known.values()) == set(FIELDS)
    assert len(known) == len(resources.table("reading/columns")), "two rows tell the same name"


def test_a_line_with_its_text_beside_foreign_names_is_read_like_a_table_s(
    tmp_path: Path, resources: Resources
) -> None:
    row = {"id": "1", "content": BODY, "headline": "تبادل أسيرين", "foo": "2024-05-10"}
    plain = {"id": "2", "text": BODY, "published": "2024-05-10", "events": []}
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, (row, plain))), encoding="utf-8")
    found = list(expand([path], 10_000, columns(resources, {})))
    assert reasons(found) == [None, None, "columns"]
    assert isinstance(found[2], Problem) and "«foo»" in found[2].message and "events" not in found[2].message
    first, second = found[:2]
    assert isinstance(first, Source) and json.loads(first.data)["@columns"]["title"] == "headline"
    assert isinstance(second, Source) and json.loads(second.data) == plain
