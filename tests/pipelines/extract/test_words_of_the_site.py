"""Links beside a text that name nobody, and words of the site among those of therapists: nobody gets any of them."""

import pytest

from tests.pipelines.extract.pages import extracted

URL = "https://www.thelist.example/therapies/narrative-therapy"
DEFINITION = (
    "Narrative therapy separates people from their problems and looks at the stories they live by. It asks whose "
    "story it is and who else may tell it."
)
TEASER = "A tray, some sand and a shelf of small figures. What cannot be said may be built."
WORDS = "I ask where a story began and who else might tell it. Then we write the next page of it together."
MORE_WORDS = "Problems are guests and not the house. We show them to the door slowly, with manners and with tea."
ADA, BO = "— Ada Quill, Psychologist in Salem, OR", "— Bo Marsh, Counselor in Boston, MA"

LINKS = {
    "an article": "<a href='/methods/sand-tray'><b>Sand Tray: a short guide</b></a>",
    "an approach": "<a href='/methods/sand-tray'>Sand Tray</a>",
    "an approach among lists of people": "<a href='/therapists/sand-tray'>Sand Tray</a>",
    "an approach of the taxonomy": "<a href='/therapists/schema-therapy'>Schema Therapy</a>",
    "a list of people": "<a href='/therapists/grief'>Family Conflict</a>",
    "a city": "<a href='/therapists/us/or/grand-ronde'>Grand Ronde</a>",
    "a city with a slug": "<a href='/counselors/grand-ronde'>Grand Ronde</a>",
    "an article of a person's name": "<a href='/journal/ada-quill'>Ada Quill</a>",
    "a post in a folder": "<a href='/people/blog/ada-quill'>Ada Quill</a>",
    "a wiki": "<a href='/wiki/Sand_Tray'>Sand Tray</a>",
    "a menu": "<a href='/language-help'>Language help</a> <a href='/nondiscrimination'>Nondiscrimination notice</a>",
    "a menu of names": "<a href='/people/ada-quill'>Ada Quill</a> <a href='/people/bo-marsh'>Bo Marsh</a>",
    "a verb": "<a href='/people/join-us'>Join Us</a>",
    "a name with a colon": "<a href='/people/ada-quill'>Ada Quill: how I work</a>",
    "a name with words behind": "<a href='/people/ada-quill'>Ada Quill</a> writes about sand",
    "an event": "<a href='/events/summer-retreat'>Summer Retreat</a>",
    "a download": "<a href='/people/free-workbook.pdf'>Free Workbook</a>",
    "a practice": "<a href='/about/blue-door-counseling'>Blue Door Counseling</a>",
}


@pytest.mark.parametrize(
    "element", ["<div>{}<p>{}</p></div>", "<p>{}<br>{}</p>", "<li><h3>{}</h3>{}</li>", "<p>{1}</p><p>{0}</p>"]
)
@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)
def test_a_link_to_another_page(link: str, element: str) -> None:
    html = f"<body><h1>Narrative Therapy</h1><p>{DEFINITION}</p><h2>Read next</h2><div>{element.format(link, TEASER)}</div></body>"
    found = extracted(html, URL).approach
    assert found is not None
    assert found.statements == []
    assert found.definition == DEFINITION


NOBODYS = {
    "members about the site": "<h2>For therapists</h2><div><p>“{text}”</p><p>— Ada Quill, LCSW</p></div>",
    "an invitation": "<section><h3>Are you a therapist?</h3><p>{text}</p><p>— Ada Quill, Psychologist in Salem, OR</p></section>",
    "a book": "<h2>Books</h2><div><h3>The Long Table</h3><p>Ada Quill, PhD</p><p>{text}</p></div>",
    "a book without a heading": "<div><h3>The Long Table</h3><p>Ada Quill, PhD</p><p>{text}</p></div>",
    "a job": "<div><h3>Narrative therapist wanted</h3><p>Licensed Clinical Social Worker</p><p>Salem, OR</p><p>{text}</p></div>",
    "an event": "<h2>Upcoming trainings</h2><div><h3>Sand for all</h3><p>{text}</p><p>Ada Quill, Psychologist</p><p>Salem, OR</p></div>",
    "a group": "<div><h3>Sand on Mondays</h3><p>{text}</p><p>Led by Ada Quill, LCSW</p><p>Salem, OR</p></div>",
    "a guest": "<div><p>{text}</p><p>Guest: Ada Quill, LCSW</p></div>",
    "a founder": "<div><h3>About the list</h3><p>{text}</p><p>Ada Quill, LCSW</p><p>Founder</p></div>",
    "a case": "<h2>A case</h2><div><p>{text}</p><p>Therapist: Ada Quill, LCSW</p></div>",
    "a quotation": "<blockquote><p>{text}</p><footer>— Ada Quill, psychologist</footer></blockquote>",
    "a note on the list": "<div><p>All therapists on this list are licensed and in good standing with their boards.</p>"
    "<h4>Ada Quill</h4><p>Psychologist</p><p>Salem, OR</p></div>",
}


@pytest.mark.parametrize("section", NOBODYS.values(), ids=NOBODYS)
def test_words_beside_a_therapist_that_are_not_about_the_approach(section: str) -> None:
    html = f"<body><h1>Narrative Therapy</h1><p>{DEFINITION}</p>{section.format(text=TEASER)}</body>"
    found = extracted(html, URL).approach
    assert found is not None
    assert (found.definition, found.statements) == (DEFINITION, [])


@pytest.mark.parametrize("line", ["Are you a therapist?", "For therapists", "More videos", "Blog", "Books"])
@pytest.mark.parametrize(
    "frame",
    ["<p>{}</p>", "<ul><li>{}</li><li>Log in</li></ul>", "<div><a href='/x'>{}</a></div>", "<span>{}</span><br>"],
)
def test_a_line_of_a_menu_opens_no_section(line: str, frame: str) -> None:
    html = f"<body><h1>Narrative Therapy</h1>{frame.format(line)}<p>{DEFINITION}</p>{frame.format(line)}<h3>On the porch</h3><p>{WORDS}</p><p>{ADA}</p></body>"
    found = extracted(html, URL).approach
    assert found is not None
    assert [(one.attribution.name, one.text) for one in found.statements] == [("Ada Quill", WORDS)]
    assert found.definition == DEFINITION


FURNITURE = {
    "a count": "<div>Showing 2 of 48 therapists. The order is drawn anew every day.</div>",
    "a count in another wording": "<p>Displaying 1–2 of 48 matching profiles, shuffled each time you visit this page.</p>",
    "results": "<p>48 therapists found for narrative therapy near you. Sorted by distance, then at random.</p>",
    "an order": "<p>Therapists are listed in random order, and the list is refreshed every night.</p>",
    "an advertisement": "<div>Fernway is looking for therapists who tell stories. Join us and list your practice for free.</div>",
    "a note of the editors": "<div><p>The editors asked members of the list what they would say to a new client.</p></div>",
}
FRAMES = {
    "cards": "<div>{between}<div><p>{text}</p><p>{author}</p></div></div>",
    "cards in cards": "<ul><li>{between}</li><li><div><div>{text}</div><div>{author}</div></div><a href='/t/1'>See profile</a></li></ul>",
    "quotations": "{between}<figure><blockquote>{text}</blockquote><figcaption>{author}</figcaption></figure>",
}  # fmt: skip


@pytest.mark.parametrize("definition", [f"<p>{DEFINITION}</p>", ""], ids=["definition", "none"])
@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
@pytest.mark.parametrize("line", FURNITURE.values(), ids=FURNITURE)
def test_what_stands_outside_of_an_authors_element_is_not_theirs(line: str, frame: str, definition: str) -> None:
    first = frame.format(between=line, text=WORDS, author=ADA)
    second = frame.format(between="<div>Advertisement: the list is free for readers.</div>", text=MORE_WORDS, author=BO)
    html = f"<body><h1>Narrative Therapy</h1>{definition}<h2>Hear it from them</h2>{first}{second}</body>"
    found = extracted(html, URL).approach
    assert found is not None
    assert [(one.attribution.name, one.text) for one in found.statements] == [
        ("Ada Quill", WORDS),
        ("Bo Marsh", MORE_WORDS),
    ]
    assert found.definition == (DEFINITION if definition else None)


@pytest.mark.parametrize("line", list(FURNITURE.values())[:4], ids=list(FURNITURE)[:4])
def test_counts_and_orders_are_nobodys_words(line: str) -> None:
    html = f"<body><h1>Narrative Therapy</h1><p>{DEFINITION}</p><h2>Hear it from them</h2>{line}<p>{WORDS}</p><p>{ADA}</p></body>"
    found = extracted(html, URL).approach
    assert found is not None
    assert [(one.attribution.name, one.text) for one in found.statements] == [("Ada Quill", WORDS)]


def test_a_heading_that_the_contents_repeat_still_parts() -> None:
    contents = "<ul><li><a href='#voices'>Therapists on this</a></li></ul>"
    html = f"<body><h1>Narrative Therapy</h1><p>{DEFINITION}</p>{contents}<h2>A session</h2><p>{TEASER}</p><h2>Therapists on this</h2>"
    found = extracted(f"{html}<p>{WORDS}</p><p>{ADA}</p></body>", URL).approach
    assert found is not None
    assert [(one.attribution.name, one.text) for one in found.statements] == [("Ada Quill", WORDS)]


@pytest.mark.parametrize(
    "words",
    [
        "Results take time, and 12 sessions are a start. I will not hurry you, and I will not lose the thread.",
        "Showing up for 20 years has taught me more about grief than any of the books on this long shelf.",
        "The order of things changed when I began to listen, and the list of my certainties grew short.",
        "50/50 is no marriage. I work with couples who give what they can and who ask for what they need.",
    ],
)
def test_words_that_begin_like_a_count_are_somebodys(words: str) -> None:
    html = f"<body><h1>Narrative Therapy</h1><p>{DEFINITION}</p><h2>Hear it from them</h2><p>{words}</p><p>{ADA}</p></body>"
    found = extracted(html, URL).approach
    assert found is not None
    assert [(one.attribution.name, one.text) for one in found.statements] == [("Ada Quill", words)]


BANNER = "<div><h4>Need help?</h4><p>Take the two-minute quiz and we will show you three people who fit.</p></div>"


@pytest.mark.parametrize("banners", [(BANNER, ""), ("", BANNER), (BANNER, BANNER)], ids=["first", "second", "both"])
def test_a_banner_between_authors_is_not_theirs(banners: tuple[str, str]) -> None:
    html = f"{banners[0]}<p>{WORDS}</p><p>{ADA}</p>{banners[1]}<p>{MORE_WORDS}</p><p>{BO}</p>"
    found = extracted(f"<body><h1>Narrative Therapy</h1><p>{DEFINITION}</p><h2>Hear it</h2>{html}</body>", URL).approach
    assert found is not None
    assert [one.text for one in found.statements] == [WORDS, MORE_WORDS]


def test_words_below_a_heading_of_their_own_are_the_authors() -> None:
    html = f"<div><h4>How I work</h4><p>{WORDS}</p></div><p>{ADA}</p>"
    found = extracted(f"<body><h1>Narrative Therapy</h1><p>{DEFINITION}</p><h2>Hear it</h2>{html}</body>", URL).approach
    assert found is not None
    assert [WORDS in one.text for one in found.statements] == [True]


def test_words_beside_the_authors_own_name_are_the_authors() -> None:
    html = f"<div><figure>Ada Quill</figure><p>{WORDS}</p></div><p>{ADA}</p>"
    found = extracted(f"<body><h1>Narrative Therapy</h1><p>{DEFINITION}</p><h2>Hear it</h2>{html}</body>", URL).approach
    assert found is not None
    assert [one.text for one in found.statements] == [WORDS]


def test_words_that_repeat_the_definition_in_a_box_are_the_authors() -> None:
    box = (
        f"<div><h1>Narrative Therapy</h1><p>{DEFINITION}</p><p><a href='/find'>Find somebody who narrates</a></p></div>"
    )
    html = f"<div><p>{DEFINITION}</p><p>{ADA}</p></div><div><p>{MORE_WORDS}</p><p>{BO}</p></div>"
    found = extracted(f"<body>{box}<h2>Hear it</h2>{html}</body>", URL).approach
    assert found is not None
    assert [one.text for one in found.statements] == [DEFINITION, MORE_WORDS]


def test_a_line_without_a_name_takes_no_words_and_gives_none_on() -> None:
    html = f"<p>{WORDS}</p><p>– Psychologist, Salem, OR</p><p>{MORE_WORDS}</p><p>Bo Marsh – Counselor, Boston, MA</p>"
    found = extracted(f"<body><h1>Narrative Therapy</h1><p>{DEFINITION}</p><h2>Hear it</h2>{html}</body>", URL).approach
    assert found is not None
    assert [one.text for one in found.statements if one.text != MORE_WORDS] == []
