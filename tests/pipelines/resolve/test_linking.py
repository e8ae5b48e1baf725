"""One therapist in several directories, under several slugs and names: joined by evidence, apart where in doubt."""

import random
from typing import Any

import pytest

from pipelines.mention import Mention
from pipelines.resolve.clusters import Cluster
from pipelines.resolve.linking import united
from pipelines.resolve.namesakes import gathered
from records import Location
from tests.pipelines.resolve.making import DAY, START, URL, attribution, profile

ABOUT = "I sit with people whose days have grown narrow, and we look together for the doors that are still unlocked."
SALEM = Location(city="Salem", state="OR", zip="97301", lat=44.94, lon=-123.03)
KEIZER = Location(city="Keizer", state="OR", lat=44.99, lon=-123.02)
BEND = Location(city="Bend", state="OR", lat=44.06, lon=-121.31)


def here(name: str = "Ada Quill", slug: str = "ada-quill", **values: Any) -> Mention:
    return profile(name, slug, **values)


def there(name: str = "Ada Quill", slug: str = "quill", **values: Any) -> Mention:
    return profile(name, slug, source="other", **values)


def clusters_of(*mentions: Mention) -> list[Cluster]:
    return united(gathered(mentions))


def evidence(cluster: Cluster) -> list[str]:
    return [kind for member in cluster.members for kind in member.evidence]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"phone": "+15035550142"}, {"phone": "+15035550142"}, "phone"),
        ({"phone": "+15035550142"}, {"name": "Ada Quill-Marsh", "phone": "+15035550142"}, "phone"),
        (
            {"name": "Ada (Addie) Quill", "phone": "+15035550142"},
            {"name": "Addie Quill", "phone": "+15035550142"},
            "phone",
        ),
        ({"website": "https://quill.example/"}, {"website": "http://www.quill.example"}, "website"),
        ({"about": ABOUT}, {"about": f"  {ABOUT.upper()} "}, "same words"),
        ({}, {"website": "https://directory.example/therapist/ada-quill"}, "profile url"),
        ({"locations": [SALEM]}, {"locations": [SALEM]}, "name and city"),
        ({"name": "Ada L. Quill", "locations": [SALEM]}, {"locations": [SALEM]}, "name and city"),
        (
            {"locations": [SALEM], "pronouns": "she/her"},
            {"locations": [KEIZER], "pronouns": "She / They"},
            "name and state",
        ),
        # The second directory has a phone of its own for her.
        (
            {"locations": [SALEM], "phone": "+15035550142"},
            {"locations": [SALEM], "phone": "+15035550143"},
            "name and city",
        ),
        ({"locations": [SALEM]}, {"locations": [KEIZER]}, "name and state"),
        ({"locations": [SALEM]}, {"locations": [Location(state="OR")]}, "name and state"),
        (
            {"locations": [SALEM], "title": "Psychologist"},
            {"name": "Ada Mae Quill", "locations": [SALEM], "title": "Clinical Psychologist"},
            "similar name, city and profession",
        ),
        # A move, and a phone that went along.
        (
            {"locations": [SALEM], "phone": "+15035550142"},
            {"state": "NV", "city": "Reno", "phone": "+15035550142"},
            "phone",
        ),
    ],
)
def test_two_directories_show_one_therapist(one: dict[str, Any], other: dict[str, Any], why: str) -> None:
    (found,) = clusters_of(here(**one), there(**other))
    assert evidence(found) == [why]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),  # a name alone
        ({"locations": [SALEM]}, {"locations": [BEND]}),  # and a state, far apart
        (
            {"locations": [SALEM], "title": "Psychologist"},
            {"locations": [SALEM], "title": "Marriage & Family Therapist"},
        ),
        ({"name": "Ada B. Quill", "locations": [SALEM]}, {"name": "Ada C. Quill", "locations": [SALEM]}),
        ({"name": "Ari Quill Sr.", "phone": "+15035550142"}, {"name": "Ari Quill Jr.", "phone": "+15035550142"}),
        # Two of one practice, one couple: the same phone, website and family name.
        ({"phone": "+15035550142"}, {"name": "Bo Marsh", "phone": "+15035550142"}),
        ({"phone": "+15035550142"}, {"name": "Bo Quill", "phone": "+15035550142"}),
        ({"website": "https://quill.example"}, {"name": "Bo Quill", "website": "https://quill.example"}),
        # Words that a stranger copied.
        ({"about": ABOUT}, {"name": "Bo Marsh", "about": ABOUT}),
        ({"about": "I listen."}, {"about": "I listen."}),
        ({"about": ABOUT}, {"name": "Bo Quill", "about": ABOUT}),
        # A name and a state, and something that is another's.
        (
            {"locations": [SALEM], "phone": "+15035550142", "website": "https://quill.example"},
            {"locations": [KEIZER], "phone": "+15035550143", "website": "https://ada.example"},
        ),
        ({"locations": [SALEM], "phone": "+15035550142"}, {"locations": [KEIZER], "phone": "+15035550143"}),
        ({"locations": [SALEM], "pronouns": "she/her"}, {"locations": [KEIZER], "pronouns": "he/him"}),
        # And a city, and several things that are.
        (
            {"locations": [SALEM], "phone": "+15035550142", "pronouns": "she/her"},
            {"locations": [SALEM], "phone": "+15035550143", "pronouns": "he/him"},
        ),
        # Everything else contradicts.
        (
            {"title": "Psychologist", "locations": [SALEM], "phone": "+15035550142"},
            {"title": "Psychiatrist", "city": "Reno", "state": "NV", "phone": "+15035550142"},
        ),
    ],
)
def test_two_directories_show_two_people(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert len(clusters_of(here(**one), there(**other))) == 2


def test_words_that_strangers_share_say_nothing_of_who_shares_a_given_name() -> None:
    found = clusters_of(here(about=ABOUT), there("Ada Marsh", about=ABOUT), profile("Bo Vale", "bo", about=ABOUT))
    assert len(found) == 3


def test_two_whom_one_page_shows_at_once_with_the_same_words_are_two() -> None:
    lines = [attribution(name, "Salem", "OR", ABOUT) for name in ("Ada Quill", "Ada Marsh")]
    assert len(clusters_of(*lines)) == 2
    later = [lines[0], attribution("Ada Marsh", "Salem", "OR", ABOUT, seen=START + DAY)]
    assert len(clusters_of(*later)) == 1


def test_a_short_given_name_and_the_same_words_are_one() -> None:
    assert len(clusters_of(here("Robert Quill", about=ABOUT), there("Rob Quill", about=ABOUT))) == 1


def test_a_renamed_slug_is_the_same_therapist() -> None:
    (found,) = clusters_of(
        here(slug="ada-quill", locations=[SALEM], phone="+15035550142", about=ABOUT),
        here("Ada Marsh-Quill", "ada-marsh-quill-reno-nv", city="Reno", state="NV", phone="+15035550142"),
    )
    assert evidence(found) == ["phone"]


def test_two_profiles_of_one_name_in_one_city_stay_apart_and_nobody_of_another_directory_joins_either() -> None:
    found = clusters_of(
        here(slug="ada-1", locations=[SALEM]), here(slug="ada-2", locations=[SALEM]), there(locations=[SALEM])
    )
    assert len(found) == 3


def test_evidence_of_a_phone_reaches_where_a_name_alone_would_tie() -> None:
    found = clusters_of(
        here(slug="ada-1", locations=[SALEM]),
        here(slug="ada-2", locations=[SALEM], phone="+15035550142"),
        there(locations=[SALEM], phone="+15035550142"),
    )
    assert sorted(len(one.members) for one in found) == [1, 2]


def test_a_linked_line_belongs_to_the_linked_profile_whatever_it_says() -> None:
    mine, namesake = here(slug="ada-1", locations=[SALEM]), here(slug="ada-2", locations=[BEND])
    line = attribution("Ada Quill", "Bend", "OR", profile_url=mine.url)
    found = clusters_of(mine, namesake, line)
    assert [[mention.url for mention in one.mentions] for one in found] == [[mine.url, URL], [namesake.url]]
    assert evidence(found[0]) == ["linked"]


def test_lines_that_link_to_one_unseen_profile_are_one_therapist() -> None:
    target = "https://directory.example/therapist/ada-quill"
    pages = [f"https://directory.example/specialties/{slug}" for slug in ("emdr", "grief")]
    lines = [
        attribution(name, None, None, f"Words number {page}.", profile_url=target, url=page)
        for name, page in zip(["Ada Quill", "Dr. Quill"], pages, strict=True)
    ]
    (found,) = clusters_of(*lines)
    assert len(found.members) == 2


@pytest.mark.parametrize("seed", range(8))
def test_the_order_of_the_mentions_does_not_matter(seed: int) -> None:
    mentions = [
        here(slug="ada-1", locations=[SALEM], phone="+15035550142"),
        here(slug="ada-2", locations=[BEND]),
        there(locations=[SALEM], phone="+15035550142"),
        there("Ada Quill-Marsh", "marsh", about=ABOUT),
        profile("Ada Marsh", "am", source="third", about=ABOUT, locations=[KEIZER]),
        attribution("Ada Quill", "Salem", "OR"),
        attribution("Ada Quill", None, None, "Other words of hers."),
        attribution("Bo Tarn", "Reno", "NV", ABOUT),
    ]
    expected = {frozenset(mention.keys[0] for mention in one.mentions) for one in clusters_of(*mentions)}
    random.Random(seed).shuffle(mentions)
    assert {frozenset(mention.keys[0] for mention in one.mentions) for one in clusters_of(*mentions)} == expected


def test_thousands_of_one_name_are_no_evidence_and_cost_no_square() -> None:
    many = [there("Test Provider", f"t{number}", locations=[SALEM], phone="+15035550142") for number in range(3_000)]
    lines = [
        attribution("Test Provider", "Salem", "OR", f"Words {number}", raw=f"— {number}") for number in range(3_000)
    ]
    assert len(clusters_of(*many, *lines)) == 3_001
