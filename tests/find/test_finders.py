import itertools
import pickle
import random
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from takhrij.arabic import Arabic
from takhrij.core.records import ActorValue, DateValue, Mention, PlaceValue, Reading, Span
from takhrij.find import Finders, finder_modules, resolve
from takhrij.resources import Resources

Find = Callable[[str], tuple[Mention, ...]]


def mention(kind: str, first: int, end: int, value: object) -> Mention:
    return Mention(kind, Span(first * 4, end * 4, "كلمة"), value, first, end)  # type: ignore[arg-type]


PLACE = PlaceValue("YE", "Yemen", "اليمن", "country")
COINED = PlaceValue("x:اليمن", "اليمن", "اليمن", "area")
STATE = ActorValue("turkey", "Türkiye", None, "state")
GROUP = ActorValue("houthi", "Houthis (Ansar Allah)")


def test_modules_are_discovered_by_what_they_define() -> None:
    assert {"takhrij.find.actors", "takhrij.find.places", "takhrij.find.persons"} <= set(finder_modules())


def test_dates_win_over_longer_places() -> None:
    date = mention("date", 1, 2, DateValue("2015"))
    assert resolve([mention("place", 0, 3, PLACE), date]) == (date,)


def test_the_longer_mention_wins_and_an_actor_wins_a_tie() -> None:
    long, short = mention("place", 0, 3, PLACE), mention("actor", 1, 2, GROUP)
    assert resolve([short, long]) == (long,)
    tie = mention("actor", 0, 3, GROUP)
    assert resolve([long, tie]) == (tie,)


def test_a_state_shares_its_words_with_a_place_but_not_with_a_coined_one() -> None:
    state = mention("actor", 0, 1, STATE)
    assert len(resolve([state, mention("place", 0, 1, PLACE)])) == 2
    assert resolve([state, mention("place", 0, 1, COINED)]) == (state,)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            lambda kind, first, size: mention(kind, first, first + size, PLACE if kind == "place" else GROUP),
            st.sampled_from(["place", "actor"]),
            st.integers(0, 8),
            st.integers(1, 3),
        ),
        max_size=10,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_finders_does_not_matter(mentions: list[Mention], shuffle: random.Random) -> None:
    mixed = list(mentions)
    shuffle.shuffle(mixed)
    kept = resolve(mentions)
    assert resolve(mixed) == kept
    spans = [(m.first, m.end_token) for m in kept]
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


def test_mentions_point_at_their_words_in_text_order(find: Find) -> None:
    text = "في ١٣ يونيو ٢٠٢٠م أفرجت مليشيا الحوثي عن عناصر من تنظيم القاعدة في صنعاء"
    found = find(text)
    assert {"actor", "place"} <= {m.kind for m in found}
    assert all(text[m.span.start : m.span.end] == m.span.text for m in found)
    assert [m.first for m in found] == sorted(m.first for m in found)


def test_a_worker_gets_equal_finders(finders: Finders) -> None:
    text = "شنت مقاتلات التحالف غارات على معسكر الصلفاء في صعدة"
    copy: Finders = pickle.loads(pickle.dumps(finders))
    reading = Reading("", "test", text)
    assert copy.find(Arabic().tokenize(text), reading) == finders.find(Arabic().tokenize(text), reading)


def test_a_case_adds_its_own_actors_and_places(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "actors").mkdir()
    (tmp_path / "places").mkdir()
    (tmp_path / "actors/actors.tsv").write_text("id\tname\tkind\nother:falcons\tFalcons\tgroup\n", encoding="utf-8")
    aliases = "form\tvalue\texample\nكتيبة الصقور\tother:falcons\tانسحبت كتيبة الصقور\n"
    (tmp_path / "actors/aliases.tsv").write_text(aliases, encoding="utf-8")
    fronts = "name\tform\tprecision\tparent\texample\nSalfa\tالصلفاء\tarea\tYE-MA\tفي الصلفاء\nOur Yakla\tيكلا\tarea\tYE-MA\tفي يكلا\n"
    (tmp_path / "places/fronts.tsv").write_text(fronts, encoding="utf-8")
    text = "انسحبت كتيبة الصقور من الصلفاء إلى يكلا"
    found = Finders(Arabic(), Resources(tmp_path)).find(Arabic().tokenize(text), Reading("", "test", text))
    ids = [m.value.id for m in found if isinstance(m.value, ActorValue | PlaceValue)]
    assert ids == ["other:falcons", "YE-MA.salfa", "YE-MA.our-yakla"]
