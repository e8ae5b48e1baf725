"""Resolving: ids for ever, dates that never move later, texts that are never lost."""

from datetime import timedelta

from pipelines.mention import Mention
from pipelines.resolve.digest import content_digest, dates_digest
from records import Identity
from tests.pipelines.resolve.making import DAY, START, WORDS, attribution, claimed, profile, resolved, sighting

OTHER = "Trust grows in small steps here, and every step is yours; I bring patience, plain words and time."


def test_the_same_input_gives_the_same_records() -> None:
    mentions = [attribution("Ada Quill", "Salem", "OR"), profile("Ada Quill", "ada-quill", "Salem", "OR")]
    first = resolved(*mentions)
    again = resolved(*mentions, before=first, now=START + DAY)
    assert again.therapists == first.therapists
    assert again.statements == first.statements
    assert again.minted == {}


def test_an_id_stays_when_a_profile_turns_up() -> None:
    line = attribution("Ada Quill", "Salem", "OR")
    first = resolved(line)
    later = resolved(line, profile("Ada Quill", "ada-quill", "Salem", "OR", seen=START + DAY), before=first)
    assert [one.id for one in later.therapists] == [one.id for one in first.therapists]
    assert later.therapists[0].profile_urls == ["https://directory.example/therapist/ada-quill"]


def test_an_id_stays_when_the_name_changes_and_the_words_stay() -> None:
    first = resolved(attribution("Ada Quill", "Salem", "OR"))
    renamed = attribution("Ada Marsh", "Salem", "OR", seen=START + DAY)
    later = resolved(renamed, before=first)
    assert [one.id for one in later.therapists] == [first.therapists[0].id]
    assert later.therapists[0].name == "Ada Marsh"


def test_a_merge_keeps_the_oldest_id_and_names_the_other() -> None:
    old = attribution("Ada Quill", "Salem", "OR", OTHER)
    young = attribution("Ada Marsh", "Salem", "OR", seen=START + DAY, url="https://directory.example/specialties/emdr")
    first = resolved(old)
    second = resolved(old, young, before=first, now=START + DAY)
    assert len(second.therapists) == 2
    bridge = attribution(
        "Ada Quill", "Salem", "OR", seen=START + 2 * DAY, url="https://directory.example/specialties/act"
    )
    known = {**first.minted, **second.minted}
    merged = resolved(old, young, bridge, known=known, before=second, now=START + 2 * DAY)
    assert len(merged.therapists) == 1
    (found,) = merged.therapists
    assert found.id == first.therapists[0].id
    assert found.former_ids == [one.id for one in second.therapists if one.id != found.id]


def test_first_seen_never_moves_later() -> None:
    first = resolved(attribution("Ada Quill", "Salem", "OR"))
    later = resolved(attribution("Ada Quill", "Salem", "OR", seen=START + 9 * DAY), before=first)
    assert later.therapists[0].first_seen == START
    assert later.statements[0].first_seen == START
    assert later.statements[0].last_seen == START + 9 * DAY


def test_an_older_text_is_kept_as_history() -> None:
    first = resolved(attribution("Ada Quill", "Salem", "OR"))
    line = attribution("Ada Quill", "Salem", "OR", OTHER, seen=START + DAY)
    second = resolved(line, before=first)
    assert [one.text for one in second.statements] == [OTHER]
    assert [one.text for one in second.statement_history] == [WORDS]
    third = resolved(line, before=second, known=first.minted)
    assert [one.text for one in third.statement_history] == [WORDS]


def test_whom_the_archive_no_longer_holds_is_carried_over() -> None:
    first = resolved(attribution("Ada Quill", "Salem", "OR"), profile("Bo Tarn", "bo-tarn", "Reno", "NV"))
    later = resolved(attribution("Ada Quill", "Salem", "OR"), before=first)
    assert {one.name: one.status for one in later.therapists} == {"Ada Quill": "current", "Bo Tarn": "carried"}


def test_whom_a_page_no_longer_mentions_is_not_carried_over() -> None:
    first = resolved(attribution("Ada Quill", "Salem", "OR"))
    assert resolved(before=first).therapists == []


def test_someone_known_from_approach_pages_only_grows_stale() -> None:
    late = START + timedelta(days=181)
    (found,) = resolved(attribution("Ada Quill", "Salem", "OR"), now=late).therapists
    assert found.status == "stale"
    (found,) = resolved(profile("Ada Quill", "ada-quill"), now=late).therapists
    assert found.status == "current"


def test_a_profile_goes_before_an_attribution_and_both_stay_visible() -> None:
    done = resolved(
        attribution("ADA QUILL", "Salem", "OR", title="Counselor", seen=START + DAY),
        profile("Ada Quill", "ada-quill", "Salem", "OR", title="Licensed Professional Counselor"),
    )
    assert done.therapists[0].title == "Licensed Professional Counselor"
    titles = {row.value: row.won for row in done.provenance if row.field == "title"}
    assert titles == {"Licensed Professional Counselor": True, "Counselor": False}


def test_the_strongest_claim_leads() -> None:
    ticked = profile("Ada Quill", "ada-quill", "Salem", "OR", claims=[claimed("relational-therapy"), claimed("emdr")])
    (found,) = resolved(attribution("Ada Quill", "Salem", "OR"), ticked).therapists
    assert [(one.id, one.claim, one.claims) for one in found.approaches] == [
        ("relational-therapy", "described", ["described", "ticked"]),
        ("emdr", "ticked", ["ticked"]),
    ]


def test_an_approach_counts_its_visits_and_people() -> None:
    done = resolved(
        attribution("Ada Quill", "Salem", "OR"),
        attribution("Bo Tarn", "Reno", "NV", OTHER, seen=START + DAY),
        sightings=[sighting(), sighting(seen=START + DAY)],
    )
    (found,) = done.approaches
    assert (found.id, found.known, found.definition) == ("relational-therapy", True, "About ties.")
    assert (found.visits, found.people_seen, found.last_new_at) == (2, 2, START + DAY)
    assert found.estimated_people == 3  # 2 seen, both once: 2 + 2 * 1 / (2 * 1)


def test_another_visit_changes_the_dates_and_not_the_content() -> None:
    first = resolved(attribution("Ada Quill", "Salem", "OR"))
    later = resolved(attribution("Ada Quill", "Salem", "OR", last_seen=START + DAY), before=first)
    one, other = [(done.therapists, done.statements, done.approaches) for done in (first, later)]
    assert content_digest(*one) == content_digest(*other)
    assert dates_digest(*one) != dates_digest(*other)


def test_a_split_mints_one_new_id_and_keeps_it() -> None:
    old = attribution("Ada Quill", "Salem", "OR", OTHER)
    young = attribution("Ada Marsh", "Salem", "OR", WORDS, seen=START + DAY)
    joined = attribution(
        "Ada Quill", "Salem", "OR", WORDS, seen=START + DAY, url="https://directory.example/specialties/act"
    )
    first = resolved(old, joined, young)
    assert len(first.therapists) == 1
    apart = resolved(old, young, before=first, now=START + DAY)
    assert len(apart.therapists) == 2
    (minted,) = {one.id for one in apart.therapists} - {first.therapists[0].id}
    known = {**first.minted, **apart.minted}
    again = resolved(young, old, before=apart, known=known, now=START + 2 * DAY)
    assert {one.id for one in again.therapists} == {one.id for one in apart.therapists}
    alone = resolve_alone(young, known)
    assert alone == minted


def resolve_alone(mention: Mention, known: dict[str, Identity]) -> str:
    """The id a mention gets when the other part of the split is gone."""
    (found,) = resolved(mention, known=known, now=START + 3 * DAY).therapists
    return found.id


def test_two_people_with_the_same_words_keep_their_ids_run_after_run() -> None:
    people = [attribution("Anna Bell", "Portland", "OR"), attribution("Boris Crane", "Austin", "TX")]
    first = resolved(*people)
    known = dict(first.minted)
    before = first
    for night in range(1, 4):
        later = resolved(*people, known=known, before=before, now=START + night * DAY)
        known |= later.minted
        before = later
        assert later.therapists == first.therapists
        assert later.minted == {}


def test_who_copies_somebodys_words_does_not_take_their_id() -> None:
    anna = attribution("Anna Bell", "Portland", "OR", seen=START + DAY)
    first = resolved(anna, now=START + DAY)
    earlier = attribution("Boris Crane", "Austin", "TX")  # from a page that was saved before, and imported later
    later = resolved(anna, earlier, before=first, now=START + 2 * DAY)
    assert {one.name: one.id for one in later.therapists}["Anna Bell"] == first.therapists[0].id
    assert all(one.former_ids == [] for one in later.therapists)
