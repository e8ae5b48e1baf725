"""What the operator corrects holds in every run, and changes nobody else."""

from itertools import permutations
from typing import Any

import msgspec
import pytest

from pipelines.resolve import Resolved
from pipelines.resolve.corrections import ref_of
from records import Corrections, Identity, Provenance, Therapist
from records.errors import WrongUse
from tests.pipelines.resolve.making import DAY, START, attribution, profile, resolved

EMDR = "https://directory.example/specialties/emdr"
OTHER = "Trust grows in small steps here, and every step is yours; I bring patience, plain words and time."
MENTIONS = [
    profile("Ada Quill", "ada-quill", "Salem", "OR", phone="+15035550142"),
    attribution("Ada Quill", "Salem", "OR"),
    attribution("Ada Quill", "Salem", "OR", "Other words, and her own.", url=EMDR),
    profile("Bo Tarn", "bo-tarn", "Reno", "NV"),
    attribution("Bo Tarn-Vale", "Reno", "NV", "Words of Bo about stillness.", url=EMDR),
    profile("Cy Marsh", "cy-marsh", "Bend", "OR"),
]


class Nights:
    """Runs one after the other, with the identities of all before."""

    def __init__(self) -> None:
        self.known: dict[str, Identity] = {}
        self.last: Resolved | None = None
        self.night = 0

    def run(self, **corrections: Any) -> Resolved:
        self.night += 1
        self.last = resolved(
            *MENTIONS,
            known=self.known,
            before=self.last,
            now=START + self.night * DAY,
            corrections=msgspec.convert(corrections, Corrections),
        )
        self.known |= self.last.minted
        return self.last


def by_name(done: Resolved) -> dict[str, Therapist]:
    return {one.name: one for one in done.therapists}


def others(done: Resolved, *ids: str) -> tuple[list[Any], list[Any]]:
    """All that stands of everybody but these."""
    therapists = [one for one in done.therapists if one.id not in ids]
    return therapists, [one for one in done.statements if one.therapist_id not in ids]


def test_a_merge_and_its_end_change_nobody_else() -> None:
    nights = Nights()
    first = nights.run()
    bo, vale = by_name(first)["Bo Tarn"].id, by_name(first)["Bo Tarn-Vale"].id
    merged = nights.run(merge=[{"ids": [vale, bo], "why": "one person, two names"}])
    found = {one.id: one for one in merged.therapists}
    (kept,) = [found[id_] for id_ in (bo, vale) if id_ in found]
    assert kept.former_ids == [id_ for id_ in (bo, vale) if id_ != kept.id]
    assert others(merged, bo, vale) == others(first, bo, vale)
    assert nights.run(merge=[{"ids": [vale, bo]}]).therapists == merged.therapists
    apart = nights.run()
    assert apart.therapists == first.therapists
    assert apart.statements == first.statements


def test_a_split_holds_and_its_end_changes_nobody_else() -> None:
    nights = Nights()
    first = nights.run()
    ada = by_name(first)["Ada Quill"].id
    split = {"split": [{"id": ada, "apart": [ref_of(MENTIONS[2])], "why": "a namesake"}]}
    done = nights.run(**split)
    (new,) = {one.id for one in done.therapists} - {one.id for one in first.therapists}
    assert {one.therapist_id for one in done.statements if one.source_url == EMDR} >= {new}
    assert others(done, ada, new) == others(first, ada)
    again = nights.run(**split)
    assert again.therapists == done.therapists
    assert again.minted == {}
    whole = nights.run()
    assert others(whole, ada) == others(first, ada)
    assert by_name(whole)["Ada Quill"].former_ids == [new]


def test_a_profile_is_split_off_by_its_address() -> None:
    nights = Nights()
    ada = by_name(nights.run())["Ada Quill"].id
    done = nights.run(split=[{"id": ada, "apart": [MENTIONS[0].url]}])
    found = [one for one in done.therapists if one.name == "Ada Quill"]
    assert sorted(len(one.profile_urls) for one in found) == [0, 1]
    assert done.problems == []


def test_what_a_split_leaves_stays_one_run_after_run() -> None:
    phone, site = {"phone": "+15035550142"}, {"website": "https://ada.example"}
    bridge = profile("Ada Quill-Marsh", "bridge", "Salem", "OR", source="other", **phone, **site)
    mentions = [
        profile("Ada Quill", "ada-quill", "Salem", "OR", **phone),
        profile("Ada Marsh", "ada-marsh", "Salem", "OR", source="third", **site),
        bridge,
    ]
    first = resolved(*mentions)
    (ada,) = first.therapists
    split = msgspec.convert({"split": [{"id": ada.id, "apart": [bridge.url]}]}, Corrections)
    known, done = dict(first.minted), first
    for night in range(1, 4):
        done = resolved(*mentions, known=known, before=done, now=START + night * DAY, corrections=split)
        known |= done.minted
        assert {one.id: len(one.profile_urls) for one in done.therapists if one.id == ada.id} == {ada.id: 2}
        assert len(done.therapists) == 2


def test_a_split_joins_nobody_to_what_is_left() -> None:
    mover = profile("Ada Quill", "moved", "Reno", "NV", source="other", phone="+15035550142")
    mentions = [
        profile("Ada Quill", "ada-quill", "Salem", "OR", phone="+15035550142"),
        mover,
        profile("Ada Quill", "namesake", "Salem", "OR", source="other"),
    ]
    first = resolved(*mentions)
    ada = next(one for one in first.therapists if one.phone)
    split = msgspec.convert({"split": [{"id": ada.id, "apart": [mover.url]}]}, Corrections)
    done = resolved(*mentions, before=first, now=START + DAY, corrections=split)
    (new,) = {one.id for one in done.therapists} - {one.id for one in first.therapists}
    assert others(done, ada.id, new) == others(first, ada.id)


def test_what_is_said_later_goes_to_the_part_that_it_links_to() -> None:
    nights = Nights()
    ada = by_name(nights.run())["Ada Quill"].id
    split = msgspec.convert({"split": [{"id": ada, "apart": [MENTIONS[0].url]}]}, Corrections)
    line = attribution("Ada Quill", "Salem", "OR", f"{OTHER} Later.", profile_url=MENTIONS[0].url, raw="— Later")
    done = resolved(*MENTIONS, line, before=nights.last, known=nights.known, now=START + 9 * DAY, corrections=split)
    (owner,) = [one for one in done.therapists if MENTIONS[0].url in one.profile_urls]
    assert [one.therapist_id for one in [*done.statements, *done.statement_history] if "Later" in one.text] == [
        owner.id
    ]


def test_a_split_holds_though_the_line_it_names_is_written_anew() -> None:
    mine = attribution("Ada Quill", "Salem", "OR")
    namesake = attribution("Ada Quill", "Salem", "OR", "Short words.", url=EMDR)
    first = resolved(mine, namesake)
    (ada,) = first.therapists
    split = msgspec.convert({"split": [{"id": ada.id, "apart": [ref_of(namesake)]}]}, Corrections)
    second = resolved(mine, namesake, before=first, now=START + DAY, corrections=split)
    (new,) = {one.id for one in second.therapists} - {ada.id}
    rewritten = attribution("Ada Quill", "Salem", "OR", "Short words.", url=EMDR, raw="— Ada Quill, MA, in Salem")
    known = {**first.minted, **second.minted}
    third = resolved(mine, namesake, rewritten, known=known, before=second, now=START + 2 * DAY, corrections=split)
    assert sorted(one.id for one in third.therapists) == sorted([ada.id, new])
    assert {one.source_url for one in third.links if one.therapist_id == ada.id} == {mine.url}


def test_a_split_says_which_of_its_mentions_nobody_has() -> None:
    nights = Nights()
    ada = by_name(nights.run())["Ada Quill"].id
    done = nights.run(split=[{"id": ada, "apart": [MENTIONS[0].url, "0000000000"]}])
    assert [problem.detail for problem in done.problems] == [f"split: {ada} has no mention 0000000000"]


def test_a_merge_of_what_a_split_parts_is_told() -> None:
    nights = Nights()
    ada = by_name(nights.run())["Ada Quill"].id
    split = [{"id": ada, "apart": [MENTIONS[0].url]}]
    before = {one.id for one in nights.run().therapists}
    (new,) = {one.id for one in nights.run(split=split).therapists} - before
    done = nights.run(split=split, merge=[{"ids": [ada, new]}])
    assert {ada, new} <= {one.id for one in done.therapists}
    assert [problem.detail for problem in done.problems] == [f"merge: {ada} and {new} stay apart, as a split says"]


def test_any_number_of_ids_is_merged() -> None:
    crowd = [profile(f"Ada Quill{'x' * number}", f"ada-{number}", "Salem", "OR") for number in range(60)]
    first = resolved(*crowd)
    merge = msgspec.convert({"merge": [{"ids": [one.id for one in first.therapists]}]}, Corrections)
    assert len(resolved(*crowd, before=first, now=START + DAY, corrections=merge).therapists) == 1


def test_a_set_field_wins_and_the_pages_value_stays_visible() -> None:
    nights = Nights()
    first = nights.run()
    ada = by_name(first)["Ada Quill"].id
    done = nights.run(
        set=[{"id": ada, "fields": {"phone": None, "pronouns": "she/her", "locations": [{"zip": "97301"}]}}]
    )
    found = by_name(done)["Ada Quill"]
    assert (found.phone, found.pronouns) == (None, "she/her")
    assert [(place.state, place.lat is not None) for place in found.locations] == [("OR", True)]
    assert others(done, ada) == others(first, ada)
    rows: list[Provenance] = [row for row in done.provenance if row.therapist_id == ada and row.field == "phone"]
    assert [(row.value, row.won, row.extractor) for row in rows] == [
        ("+15035550142", False, "1"),
        ("null", True, "correction"),
    ]
    assert nights.run().therapists == first.therapists


def test_a_field_is_set_under_a_former_id_too() -> None:
    nights = Nights()
    first = nights.run()
    bo, vale = by_name(first)["Bo Tarn"].id, by_name(first)["Bo Tarn-Vale"].id
    merge = [{"ids": [bo, vale]}]
    for id_ in (bo, vale):
        (found,) = [
            one
            for one in nights.run(merge=merge, set=[{"id": id_, "fields": {"title": "Counselor"}}]).therapists
            if one.name == "Bo Tarn"
        ]
        assert found.title == "Counselor"


def test_who_is_carried_over_is_corrected_too() -> None:
    first = resolved(*MENTIONS)
    cy = by_name(first)["Cy Marsh"].id
    corrections = msgspec.convert({"set": [{"id": cy, "fields": {"name": "Cy Marsh-Vale"}}]}, Corrections)
    later = resolved(*MENTIONS[:-1], before=first, now=START + DAY, corrections=corrections)
    assert [(one.name, one.status) for one in later.therapists if one.id == cy] == [("Cy Marsh-Vale", "carried")]
    assert later.problems == []


@pytest.mark.parametrize(
    "corrections",
    [
        {"merge": [{"ids": ["tnobody", "tnoone"]}]},
        {"split": [{"id": "tnobody", "apart": ["0000000000"]}]},
        {"set": [{"id": "tnobody", "fields": {"title": "Counselor"}}]},
    ],
)
def test_a_correction_that_meets_nobody_is_told(corrections: dict[str, Any]) -> None:
    done = Nights().run(**corrections)
    assert {problem.code for problem in done.problems} == {"correction-unused"}
    assert "tnobody" in "".join(problem.detail for problem in done.problems)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"approaches": []}, "cannot be set"),
        ({"telehealth": "perhaps"}, "Expected `bool | null`"),
        ({"phone": "call me"}, "which is none"),
        ({"website": "javascript:alert(1)"}, "which is none"),
        ({"license": "KING"}, "which is none"),
        ({"locations": [{}]}, "which is none"),
        ({"fee_min": "much"}, "Expected `float | null`"),
        ({"fee_min": float("nan")}, "which is none"),
        ({"fee_max": float("inf")}, "which is none"),
        ({"fee_min": -5}, "which is none"),
        ({"fee_min": 200, "fee_max": 100}, "above fee_max"),
        ({"currency": "dollars"}, "which is none"),
        ({"name": ""}, "which is none"),
        ({"name": " \t"}, "which is none"),
        ({"title": "Coun\x1b[31mselor"}, "which is none"),
        ({"about": "Words\x00"}, "which is none"),
        ({"languages": ["English", ""]}, "which is none"),
        ({"issues": ["nonsense"]}, "which is none"),
        ({"issues": ["emdr"]}, "which is none"),
        ({"locations": [{"city": "Salem", "state": "Oregonia"}]}, "no state is called Oregonia"),
        ({"locations": [{"city": "Salem", "country": "US"}]}, "country"),
        ({"name": ["Ada"] * 9_999}, "Expected `str`"),
    ],
)
def test_a_value_that_cannot_be_is_refused(fields: dict[str, Any], told: str) -> None:
    with pytest.raises(WrongUse, match=r"corrections\.yaml sets .* of t1") as error:
        Nights().run(set=[{"id": "t1", "fields": fields}])
    assert told in str(error.value)
    assert len(str(error.value)) < 500


def test_one_field_is_set_to_one_value() -> None:
    with pytest.raises(WrongUse, match=r"corrections\.yaml sets title of t1 twice"):
        Nights().run(set=[{"id": "t1", "fields": {"title": title}} for title in ("Counselor", "Psychologist")])


def test_set_values_are_cleaned_as_those_of_pages_are() -> None:
    nights = Nights()
    ada = by_name(nights.run())["Ada Quill"].id
    fields = {
        "name": "  Ada   Quill ",
        "credentials": ["Ph.D."],
        "languages": ["ENGLISH", "english"],
        "issues": ["Anxiety"],
        "about": "One line.\nAnother.",
    }
    done = nights.run(set=[{"id": ada, "fields": fields}])
    found = by_name(done)["Ada Quill"]
    assert (found.credentials, found.languages, found.issues) == (["PhD"], ["English"], ["anxiety"])
    assert found.about == "One line.\nAnother."
    assert "anxiety" in {one.id for one in done.approaches}


def test_former_ids_outlive_the_pages_that_gave_them() -> None:
    nights = Nights()
    first = nights.run()
    bo, vale = by_name(first)["Bo Tarn"].id, by_name(first)["Bo Tarn-Vale"].id
    merged = nights.run(merge=[{"ids": [bo, vale]}])
    (kept,) = [one for one in merged.therapists if one.name == "Bo Tarn"]
    without = [mention for mention in MENTIONS if mention.is_profile or "Vale" not in mention.name]
    later = resolved(*without, known=nights.known, before=merged, now=START + 9 * DAY)
    (found,) = [one for one in later.therapists if one.name == "Bo Tarn"]
    assert {found.id, *found.former_ids} == {kept.id, *kept.former_ids} == {bo, vale}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_former_ids_keep_their_order(order: tuple[int, int, int]) -> None:
    people = [profile(name, name.lower(), "Salem", "OR") for name in ("Ada", "Bo", "Cy")]
    first = resolved(*people)
    ids = {one.name: one.id for one in first.therapists}
    gone, kept, other = (people[number] for number in order)

    def merge(*names: str) -> Corrections:
        return msgspec.convert({"merge": [{"ids": [ids[name] for name in names]}]}, Corrections)

    known = dict(first.minted)
    second = resolved(*people, known=known, before=first, corrections=merge(gone.name, kept.name))
    later = [resolved(kept, other, known=known, before=second, corrections=merge(kept.name, other.name))]
    later.append(resolved(kept, other, known=known, before=later[0], corrections=merge(kept.name, other.name)))
    assert later[1].therapists == later[0].therapists


def test_words_that_a_merge_brought_together_go_back_to_who_said_them() -> None:
    mentions = [attribution("Ada Quill", "Salem", "OR", f"{OTHER} I am Ada."), attribution("Bo Tarn", "Reno", "NV")]
    first = resolved(*mentions)
    ids = [one.id for one in first.therapists]
    merge = msgspec.convert({"merge": [{"ids": ids}]}, Corrections)
    merged = resolved(*mentions, before=first, known=first.minted, now=START + DAY, corrections=merge)
    assert (len(merged.statements), len(merged.statement_history)) == (1, 1)
    apart = resolved(*mentions, before=merged, known=first.minted, now=START + 2 * DAY)
    assert (apart.therapists, apart.statements) == (first.therapists, first.statements)
    assert apart.statement_history == []
