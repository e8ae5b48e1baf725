"""The traps of approach pages: words that look like an author, authors without words, calls in many wordings."""

import pytest

from records import ApproachExtract
from tests.pipelines.extract.pages import APPROACH_URL, extracted

DEFINITION = (
    "Relational therapy looks at how people are with one another. Clients explore with their therapist how the past "
    "shapes today, and our bonds help therapists see it. It may be right for people who quarrel."
)
CALL = "Think this approach might be right for you? Reach out to one of TherapyDen’s relational therapy experts today."
ONE = "I watch what happens between us — gently — and say so. Ties are learned, and so we learn."
TWO = "my work is slow. I sit with people until the weather turns, and then a while longer."
ADA, BO = "— Ada Quill, Licensed Clinical Social Worker in Salem, OR", "— Bo Marsh, Psychologist in MARIETTA, GA"


def page(*blocks: str, call: str = CALL, landmark: str = "<h2>Meet the specialists</h2>") -> str:
    body = "".join(f"<div>{block}</div>" for block in blocks)
    return f"<body><h1>Relational Therapy</h1><p>{DEFINITION} {call}</p>{landmark}{body}</body>"


def read(html: str) -> tuple[ApproachExtract, list[str]]:
    found = extracted(html, APPROACH_URL)
    assert found.approach is not None
    return found.approach, [one.code for one in found.problems]


def words(html: str) -> list[tuple[str, str]]:
    return [(one.attribution.name, one.text) for one in read(html)[0].statements]


@pytest.mark.parametrize(
    "call",
    [
        CALL,
        "Think EMDR might be right for you? Contact one of TherapyDen's EMDR specialists today to try it out.",
        "Reach out to one of ...",
        "Reach out to one of…",
        "Contact one of TherapyDen’s relational ther",
        "Think this appr",
        "Want to give it a try? Get in touch with one of TherapyDen's somatic therapy experts.",
        "Interested in trying relational therapy? One of our specialists can help.",
        "Think you might benefit from relational therapy? Reach out to a TherapyDen therapist today.",
        "If you are ready to start, connect with one of TherapyDen’s specialists.",
        "Ready to get started? Search TherapyDen for a relational therapist near you.",
        "Looking for help with grief? TherapyDen's experts are here.",
        "",
    ],
)
def test_calls_are_stripped_and_nothing_else(call: str) -> None:
    assert read(page(ONE, ADA, call=call))[0].definition == DEFINITION


def test_dashes_in_the_running_text_part_nothing() -> None:
    text = "I say <em>— gently —</em> so, and <i>— Ada Quill, Therapist —</i> too, all day long."
    assert words(page(text, ADA)) == [
        ("Ada Quill", "I say — gently — so, and — Ada Quill, Therapist — too, all day long.")
    ]


@pytest.mark.parametrize(
    "author",
    [
        "<span>—</span> <a href='/t'>Ada Quill</a>,<span> Psychologist in Reno, NV</span>",
        "<p>— Ada Quill,</p><p>Psychologist in Reno, NV</p>",
        "<p>— Ada Quill</p><p>Psychologist in Reno, NV</p>",
        "<p>— Ada Quill</p><p>Psychologist</p><p>in Reno, NV</p>",
        "<p>— Ada Quill, Psychologist</p><p>in Reno, NV</p>",
        "<p>—</p><p>Ada Quill, Psychologist in Reno, NV</p>",
    ],
)
def test_an_author_spread_over_elements(author: str) -> None:
    (one, two) = read(page(ONE, author, TWO, BO))[0].statements
    assert (one.text, one.attribution.name, one.attribution.city, one.attribution.state) == (
        ONE,
        "Ada Quill",
        "Reno",
        "NV",
    )
    assert (two.text, two.attribution.name) == (TWO, "Bo Marsh")


def test_links_among_the_specialists_are_nobodys_words() -> None:
    links = '<a href="/t">View profile</a>'
    assert words(page(ONE, ADA, links, TWO, BO, links)) == [("Ada Quill", ONE), ("Bo Marsh", TWO)]


def test_a_line_that_may_name_an_author_hands_no_words_to_the_next() -> None:
    found, problems = read(page(ONE, "— Ada Quill, Underwater Listener", TWO, BO))
    assert [(one.attribution.name, one.text) for one in found.statements] == [("Bo Marsh", TWO)]
    assert problems == ["unknown-author"]


def test_a_short_quotation_stays_in_its_statement() -> None:
    html = page(f"“Be kind.”<br>— Anna Quillfeather, On Kindness<br>{TWO}", BO)
    assert words(html) == [("Bo Marsh", f"“Be kind.”\n\n— Anna Quillfeather, On Kindness\n\n{TWO}")]


def test_an_unknown_title_with_a_place_is_an_author() -> None:
    assert words(page(ONE, "— Ada Quill, Underwater Listener in Reno, NV", TWO, BO)) == [
        ("Ada Quill", ONE),
        ("Bo Marsh", TWO),
    ]


def test_where_the_order_is_unclear_nobody_gets_words() -> None:
    found, problems = read(page(ADA, ONE, BO, TWO))
    assert found.statements == []
    assert "unclear-order" in problems


def test_the_definition_is_nobodys_statement() -> None:
    found, problems = read(page(ADA, TWO, BO, landmark=""))
    assert found.definition == DEFINITION
    assert [(one.attribution.name, one.text) for one in found.statements] == [("Bo Marsh", TWO)]
    assert problems == ["author-without-statement"]


@pytest.mark.parametrize("landmark", ["<h2>Meet the specialists</h2>", ""])
def test_a_statement_may_repeat_the_definition(landmark: str) -> None:
    repeated = f"{DEFINITION} {CALL}"
    html = page(repeated, ADA, landmark=landmark)
    assert words(html) == [("Ada Quill", repeated)]
    assert read(html)[0].definition == DEFINITION


@pytest.mark.parametrize("element", ["h4", "b", "dt"])
def test_authors_in_headings_behind_their_words(element: str) -> None:
    ada, bo = (f"<{element}>{author}</{element}>" for author in (ADA, BO))
    for landmark in ("<h2>Meet the specialists</h2>", ""):
        assert words(page(ONE, ada, TWO, bo, landmark=landmark)) == [("Ada Quill", ONE), ("Bo Marsh", TWO)]
    html = page(ONE, ada, TWO, bo, "Find out more about the people who keep this directory going.")
    assert words(html) == [("Ada Quill", ONE), ("Bo Marsh", TWO)]


def test_authors_in_headings_before_their_words() -> None:
    html = page(f"<h4>{ADA}</h4>", ONE, f"<h4>{BO}</h4>", TWO)
    assert words(html) == [("Ada Quill", ONE), ("Bo Marsh", TWO)]
