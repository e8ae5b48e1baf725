"""The definition of an approach: what stands below the title, and nothing of what stands around it."""

import pytest

from tests.pipelines.extract.pages import extracted

URL = "https://www.thelist.example/therapies/narrative-therapy"
DEFINITION = (
    "Narrative therapy separates people from their problems and looks at the stories they live by. It asks whose "
    "story it is and who else may tell it."
)
MORE = "It was first told in families and is now told with couples, in schools, and by single people of every age."
OTHER = "In the first session you tell what brings you here. Your therapist asks questions and takes hardly any notes."
SITES = "Ask for it at a party and you get a shrug or a speech. So we wrote to some people who do it and asked them."
WORDS = "I ask where a story began and who else might tell it. Then we write the next page of it together."
CARD = f"<div><p>{WORDS}</p><p>Ada Quill</p><p>Psychologist</p><p>Salem, OR</p></div>"
LINE = f"<p>{WORDS}</p><p>— Ada Quill, Psychologist in Salem, OR</p>"
H1 = "<h1>Narrative Therapy</h1>"

PAGES = {
    "a heading above": f"{H1}<h2>What is Narrative Therapy?</h2><p>{DEFINITION}</p><h2>Voices</h2>",
    "a tagline above": f"{H1}<h2>Tell it anew</h2><p>{DEFINITION}</p><h2>Voices</h2>",
    "a button above": f"{H1}<button>Get matched</button><p>{DEFINITION}</p><button>Get matched</button>",
    "a link above": f"{H1}<p><a href='/find'>Find a therapist</a></p><p>{DEFINITION}</p>",
    "crumbs above": f"<ol><li><a href='/'>Home</a></li><li>Narrative Therapy</li></ol>{H1}<p>{DEFINITION}</p>",
    "a byline above": f"{H1}<p>Reviewed by the editors on May 3</p><p>{DEFINITION}</p>",
    "sections behind": f"{H1}<p>{DEFINITION}</p><h2>How it works</h2><p>{OTHER}</p><h2>What to expect</h2><p>{OTHER}</p><h2>Our therapists</h2>",
    "sections without headings": f"{H1}<div>{DEFINITION}</div><div><div>How it works</div><div>{OTHER}</div></div><h2>Voices</h2>",
    "sections before": f"{H1}<h2>How it works</h2><p>{OTHER}</p><h2>What is narrative therapy?</h2><p>{DEFINITION}</p><h2>Our therapists</h2>",
    "questions": f"{H1}<p>{DEFINITION}</p><h3>Frequently asked questions</h3><button>How long does it take?</button><p>{OTHER}</p><h2>Our therapists</h2>",
    "bold questions": f"{H1}<p>{DEFINITION}</p><p><b>How long does it take?</b></p><p>{OTHER}</p><p><b>Our therapists</b></p>",
    "reviews": f"{H1}<p>{DEFINITION}</p><section><h2>What our clients say</h2><div><p>{OTHER}</p><p>Jo, a client</p></div></section><h2>Voices</h2>",
    "a call": f"{H1}<p>{DEFINITION} Ready to begin? Find a narrative therapist near you.</p><p>{OTHER}</p><h2>Voices</h2>",
    "a call apart": f"{H1}<p>{DEFINITION}</p><p>Think this might be right for you? Contact one of our therapists today.</p><h2>Voices</h2>",
    "a menu": f"<div><ul>{''.join(f'<li><a href=/t/{n}>Therapy of kind {n}</a></li>' for n in range(30))}</ul></div>{H1}<p>{DEFINITION}</p><h2>Voices</h2>",
    "the title of the site": f"<h1>The Therapy List</h1>{H1}<p>{DEFINITION}</p><h2>Voices</h2>",
    "a heading of the second level": f"<h2>Narrative Therapy</h2><p>{DEFINITION}</p><h3>Voices</h3>",
    "a longer title": f"<h1>Narrative Therapists in Oregon</h1><p>{DEFINITION}</p><h2>Voices</h2>",
    "a question for a title": f"<h1>What Is Narrative Therapy?</h1><p>{DEFINITION}</p><h2>Voices</h2>",
    "a caption": f"{H1}<p>{DEFINITION}</p><figure><figcaption>Ada Quill, LCSW, explains in four minutes how a session goes for her.</figcaption></figure><h2>Voices</h2>",
    "a note on cookies": f"{H1}<div><p>We use cookies to make the site work and to count who reads which of its pages.</p><button>Accept</button></div><p>{DEFINITION}</p><h2>Voices</h2>",
    "an emergency": f"{H1}<p>If you are in danger, call 911 or 988 first and wait with somebody you trust.</p><p>{DEFINITION}</p><h2>Voices</h2>",
    "tags": f"{H1}<p>Trauma, Grief, Phobias, Panic, Nightmares, Pain, Shame, Anger, Sleep, Addiction</p><p>{DEFINITION}</p><h2>Voices</h2>",
    "a quotation": f"{H1}<p>“I slept through for the first time since the war, and then I slept again.”</p><p>{DEFINITION}</p><h2>Voices</h2>",
    "a form": f"{H1}<form><label>Where are you?</label><input><button>Search</button></form><p>{DEFINITION}</p><h2>Voices</h2>",
    "links to share": f"{H1}<div>Share this page: <a href='//x.example'>X</a> <a href='//y.example'>Y</a></div><p>{DEFINITION}</p><h2>Voices</h2>",
    "a link to the rest": f"{H1}<p>{DEFINITION} <a href='#'>Read more</a></p><h2>Voices</h2>",
    "points before": f"{H1}<h3>Key takeaways</h3><ul><li>Narrative therapy is slow and old and was first told by the fire.</li></ul><h2>What is narrative therapy?</h2><p>{DEFINITION}</p><h2>Voices</h2>",
    "a note on the list": f"{H1}<p>We list 48 therapists who practice narrative therapy. All of them are licensed.</p><h2>About narrative therapy</h2><p>{DEFINITION}</p><h2>Voices</h2>",
    "an answer": f"{H1}<p><b>Q. What is narrative therapy?</b></p><p>A. {DEFINITION}</p><p><b>Q. Is it covered?</b></p><p>A. {OTHER}</p><h2>Voices</h2>",
    "a question apart": f"{H1}<p>{DEFINITION}</p><p>What does narrative therapy mean in your practice, and for whom?</p><h2>Voices</h2>",
    "a note below a heading": f"{H1}<p>{DEFINITION}</p><h2>A session</h2><p>{OTHER}</p><h2>Voices</h2>",
    "a byline in two sentences": f"{H1}<p>Reviewed by the editors of the Therapy List, all of them. Last updated: 11-18-2025</p><p>{DEFINITION}</p><h2>Voices</h2>",
    "a row about the page": f"{H1}<p>By our staff · Published February 8, 2026 · 7 minutes · <a href='#c'>Comment</a> · <a href='/share'>Share</a></p><p>{DEFINITION}</p><h2>Voices</h2>",
    "the site's own words": f"{H1}<p>{SITES}</p><p>{DEFINITION}</p><p>{SITES}</p><h2>Voices</h2>",
    "a box": f"{H1}<div><b>In brief</b><p>{DEFINITION}</p></div><p>{SITES}</p><h2>Voices</h2>",
    "a note on the word": f"{H1}<p>This article is about the therapy. For other uses, see Narrative Therapy (a song).</p><p>{DEFINITION}</p><h2>Voices</h2>",
    "a box of the title's": f"{H1}<table><tr><th colspan=2>Narrative Therapy</th></tr><tr><td colspan=2>A table by the sea, before the first story of the day</td></tr><tr><th>Field</th><td>Counseling</td></tr></table><p>{DEFINITION}</p><h2>Voices</h2>",
    "footnotes": f"{H1}<p>{DEFINITION}<sup><a href='#n1'>[1]</a></sup></p><h2>Voices</h2>",
    "footnotes inside": f"{H1}<p>{DEFINITION.replace('by.', 'by.<sup>[1]</sup><sup>[a]</sup>')}</p><h2>Voices</h2>",
    "a call with a link below": f"{H1}<div><p>{DEFINITION}</p></div><div><p><em>Talk with a narrator on the List about this over tea.</em></p><p><a href='/hello'>Say hello</a></p></div><h2>Voices</h2>",
    "a note on mistakes": f"{H1}<h2>Definition</h2><p>{DEFINITION}</p><p>Spotted an error? <a href='/fix'>Tell the desk</a>. Two of us read every entry.</p><h2>Voices</h2>",
    "a note on the entries": f"{H1}<p>{DEFINITION}</p><div>Every entry is read by a second pair of eyes before it is shown. <a href='/fix'>Propose a change</a>.</div><h2>Voices</h2>",
    "a note on the letter": f"{H1}<p>{DEFINITION}</p><div><div>✉</div><div>This newsletter costs nothing. Should it please you, pass it on to a friend.</div></div><h2>Voices</h2>",
    "a note above the letter": f"{H1}<div>You are reading a free letter. Whoever likes it may forward it to a friend.</div><p>{DEFINITION}</p><h2>Voices</h2>",
    "a note of thanks": f"{H1}<p>{DEFINITION}</p><p>Thanks to all members who helped with this page, and to those who will help with the next.</p><h2>Voices</h2>",
    "a box for members": f"{H1}<p>{DEFINITION}</p><aside><p>Your plan may pay for some of it. A member of the staff can tell which part.</p><a href='/plans'>Check</a></aside><h2>Voices</h2>",
    "a notice": f"<p>We moved! Read all about our new address and our new telephone on the page about us.</p>{H1}<p>{DEFINITION}</p><h2>Voices</h2>",
}  # fmt: skip


@pytest.mark.parametrize("statement", [CARD, LINE], ids=["card", "line"])
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_definition_alone(page: str, statement: str) -> None:
    found = extracted(f"<body>{page}{statement}</body>", URL).approach
    assert found is not None
    assert found.definition == DEFINITION
    assert [one.text for one in found.statements] == [WORDS]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_definition_without_statements(page: str) -> None:
    found = extracted(f"<body>{page}</body>", URL).approach
    assert found is not None
    assert (found.definition, found.statements) == (DEFINITION, [])


def test_several_paragraphs() -> None:
    found = extracted(f"<body>{H1}<p>{DEFINITION}</p><p>{MORE}</p><h2>Voices</h2>{CARD}</body>", URL).approach
    assert found is not None
    assert found.definition == f"{DEFINITION}\n\n{MORE}"


@pytest.mark.parametrize(
    "more",
    [
        "Contact with others is where the stories come from, and it is where they are told again and mended.",
        "Michael and David, two social workers of the south, first told it in the 1980s.",
        "Is nobody to blame, then? Narrators would say that the question itself is a part of the story, and not its end.",
        "It does not replace other help. Many who tell their story anew take medicine too, and see a doctor for it.",
        "Use of letters is common. Some narrators write one after every hour, and read it aloud in the next.",
        "Talk is not all of it: there are letters, drawings, songs, and now and then a party with a certificate.",
    ],
)
def test_paragraphs_that_go_on(more: str) -> None:
    found = extracted(f"<body>{H1}<p>{DEFINITION}</p><p>{more}</p><h2>Voices</h2>{CARD}</body>", URL).approach
    assert found is not None
    assert found.definition == f"{DEFINITION}\n\n{more}"


def test_a_short_last_paragraph() -> None:
    found = extracted(
        f"<body>{H1}<p>{DEFINITION}</p><p>Families may be told along.</p><h2>Voices</h2>{CARD}</body>", URL
    )
    assert found.approach is not None
    assert found.approach.definition == f"{DEFINITION}\n\nFamilies may be told along."


def test_a_short_first_paragraph() -> None:
    lead = "Narrative therapy is told and not taught."
    for behind in (MORE, f"{DEFINITION} Looking for a narrator? Let the list introduce you."):
        html = f"<body>{H1}<p>{lead}</p><p>{behind}</p><h2>Voices</h2>{CARD}</body>"
        found = extracted(html, URL).approach
        assert found is not None
        assert found.definition == f"{lead}\n\n{behind.partition(' Looking')[0]}"


@pytest.mark.parametrize(
    "line", ["Told anew, and told by you.", "Narrative therapy near you.", "We know how it is told."]
)
def test_a_line_of_advertising_is_no_first_paragraph(line: str) -> None:
    found = extracted(f"<body>{H1}<p>{line}</p><p>{DEFINITION}</p><h2>Voices</h2>{CARD}</body>", URL).approach
    assert found is not None
    assert found.definition == DEFINITION


@pytest.mark.parametrize(
    "line",
    [
        "Last updated on May 3, 2026.",
        "This page was reviewed by the editors.",
        "You can begin today.",
        "We can help.",
        "Photo by Ada Quill.",
    ],
)
def test_lines_about_the_page_are_none_of_it(line: str) -> None:
    found = extracted(f"<body>{H1}<p>{DEFINITION}</p><p>{line}</p><h2>Voices</h2>{CARD}</body>", URL)
    assert found.approach is not None
    assert found.approach.definition == DEFINITION


@pytest.mark.parametrize(
    "note",
    [
        "Ready for a first step? It takes two minutes to fill out the form and there is no charge.",
        "Not sure yet? A chat with the front desk costs nothing and can be had on every weekday.",
        "Fernway has more than 300 narrative therapists who are taking new clients right now.",
        "Filter by insurance, city and price to find someone who fits.",
        "Have a correction? Write to the desk and it will be looked at within a week.",
        "Something missing? Write to the desk and it will be looked at within a week.",
        "The text above is licensed under a free license and may be shared by everybody.",
        "Below, therapists from all over the country tell in a few lines how they work.",
        "The following statements come from therapists who list their practice with the Guild.",
        "This is issue 41 of a letter that goes out every other Tuesday morning.",
        "Results vary from person to person. Nothing here replaces the advice of a doctor.",
        "Every entry is written by one member of the desk and read by another one.",
        "Is it for you? The quiz has six questions and no wrong answers.",
    ],
)
@pytest.mark.parametrize("frame", ["<p>{}</p><p>{}</p>", "<div><p>{}</p></div><div><p>{}</p><a href='/x'>Go</a></div>"])
def test_notes_of_the_site_are_none_of_it(frame: str, note: str) -> None:
    for statement in (CARD, LINE):
        html = f"<body>{H1}{frame.format(DEFINITION, note)}<h2>Voices</h2>{statement}</body>"
        found = extracted(html, URL).approach
        assert found is not None
        assert (found.definition, [one.text for one in found.statements]) == (DEFINITION, [WORDS])


def test_a_practice_with_a_word_of_the_approach_is_no_title() -> None:
    url = "https://www.thelist.example/therapies/internal-family-systems"
    ada = f"<tr><td><b>High Grove Family Therapy</b><br>Counselor<br>Salem, OR</td><td>{WORDS}</td></tr>"
    html = f"<body><div>Internal Family Systems</div><p>{DEFINITION}</p><b>Counselors on this</b><table>{ada}</table></body>"
    found = extracted(html, url).approach
    assert found is not None
    assert (found.name, found.definition) == ("Internal Family Systems", DEFINITION)
    assert [(one.attribution.name, one.text) for one in found.statements] == [("High Grove Family Therapy", WORDS)]


def test_the_name_of_an_approach_is_no_persons() -> None:
    box = "<table><tr><th>Gottman Method</th></tr><tr><td>A table by the sea, before the first story of the day</td></tr></table>"
    definition = "The Gottman Method looks at how couples quarrel, and at how they mend what the quarrel has broken."
    html = f"<body><h1>Gottman Method</h1>{box}<p>{definition}</p><h2>Voices</h2>{CARD}</body>"
    found = extracted(html, "https://www.thelist.example/therapies/gottman-method").approach
    assert found is not None
    assert (found.definition, [one.text for one in found.statements]) == (definition, [WORDS])


def test_a_definition_behind_the_statements() -> None:
    for statement in (CARD, LINE):
        page = f"{H1}<h2>Voices</h2>{statement}<h2>What is narrative therapy?</h2><p>{DEFINITION}</p><h2>Cost</h2><p>{OTHER}</p>"
        found = extracted(f"<body>{page}</body>", URL).approach
        assert found is not None
        assert (found.definition, [one.text for one in found.statements]) == (DEFINITION, [WORDS])


@pytest.mark.parametrize("statement", [CARD, CARD.replace(WORDS, DEFINITION)], ids=["of its own", "the same"])
@pytest.mark.parametrize(
    "section",
    [
        f"<div><div>What is narrative therapy?</div><p>{DEFINITION}</p></div>",
        f"<div><h2>Definition</h2><dl><dt>Narrative therapy</dt><dd>{DEFINITION}</dd></dl></div>",
        f"<div><h2>Overview</h2><p>{DEFINITION}</p></div>",
    ],
)
def test_a_definition_in_an_element_behind_the_statements(section: str, statement: str) -> None:
    page = f"{H1}<div><h2>Voices</h2>{statement}</div>{section}<div><p>{OTHER}</p><p>Copay: see the card</p></div>"
    found = extracted(f"<body>{page}</body>", URL).approach
    assert found is not None
    assert (found.definition, len(found.statements)) == (DEFINITION, 1)


@pytest.mark.parametrize(
    "page",
    [
        f"{H1}<div><h2>Voices</h2>{CARD}</div><div><div>What is narrative therapy?</div><div>Costs</div><p>{OTHER}</p></div>",
        f"{H1}<div><h2>Voices</h2>{CARD}</div><div><h2>Overview</h2><p>{OTHER}</p></div>",
        f"{H1}<h2>Our therapists</h2>{CARD}",
        f"{H1}<h2>What a session is like</h2><p>{OTHER}</p><h2>Our therapists</h2>{CARD}",
        f"{H1}<h2>In the room</h2><p>{OTHER}</p><h2>Our therapists</h2>{CARD}",
        f"{H1}<p>What does narrative therapy mean in your practice, and for whom is it?</p><h2>Our therapists</h2>{CARD}",
        f"{H1}<h2>Common questions</h2><h3>How long does it take?</h3><p>{OTHER}</p>",
        f"{H1}<ul><li><a href='/journal/1'>{MORE}</a></li></ul>",
        f"{H1}<h2>Definition</h2><p>Nobody has written this entry yet, and the shelf below it is empty. Would you like to?</p>",
        f"{H1}<p>This entry has not been written yet. Whoever knows narrative therapy well may write to the desk.</p>",
        f"{H1}<p>We have no description of narrative therapy yet, but an editor is at work on one.</p><h2>Our therapists</h2>{CARD}",
        f"{H1}<h2>Overview</h2><p>Found a mistake on this page? Suggest a change, and two editors will look at it.</p>",
    ],
)
def test_no_definition(page: str) -> None:
    found = extracted(f"<body>{page}</body>", URL)
    assert found.approach is None or found.approach.definition is None


@pytest.mark.parametrize(
    "call",
    [
        "Would you like to talk to somebody who does this? Let the list introduce you.",
        "Looking for a narrator? Let the list introduce you.",
        "Curious about narrative therapy? Message a therapist on the list today.",
        "Want to try narrative therapy? See who is near you.",
        "Ready to begin? Find a therapist for narrative therapy now.",
        "Not sure whether it is for you? Take the two-minute quiz, and we will show you three people.",
        "Do you want to tell your story? Our counselors are here. Book a free call at any hour.",
        "Feeling stuck? Start with one message.",
        "Find a narrative therapist in your city.",
        "Curious about stories? The List will help you find somebody.",
        "Talk with a counselor on the List about narrative therapy this week.",
        "Speak with one of the people below.",
        "Is this what you were hoping for? Send us two lines.",
        "Browse everybody on the List who tells stories.",
        "Look through everyone who offers narrative therapy.",
        "See who offers it in your town.",
        "The List can introduce you to somebody who works this way.",
        "Does that sound like you? Have a word with one of the people below.",
        "Tell us what you need, and you will hear from a narrator by Friday.",
    ],
)
@pytest.mark.parametrize(
    "frame", ["<p>{} {}</p>", "<p>{}</p><p>{}</p>", "<p>{}</p><div><div>{}</div><a href='/start'>Start</a></div>"]
)
def test_calls_are_no_part_of_it(call: str, frame: str) -> None:
    html = f"<body>{H1}{frame.format(DEFINITION, call)}<h2>Voices</h2>{CARD}</body>"
    found = extracted(html, URL).approach
    assert found is not None
    assert found.definition == DEFINITION


@pytest.mark.parametrize(
    "definition",
    [
        "Do you live by a story that others wrote? Narrative therapy looks at who wrote it. It asks what was left out.",
        "Narrative therapy keeps asking small questions. What was left out? Who was not asked? The answers make a story.",
        "Narrative therapy can help you find the words. It was made for people who have told one story for too long.",
        "Narrative therapy looks for other stories. Which one fits? The person who lives it decides, and nobody else does.",
        "Narrative therapy is slow. Use of letters, of drawings and of witnesses is common, and so is silence in the room.",
        "Narrative therapy asks one question of everybody who comes. Are you the problem? It holds that nobody is one.",
    ],
)
def test_questions_may_be_a_part_of_it(definition: str) -> None:
    found = extracted(f"<body>{H1}<p>{definition}</p><h2>Voices</h2>{CARD}</body>", URL).approach
    assert found is not None
    assert found.definition == definition


@pytest.mark.parametrize(
    ("shown", "definition"),
    [
        ("Narrative therapy parts people from problems.", "Narrative therapy parts people from problems."),
        ("All about narrative therapy.", None),
        ("Narrative therapists describe their work.", None),
        ("Find a narrative therapist near you.", None),
        ("Narrative therapy was what I needed.", None),
        ("Updated on May 3.", None),
    ],
)
def test_a_definition_of_one_short_sentence(shown: str, definition: str | None) -> None:
    approach = extracted(f"{H1}<p>{shown}</p>{LINE}", URL).approach
    assert approach is not None
    assert (approach.definition, len(approach.statements)) == (definition, 1)
