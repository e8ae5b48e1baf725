"""People and words beside the statements of a page: clients, headings of cards, notes of the site."""

import pytest

from pipelines.extract.attribution import parse_attribution
from tests.pipelines.extract.pages import extracted
from tests.pipelines.extract.test_parted_authors import DEFINITION, ONE, URL, both, check, read

CARD = "<div><p>{text}</p><p>{name}</p><p>{title}</p><p>{city}, {state}</p></div>"


@pytest.mark.parametrize(
    "line",
    [
        "— Jo, client of Ada Quill, Psychologist in Salem, OR",
        "— Jo, a former client of Ada Quill, Psychologist in Salem, OR",
        "— Mother of a patient of Ada Quill, Psychologist in Salem, OR",
        "— Jo Larkin, patients of Ada Quill, Psychologist",
    ],
)
def test_a_client_is_no_therapist(line: str) -> None:
    found = parse_attribution(line)
    assert found is None or found.confidence < 0.4
    assert read(f"<blockquote><p>{ONE}</p><footer>{line}</footer></blockquote>").statements == []


def test_words_above_a_name_are_not_given_to_the_one_before() -> None:
    card = "<div><p>{text}</p><h4>{name}</h4><p>{title}, {city}, {state}</p><p>The office is above a bakery, and it is open on all weekdays.</p></div>"
    pairs = [(one.attribution.name, one.text) for one in read(both(card)).statements]
    assert all((ONE in text) == (name == "Ada Quill") for name, text in pairs)


NOTES = {
    "a disclaimer": "<p>This page is for information only and is no medical advice. Always ask somebody who knows you.</p>",
    "a crisis line": "<p>If you or someone you know is in a crisis, call 988 at any hour, or go to the next hospital.</p>",
    "a caption": "<figcaption>A therapist and a client write on a large sheet of paper. Photo: Odo Vance</figcaption>",
    "a motto": "<blockquote>The person is not the problem. The problem is the problem, as it was said.<cite>Odo Vance</cite></blockquote>",
    "cookies": "<p>This website uses cookies to give you the best of hours while you read about narrative therapy.</p>",
    "a letter": "<p>Sign up for the letter about narrative therapy and get one story in your mail each week.</p>",
    "the contents": "<p>In this guide: what a story is, who tells it, what it costs, and how narrative therapists listen.</p>",
    "a count": "<p>There are 1,204 therapists on this list who offer narrative therapy in 48 states, and 310 have openings.</p>",
    "a button": "<p>Share this page about narrative therapy with a friend who might need it, or print it for the wall.</p>",
    "an advertisement": "<p>Advertisement: Stories, the app for telling yours. Ten minutes each morning, and a month is free.</p>",
    "rights": "<p>© 2026 The List. All rights reserved. Copying of narrative therapy texts needs a permission.</p>",
    "a commission": "<p>We may earn a commission when you use a link on this page, at no cost to anybody.</p>",
}


@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES)
def test_a_note_is_no_part_of_the_definition(note: str) -> None:
    check(f"{note}<h2>Voices</h2>{both(CARD)}", head=f"<body><h1>Narrative Therapy</h1><p>{DEFINITION}</p>")


@pytest.mark.parametrize("note", [note for name, note in NOTES.items() if name not in ("a caption", "a motto")])
def test_a_note_above_the_definition(note: str) -> None:
    head = f"<body><h1>Narrative Therapy</h1>{note}<p>{DEFINITION}</p>"
    check(f"<h2>Voices</h2>{both(CARD)}", head=head)


@pytest.mark.parametrize(
    "heading",
    [
        "What does narrative therapy cost?",
        "What is narrative therapy like?",
        "What does a narrative therapist do in a session?",
        "What does narrative therapy help with?",
    ],
)
def test_a_question_about_something_else_announces_no_definition(heading: str) -> None:
    other = "Most sessions of narrative therapy last for an hour, and some plans pay a part of what they cost."
    page = f"<body><h1>Narrative Therapy</h1><h2>{heading}</h2><p>{other}</p><h2>Voices</h2>{both(CARD)}</body>"
    found = extracted(page, URL).approach
    assert found is not None
    assert (found.definition, len(found.statements)) == (None, 2)


def test_a_box_of_facts_hides_no_definition() -> None:
    facts = "<div><h4>Key facts</h4><ul><li>Begun in the last century by two friends who liked to ask families</li></ul></div>"
    check(f"<p>{DEFINITION}</p><h2>Voices</h2>{both(CARD)}", head=f"<body><h1>Narrative Therapy</h1>{facts}")


FLAT = "<h3>{name}</h3><p>{title}, {city}, {state}</p><p>{text}</p>"


@pytest.mark.parametrize(
    "behind",
    [
        "<p>If one of them speaks to you, write to them by their page; they all answer within a few days.</p>",
        "<div><p>The list is kept by a few friends who think that finding help should be simple.</p></div>",
    ],
)
def test_what_the_site_says_behind_the_last_author(behind: str) -> None:
    check(both(FLAT) + behind)


ODD = {
    "an event": "<div><h3>Sand and stories</h3><p>We build small worlds in trays. Tea is served.</p><p>Odo Vance, Art Therapist</p><p>Reno, NV</p></div>",
    "an answer": "<div><h3>Is it for children?</h3><p>It is, from about five years on, and children are good at it.</p><p>Odo Vance, Psychologist</p></div>",
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_a_card_with_a_heading_of_its_own_among_others(odd: str) -> None:
    check(both(CARD) + odd)


@pytest.mark.parametrize(
    "box",
    [
        f"<div><p>Odo Vance, PhD</p><p>Clinical Psychologist</p><p>{DEFINITION}</p></div>",
        f"<div><p>{DEFINITION}</p><p>Odo Vance, PhD, Clinical Psychologist</p></div>",
    ],
)
def test_a_signed_definition_is_no_statement(box: str) -> None:
    check(f"<h2>Voices</h2>{both(CARD)}", head=f"<body><h1>Narrative Therapy</h1>{box}")


@pytest.mark.parametrize(
    "line",
    [
        "Dear {name}, {title}:",
        "A question for {name}, {title}:",
        "With {name}, {title}:",
        "Praise for {name}, {title}:",
        "Odo on {name}, {title}:",
        "{name}, {title}, and Odo Vance, Counselor:",
        "Posted by {name}, {title}:",
        "Odo Vance, a client of {name}, {title}:",
    ],
)
@pytest.mark.parametrize("card", ["<p>{line}</p><p>{text}</p>", "<div><p>{line}</p><p>{text}</p></div>"])
def test_lines_to_or_about_a_therapist(line: str, card: str) -> None:
    for shown in (line, line.rstrip(":")):
        assert read(both(card.replace("{line}", shown))).statements == []
