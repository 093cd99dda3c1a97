"""Names and places of files that want to be somewhere or something else."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import pytest

from takhrij.core.records import Problem
from takhrij.read.names import shown
from tests.attacks.conftest import PAGE, Attempt

ACTING = ["\x00", "\x1b[2J", "\r", "\n", "\u202e", "\u2066", "\u2028", "\x9b31m"]


def test_a_link_out_of_a_folder_is_told_and_not_followed(attempt: Attempt) -> None:
    outside = attempt.folder.parent / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text(PAGE, encoding="utf-8")
    inside = attempt.put("inside.txt", PAGE)
    (attempt.folder / "file.txt").symlink_to(outside / "secret.txt")
    (attempt.folder / "folder").symlink_to(outside)
    (attempt.folder / "loop").symlink_to(attempt.folder)
    (attempt.folder / "known.txt").symlink_to(inside)
    (attempt.folder / "nowhere.txt").symlink_to(attempt.folder / "none.txt")
    rows = attempt.rows()
    told = {row.name if isinstance(row, Problem) else row["id"]: type(row) for row in rows}
    assert told == {
        "given/file.txt": Problem,
        "given/folder": Problem,
        "inside": dict,
        "known": dict,
        str(attempt.folder / "nowhere.txt"): Problem,
    }
    problem = next(row for row in rows if isinstance(row, Problem) and row.reason == "outside")
    assert problem.retry is not None and "outside its folder" in problem.message


def test_a_link_that_the_user_names_is_followed(attempt: Attempt) -> None:
    target = attempt.put("page.txt", PAGE)
    link = attempt.folder.parent / "link.txt"
    link.symlink_to(target)
    assert attempt.fates(link) == ["read"]


@pytest.mark.parametrize("acting", ACTING)
def test_a_name_cannot_act_on_a_terminal(
    attempt: Attempt, zipped: Callable[[dict[str, bytes | str]], bytes], acting: str
) -> None:
    attempt.put("names.zip", zipped({f"a{acting}b.txt": "Not in that language.", f"c{acting}d.txt": PAGE}))
    refused, read = attempt.rows()
    assert isinstance(refused, Problem) and isinstance(read, dict)
    for told in (refused.name, refused.message, read["id"]):
        assert not any(character in told for character in acting if not character.isprintable())


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes on Linux only")
def test_a_name_that_is_no_text_is_shown_by_its_bytes(attempt: Attempt) -> None:
    path = os.fsencode(attempt.folder) + b"/\xff\xd8.txt"
    with open(path, "wb") as file:
        file.write(PAGE.encode())
    (row,) = attempt.rows()
    assert isinstance(row, dict) and row["id"] == "\\udcff\\udcd8"


def test_names_that_only_are_seen_stay_as_they_are() -> None:
    for name in ("صفحة محفوظة.html", "ن‌ص.txt", "page (1).htm", "٢٠٢١.txt", "\u200fخبر.txt"):
        assert shown(name) == name


def test_devices_and_pipes_are_not_waited_for(attempt: Attempt) -> None:
    os.mkfifo(attempt.folder / "pipe.txt")
    attempt.put("page.txt", PAGE)
    assert attempt.fates() == ["read", "binary"]
