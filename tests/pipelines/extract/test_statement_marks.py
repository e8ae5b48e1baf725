"""Authors behind other marks than a long dash, in one paragraph with others, escaped twice, in a link around a card."""

import pytest

from records import ApproachExtract, Problem
from tests.pipelines.extract.pages import APPROACH_URL, extracted

HEAD = (
    "<h1>Relational Therapy</h1><p>Relational therapy is a form of therapy in which the relationship between client "
    "and therapist is at the centre of the work.</p>"
)
ONE = "Stories hold us, and together we can loosen the ones that hurt."
TWO = "I ask where a story came from and who gains from it being told that way."
BO = f"<p>{TWO}</p><p>— Bo Marsh, Psychologist in Salem, OR</p>"


def read(body: str) -> tuple[ApproachExtract, list[Problem]]:
    found = extracted(HEAD + body, APPROACH_URL)
    assert found.approach is not None
    return found.approach, found.problems


def told(body: str) -> list[tuple[str, str]]:
    return [(one.text, one.attribution.name) for one in read(body)[0].statements]


@pytest.mark.parametrize("mark", ["— ", "– ", "-- ", "- ", "― ", "‒ ", "~ "])
def test_marks_that_are_meant_for_a_dash(mark: str) -> None:
    line = f"{mark}Ada Quill, Therapist in Reno, NV"
    assert told(f"<p>{ONE}</p><p>{line}</p>{BO}") == [(ONE, "Ada Quill"), (TWO, "Bo Marsh")]
    assert read(f"<p>{ONE}</p><p>{line}</p>{BO}")[0].statements[0].attribution.raw == line


@pytest.mark.parametrize("mark", ["", "• ", "“", "* "])
def test_a_line_that_names_somebody_without_a_dash_is_nobody_elses_words(mark: str) -> None:
    line = f"{mark}Ada Quill, Therapist in Reno, NV"
    _, problems = read(f"<p>{ONE}</p><p>{line}</p>{BO}")
    assert told(f"<p>{ONE}</p><p>{line}</p>{BO}") == [(TWO, "Bo Marsh")]
    assert [(one.code, one.excerpt) for one in problems] == [("unknown-author", line)]
    between = f"{BO}<p>{ONE}</p><p>{line}</p><p>{TWO}</p><p>— Lou Vance, Counselor in Reno, NV</p>"
    assert told(between) == [(TWO, "Bo Marsh")]


def test_a_dash_within_words_parts_nothing() -> None:
    words = "I work with what is — and with what was. - I listen for both, slowly."
    assert told(f"<p>{words}</p><p>— Ada Quill, Therapist in Reno, NV</p>{BO}")[0] == (words, "Ada Quill")


def test_a_page_in_one_paragraph() -> None:
    page = (
        f"{ONE} — Ada Quill, Marriage &amp; Family Therapist in Portland, ORAs a helper I keep stories in the room. — "
        f"Bo Marsh, Clinical Social WorkerI believe in slow talk. — Lou Vance, Therapist in Reno, NV"
    )
    assert told(f"<p>{page}</p>") == [
        (ONE, "Ada Quill"),
        ("As a helper I keep stories in the room.", "Bo Marsh"),
        ("I believe in slow talk.", "Lou Vance"),
    ]


def test_a_line_with_its_author_on_a_page_of_another_form() -> None:
    cards = f"<blockquote>{ONE}</blockquote><p>— Ada Quill, Therapist in Reno, NV</p>"
    line = "I listen, and then I ask. — Lou Vance, Counselor in Reno, NV"
    assert told(f"{cards}{BO}<ul><li>{line}</li></ul>") == [
        (ONE, "Ada Quill"),
        (TWO, "Bo Marsh"),
        ("I listen, and then I ask.", "Lou Vance"),
    ]


def test_entities_that_were_escaped_twice() -> None:
    line = "— Ada Quill, Licensed Marriage &amp;amp; Family Therapist in Reno, NV"
    found = read(f"<p>You &amp;amp; me, and the story between us that we tell.</p><p>{line}</p>")[0].statements
    assert [one.text for one in found] == ["You & me, and the story between us that we tell."]
    assert found[0].attribution.title == "Licensed Marriage & Family Therapist"


def test_a_link_around_a_card_leads_to_its_author() -> None:
    card = "<a href='/therapist/{slug}'><p>{text}</p><p>— {author}</p></a>"
    cards = card.format(slug="ada-quill", text=ONE, author="Ada Quill, Therapist in Reno, NV")
    cards += card.format(slug="bo-marsh-or", text=TWO, author="Bo Marsh, Psychologist in Salem, OR")
    urls = [one.profile_url for one in read(cards)[0].statements]
    assert urls == [f"https://www.therapyden.com/therapist/{slug}" for slug in ("ada-quill", "bo-marsh-or")]


def test_a_call_behind_a_sentence_that_ends_with_a_quotation() -> None:
    definition = "Narrative therapy holds that stories shape lives. It is said that “the person is not the problem.”"
    call = "Think this approach might be right for you? Reach out to one of TherapyDen’s narrative therapists today."
    page = f"<h1>Narrative Therapy</h1><p>{definition} {call}</p>{BO}"
    approach = extracted(page, "https://www.therapyden.com/specialties/narrative-therapy").approach
    assert approach is not None
    assert approach.definition == definition
