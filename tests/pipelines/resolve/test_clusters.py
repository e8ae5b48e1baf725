"""Whom a mention means: linked by evidence, apart where anything contradicts, never guessed."""

import random

import pytest

from pipelines.mention import Mention
from pipelines.resolve.clusters import Cluster
from pipelines.resolve.linking import united
from pipelines.resolve.namesakes import gathered
from tests.pipelines.resolve.making import attribution, profile

OTHER = "Trust grows in small steps here, and every step is yours; I bring patience, plain words and time."


def clusters_of(mentions: list[Mention]) -> list[Cluster]:
    return united(gathered(mentions))


def test_an_attribution_belongs_to_the_only_profile_of_its_name() -> None:
    (found,) = clusters_of([attribution("Ada Quill", "Salem", "OR"), profile("Ada Quill", "ada-quill", "Salem", "OR")])
    assert [mention.is_profile for mention in found.mentions] == [True, False]
    assert not found.ambiguous


def test_names_are_compared_without_case_and_accents() -> None:
    assert len(clusters_of([attribution("RENÉ QUILL", "Salem", "OR"), profile("Rene Quill", "rene", None, "OR")])) == 1


def test_another_state_is_another_person() -> None:
    found = clusters_of([attribution("Ada Quill", "Austin", "TX"), profile("Ada Quill", "ada-quill", "Salem", "OR")])
    assert len(found) == 2
    assert [one.ambiguous for one in found] == [False, True]


def test_another_license_is_another_person() -> None:
    mentions = [
        attribution("Ada Quill", "Salem", "OR", title="Licensed Clinical Social Worker"),
        profile("Ada Quill", "ada-quill", "Salem", "OR", title="Psychologist"),
    ]
    assert len(clusters_of(mentions)) == 2


def test_a_region_as_city_does_not_contradict() -> None:
    mentions = [attribution("Ada Quill", "East Bay", "CA"), profile("Ada Quill", "ada-quill", "Oakland", "CA")]
    assert len(clusters_of(mentions)) == 1


def test_namesakes_are_told_apart_by_city() -> None:
    north, south = profile("Ada Quill", "ada-1", "Salem", "OR"), profile("Ada Quill", "ada-2", "Eugene", "OR")
    found = clusters_of([north, south, attribution("Ada Quill", "Eugene", "OR")])
    assert sorted(len(one.mentions) for one in found) == [1, 2]
    (joined,) = [one for one in found if len(one.mentions) == 2]
    assert joined.mentions[0].url == south.url


def test_tied_namesakes_stay_apart_and_say_so() -> None:
    found = clusters_of(
        [
            profile("Ada Quill", "ada-1", "Salem", "OR"),
            profile("Ada Quill", "ada-2", "Salem", "OR"),
            attribution("Ada Quill", "Salem", "OR"),
        ]
    )
    assert len(found) == 3
    assert [one.ambiguous for one in found] == [False, False, True]


def test_the_same_words_under_a_changed_name_are_one_person() -> None:
    found = clusters_of([attribution("Ada Quill", "Salem", "OR"), attribution("Ada Quill-Marsh", "Salem", "OR")])
    assert len(found) == 1


def test_the_same_words_of_a_stranger_are_not() -> None:
    found = clusters_of([attribution("Ada Quill", "Salem", "OR"), attribution("Bo Tarn", "Salem", "OR")])
    assert len(found) == 2


def test_one_without_a_place_joins_the_only_namesake() -> None:
    found = clusters_of([attribution("Ada Quill", None, None, OTHER), attribution("Ada Quill", "Salem", "OR")])
    assert len(found) == 1


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_mentions_does_not_matter(seed: int) -> None:
    mentions = [
        profile("Ada Quill", "ada-1", "Salem", "OR"),
        profile("Ada Quill", "ada-2", "Eugene", "OR"),
        attribution("Ada Quill", "Eugene", "OR"),
        attribution("Ada Quill", None, None, OTHER),
        attribution("Bo Tarn", "Reno", "NV"),
        attribution("Bo Tarn-Vale", "Reno", "NV"),
        attribution("Bo Tarn", "Mesa", "AZ", OTHER),
    ]
    expected = [[mention.keys for mention in one.mentions] for one in clusters_of(mentions)]
    random.Random(seed).shuffle(mentions)
    assert [[mention.keys for mention in one.mentions] for one in clusters_of(mentions)] == expected
