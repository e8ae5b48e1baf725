"""Authors whose name, title and place stand in parts of their own, in many markups; where it is not sure, nobody."""

import pytest

from records import ApproachExtract
from tests.pipelines.extract.pages import extracted

URL = "https://www.thelist.example/therapies/narrative-therapy"
DEFINITION = (
    "Narrative therapy separates people from their problems and looks at the stories they live by. It asks whose "
    "story it is and who else may tell it."
)
ONE = "I ask where a story began and who else might tell it. Then we write the next page of it together."
TWO = "Problems are guests & not the house. We show them to the door slowly, with manners and with tea."
ADA, BO = "/p/ada-quill", "/p/bo-marsh"
HEAD = f"<body><h1>Narrative Therapy</h1><p>{DEFINITION}</p><h2>In their own words</h2>"


def read(body: str, head: str = HEAD) -> ApproachExtract:
    found = extracted(head + body, URL).approach
    assert found is not None
    return found


def both(template: str, **changes: str) -> str:
    """The template filled for Ada and for Bo."""
    ada = {
        "name": "Ada Quill",
        "letters": "LCSW",
        "title": "Licensed Clinical Social Worker",
        "city": "Salem",
        "state": "OR",
        "statename": "Oregon",
        "zip": "97301",
        "text": ONE,
        "url": ADA,
    }
    bo = {
        "name": "Bo Marsh",
        "letters": "PhD",
        "title": "Psychologist",
        "city": "Boston",
        "state": "MA",
        "statename": "Massachusetts",
        "zip": "02108",
        "text": TWO.replace("&", "&amp;"),
        "url": BO,
    }
    return "".join(template.format(**(one | changes)) for one in (ada, bo))


def check(body: str, *, head: str = HEAD, places: bool = True, titles: bool = True) -> ApproachExtract:
    found = read(body, head)
    assert [(one.text, one.attribution.name) for one in found.statements] == [(ONE, "Ada Quill"), (TWO, "Bo Marsh")]
    authors = [one.attribution for one in found.statements]
    if titles:
        assert [one.title for one in authors] == ["Licensed Clinical Social Worker", "Psychologist"]
    if places:
        assert [(one.city, one.state) for one in authors] == [("Salem", "OR"), ("Boston", "MA")]
    assert all(one.confidence >= 0.9 for one in authors)
    assert found.definition == DEFINITION
    return found


CARDS = {
    "name first": "<div><h3>{name}</h3><p>{title}</p><p>{city}, {state}</p><p>{text}</p></div>",
    "name behind": "<div><p>{text}</p><div>{name}</div><div>{title}</div><div>{city}, {statename}</div></div>",
    "letters apart": "<div><p>{text}</p><b>{name}</b>, {letters}<br><i>{title}</i><br>{city}, {state} {zip}</div>",
    "letters in a block": "<li><div>{name}</div><div>{letters}</div><div>{title}</div><div>{city}, {state}</div><p>{text}</p></li>",
    "pronouns": "<li><h4>{name} (they/them)</h4><div>{title}</div><div>{city}, {state}</div><p>{text}</p></li>",
    "marks": "<div><p>{text}</p><p>{name} · {title} · {city}, {state}</p></div>",
    "bars": "<div><p>{text}</p><p><a href='{url}'>{name}, {letters}</a> | {title} | {city}, {state}</p></div>",
    "brackets": "<blockquote>{text}<footer>{name}, {letters} ({title}, {city}, {state})</footer></blockquote>",
    "dash and brackets": "<div><div>{text}</div><div>— {name} ({title}, {city}, {state})</div></div>",
    "two lines": "<div><p>{text}</p><p>{name}, {title}</p><p>{city}, {state}</p></div>",
    "title and place": "<div><p>{text}</p><p>{name}, {letters}</p><p>{title} in {city}, {state}</p></div>",
    "title, place": "<div><p>{text}</p><p>{name}</p><p>{title}, {city}, {state}</p></div>",
    "cite with breaks": "<blockquote><p>{text}</p><cite>{name}<br>{title}<br>{city}, {state}</cite></blockquote>",
    "figure": "<figure><blockquote>{text}</blockquote><figcaption><span>{name}</span><br><span>{title}</span><br><span>{city}, {state}</span></figcaption></figure>",
    "figure in one line": "<figure><blockquote>{text}</blockquote><figcaption><b>{name}</b>, {title}, {city}, {state}</figcaption></figure>",
    "photo and rating": "<div><a href='{url}'><img src=x alt=''></a><h3>{name}</h3><div>★ 4.9 (12)</div><div>{title}</div><div>📍 {city}, {state}</div><p>{text}</p><button>Book now</button></div>",
    "badges": "<div><span>Verified</span><h3><a href='{url}'>{name}</a></h3><p>{title}</p><p>{city}, {state}</p><p>Accepting new clients</p><p>{text}</p><a href='{url}'>View profile</a></div>",
    "online too": "<div><p>{text}</p><h5>{name}</h5><h6>{title}</h6><p>{city}, {state} &amp; Online</p></div>",
    "title above": "<div><p>{text}</p><div>{title}</div><div><a href='{url}'>{name}</a></div><div>{city}, {state}</div></div>",
    "nested": "<div><div><div><div>{name}</div><div>{title}</div></div><div>{city}, {state}</div></div><div><p>{text}</p></div></div>",
    "specialties beside": "<div><h3>{name}</h3><p>{title}</p><p>{city}, {state}</p><p>Specialties: Anxiety, Depression, Trauma, Grief and Loss, Couples</p><p>{text}</p></div>",
    "capitals": "<div><h3>{name}</h3><p>{title}</p><p>{city}, {state}</p><p>{text}</p><p>$120 - $160</p></div>",
    "country": "<div><p>{text}</p><p>{name}</p><p>{title}</p><p>{city}, {statename}, USA</p></div>",
    "in": "<div><p>{text}</p><p>{name}, {letters}</p><p>{title}</p><p>in {city}, {state}</p></div>",
    "based in": "<div><p>{text}</p><p>{name}</p><p>{title}</p><p>Based in {city}, {statename}</p></div>",
    "quotation marks around": "<div><h3>{name}</h3><p>{title}</p><p>{city}, {state}</p><p>{text}</p></div>",
    "one link": "<a href='{url}'><div><h3>{name}</h3><p>{title}</p><p>{city}, {state}</p><p>{text}</p></div></a>",
    "elements of a line": "<div><p>{text}</p><div><b>{name}</b> <span>{title}</span> <span>{city}, {state}</span></div></div>",
    "title behind a bold name": "<div><p>{text}</p><p><strong>{name}</strong> {title}, {city}, {state}</p></div>",
    "cite in the text": "<blockquote>{text} <cite>{name}, {title} in {city}, {state}</cite></blockquote>",
    "dash in the text": "<p>{text} – {name}, {title} in {city}, {state}</p>",
    "quotation and dash in a line": "<li>{text} — {name}, {letters}, {title} in {city}, {state}</li>",
    "license number": "<div><h3>{name}</h3><p>{title}, #12345</p><p>{city}, {state}</p><p>{text}</p></div>",
    "address and phone": "<div><h3>{name}</h3><p>{title}</p><p>12 Main St, {city}, {state} {zip}</p><p>(503) 555-0142</p><p>{text}</p></div>",
    "place and phone": "<div><h3>{name}</h3><p>{title}</p><p>{city}, {state} {zip} | (503) 555-0142</p><p>{text}</p></div>",
    "quotation mark as a block": "<div><div>“</div><p>{text}</p><div>”</div><div>{name}</div><div>{title}</div><div>{city}, {state}</div></div>",
    "read more": "<div><h3>{name}</h3><p>{title}</p><p>{city}, {state}</p><p>{text} <a href='{url}'>Read more</a></p></div>",
    "name twice": "<div><figure><img src=x><figcaption>{name}</figcaption></figure><h3>{name}</h3><p>{title}</p><p>{city}, {state}</p><p>{text}</p></div>",
    "dots and the rest": "<div><h3>{name}</h3><p>{title}</p><p>{city}, {state}</p><p>{text}<span>…</span> <a href='{url}#rest'>Read more</a></p></div>",
    "facts in a list": "<div><h3>{name}</h3><h6>{title}</h6><p>{city}, {state}</p><ul><li>Anxiety</li><li>Grief</li><li>Online sessions</li></ul><p>{text}</p></div>",
    "definition list in a card": "<section><h3>{name}</h3><dl><dt>Title</dt><dd>{title}</dd><dt>Location</dt><dd>{city}, {state}</dd></dl><p>{text}</p></section>",
    "labels": "<div><p>Name: {name}</p><p>Title: {title}</p><p>Location: {city}, {state}</p><p>{text}</p></div>",
    "labels in spans": "<div><div><span>Therapist:</span> <span>{name}</span></div><div><span>Profession:</span> <span>{title}</span></div><div><span>Location:</span> <span>{city}, {state}</span></div><div>{text}</div></div>",
    "labels above": "<div><div>Therapist:</div><div>{name}</div><div>Profession:</div><div>{title}</div><div>Location:</div><div>{city}, {state}</div><div>{text}</div></div>",
    "place in brackets": "<div><p>{text}</p><p>{name}, {title} ({city}, {state})</p></div>",
    "title and place in brackets": "<div><p>{text}</p><p>{name}</p><p>{title} ({city}, {state})</p></div>",
    "dashes": "<div><p>{text}</p><p>{name} — {title} — {city}, {state}</p></div>",
    "title and place between dashes": "<div><p>{text}</p><p>{name}</p><p>{title} – {city}, {state}</p></div>",
    "practice": "<div><p>{text}</p><p>{name}</p><p>{title} at Blue Door Counseling</p><p>{city}, {state}</p></div>",
    "two offices": "<div><p>{text}</p><p>{name}</p><p>{title}</p><p>{city}, {state} | Mesa, AZ</p></div>",
    "summary": "<details><summary>{name}, {title}, {city}, {state}</summary><p>{text}</p></details>",
    "pronouns in a block": "<div><h3>{name}</h3><span>She/Her</span><div>{title}</div><div>{city}, {state}</div><p>{text}</p></div>",
    "wide spans": "<div role=listitem><div><span><span>{text}</span></span></div><div><span>{name}</span></div><div><span>{title}</span></div><div><span>{city}</span>, <span>{state}</span></div></div>",
    "a line of elements": "<div class=slide><q>{text}</q><strong>{name}</strong><span>{title}</span><span>{city}, {state}</span></div>",
    "elements without blanks": "<div><p>{text}</p><p><span>{name}</span><span>{title}</span><span>{city}, {state}</span></p></div>",
    "name above, title below": "<div><h3>{name}</h3><p>{text}</p><p>{title} · {city}, {state}</p></div>",
    "headlines": "<div><h3>Healing Through Connection</h3><p>{text}</p><p>{name}</p><p>{title}</p><p>{city}, {state}</p></div>",
    "rows": "<table><tr><td>{name}</td><td>{title}</td><td>{city}, {state}</td><td>{text}</td></tr></table>",
    "a question to somebody": "<div><a>How do you tell it, {name}?</a><div><p>{text}</p><span>{title}<br>{city}, {state}</span></div></div>",
    "a question with letters": "<div><h4>And what about you, Dr. {name}, {letters}?</h4><div><p>{text}</p><p>{title}</p><p>{city}, {state}</p></div></div>",
    "a question as a text": "<div><p>How would you tell it to a friend who sits beside you, {name}?</p><p>{text}</p><p>{title}, {city}, {state}</p></div>",
    "a button beside the place": "<div><h3>{name}</h3><p>{text}</p><p>{title}<br>{city}, {state} <a href='{url}'>Full profile</a></p></div>",
    "a hyphen": "<div><p>{text}</p><p>- {name}, {title} in {city}, {state}</p></div>",
    "online in a state": "<div><h3>{name}</h3><p>{title}</p><p>{city}, {state} • Online in {statename}</p><p>{text}</p></div>",
    "cells with breaks": "<table><tr><td>{name}<br>{title}<br>{city}, {state}</td><td>{text}</td></tr></table>",
    "a small title in the heading": "<section><h4>{name} <small>{title}, {city}, {state}</small></h4><p>{text}</p></section>",
    "letters and a small title": "<li><p>{name}, {letters} <em>{title} in {city}, {state}</em></p><p>{text}</p></li>",
    "a span behind the name": "<figure><p>{text}</p><figcaption>{name}<span>{title} · {city}, {state}</span></figcaption></figure>",
    "spans in a cite": "<div><div>{text}</div><div><img src=x><cite><span>{name}</span><span>{title}, {city}, {state}</span></cite></div></div>",
    "spans in a link": "<div><a href='{url}'><strong>{name}</strong><span>{title} | {city}, {state}</span></a><p>{text}</p></div>",
    "spans in spans": "<div><p>{text}</p><p><span><b><span>{name}</span> <i>{title}</i> <i>{city}, {state}</i></b></span></p></div>",
    "a button in a heading": "<div><h3><button aria-expanded=false>{name}</button></h3><div><p>{title} | {city}, {state}</p><p>{text}</p><a href='{url}'>See profile</a></div></div>",
    "a button with letters in a heading": "<div><h4><button><span>{name}, {letters}</span></button></h4><div><div>{title}, {city}, {state}</div><div>{text}</div></div></div>",
    "a button that opens": "<li><button>{name}</button><div><p>{title}</p><p>{city}, {state}</p><p>{text}</p></div></li>",
    "a button that tells all": "<li><button>{name}, {title}, {city}, {state}</button><div><p>{text}</p><button>Book now</button></div></li>",
    "small elements behind the name": "<article><blockquote>{text}</blockquote><footer>{name} <small>{title}</small> <small>{city}, {state}</small></footer></article>",
    "a title in an element": "<li><blockquote>{text}</blockquote><p><b>{name}</b><br><span>{title}</span><span>{city}, {state}</span></p></li>",
    "spans in a link and behind": "<div><div>{text}</div><a href='{url}'><span><span>{name}</span><span>{title}</span></span></a><span>{city}, {state}</span></div>",
    "a time beside": "<div><div>{name} <span>{title}</span> <time>2d</time></div><div>{city}, {state}</div><div>{text}</div></div>",
    "a heading in a button": "<div><button><h3>{name}</h3><small>{title}</small></button><div>{city}, {state}</div><div>{text}</div></div>",
}  # fmt: skip


@pytest.mark.parametrize("template", CARDS.values(), ids=CARDS)
def test_cards(template: str) -> None:
    check(both(template))


@pytest.mark.parametrize("template", CARDS.values(), ids=CARDS)
def test_cards_below_one_element(template: str) -> None:
    head = f"<body><main><header><div><h1>Narrative Therapy</h1></div><div>{DEFINITION}</div></header><div><div>"
    check(both(template), head=head)


FLAT = {
    "terms": "<dt>{name}, {letters} – {title}, {city}, {state}</dt><dd>{text}</dd>",
    "terms behind": "<dt>{text}</dt><dd>{name}, {title}, {city}, {state}</dd>",
    "headings": "<h3>{name}</h3><h4>{title}</h4><p>{city}, {state}</p><p>{text}</p>",
    "heading with title": "<h3>{name}, {letters}, {title}</h3><p>{city}, {state}</p><p>{text}</p>",
    "lines": "<p>{text}</p><p>{name}</p><p>{title}</p><p>{city}, {state}</p>",
    "breaks": "{text}<br><b>{name}</b>, {letters}<br>{title}<br>{city}, {statename}<br><br>",
    "parts of terms": "<dt>{name}</dt><dd>{title}</dd><dd>{city}, {state}</dd><dd>{text}</dd>",
    "one line": "<p>{text}</p><p><em>{name} – {title}, {city}, {state}</em></p>",
    "colons": "<p><b>{name}</b>, {letters}, {title}, {city}, {state}:</p><p>{text}</p>",
    "questions and colons": "<div><p>Q. What would you tell somebody who sits beside you on a bus?</p></div><div><p>{name}, {title}, {city}, {state}:</p></div><div><p>{text}</p></div>",
    "requests and colons": "<p>Q. Tell us what you would say to somebody on a bus.</p><p>{name}, {title}, {city}, {state}:</p><p>{text}</p>",
    "quotations": "<blockquote>{text}</blockquote><p>{name}, {letters} / {title} / {city}, {state}</p>",
    "small titles in terms": "<dt>{name} <small>{title}, {city}, {state}</small></dt><dd><p>{text}</p></dd>",
    "small titles in headings": "<h3>{name}, {letters} <span>{title} · {city}, {state}</span></h3><p>{text}</p>",
    "headings above panels": "<h3>{name}</h3><div><p>{title} | {city}, {state}</p><p>{text}</p></div>",
    "buttons above panels": "<h3><button>{name}</button></h3><div><p>{title}</p><p>{city}, {state}</p><p>{text}</p></div>",
    "bare buttons above panels": "<button>{name}, {letters}</button><div><p>{title}, {city}, {state}</p><p>{text}</p></div>",
    "buttons that tell all": "<button>{name} · {title} · {city}, {state}</button><div>{text}</div>",
    "terms above panels": "<dt>{name}</dt><dd><small>{title} in {city}, {state}</small><p>{text}</p></dd>",
    "headings of two elements": "<h3>{name}, <span>{title}</span></h3><p>{city}, {state}</p><p>{text}</p>",
    "quotations below colons": "<p><strong>{name}</strong>, {title} in {city}, {state}:</p><blockquote>{text}</blockquote>",
    "headings with colons": "<h4>{name}, {title} ({city}, {state}):</h4><blockquote><p>{text}</p></blockquote>",
    "a verb and a colon": "<p><b>{name}</b>, {title} in {city}, {state}, writes:</p><p>{text}</p>",
    "quotations of paragraphs": "<blockquote><p>{text}</p></blockquote><div>{name}</div><div>{title}</div><div>{city}, {state}</div>",
}


@pytest.mark.parametrize("template", FLAT.values(), ids=FLAT)
def test_flat_pages(template: str) -> None:
    check(both(template))
    check(both(template) + "<h2>Keep reading</h2><p>There is more to read in the journal, every other week.</p>")


@pytest.mark.parametrize(
    "head",
    [
        f"<body><h1>Narrative Therapy</h1><h2>We asked</h2><p>Q. First things first. What is it?</p><p>A. {DEFINITION}</p>",
        f"<body><h1>Narrative Therapy</h1><p>{DEFINITION}</p>",
    ],
)
@pytest.mark.parametrize("name", ["colons", "questions and colons", "requests and colons", "a verb and a colon"])
def test_lines_with_colons_announce_the_words_below(name: str, head: str) -> None:
    banner = (
        "<div>Advertisement</div><div><h4>Our letter</h4><p>Recipes, gardens and good advice on Thursdays.</p></div>"
    )
    staff = "<p>Staff writer Odo Vance looks after our letters. He can be reached by mail on all weekdays.</p>"
    check(both(FLAT[name]).replace(f"<p>{ONE}</p>", f"<p>{ONE}</p>{banner}") + staff, head=head)
    (one,) = read(both(FLAT[name]).replace(f"<p>{TWO.replace('&', '&amp;')}</p>", ""), head).statements
    assert (one.text, one.attribution.name) == (ONE, "Ada Quill")


@pytest.mark.parametrize(
    "template",
    [
        "<li><strong>{name}</strong> ({title}, {city}, {state}): {text}</li>",
        "<p><b>{name}</b>, {letters}, {title} in {city}, {state}: {text}</p>",
        "<p><a href='{url}'>{name}</a> · {title} · {city}, {state}: “{text}”</p>",
        "<p><b>{name}, {title}, {city}, {state}</b> {text}</p>",
    ],
)
def test_lines_that_open_with_their_authors(template: str) -> None:
    check(both(template))
    told = "I ask: where did it begin, and who else might tell it? Then we write the next page of it together."
    found = read(both(template).replace(ONE, told))
    assert [(one.text, one.attribution.name) for one in found.statements] == [(told, "Ada Quill"), (TWO, "Bo Marsh")]


ASIDE = "<p>That one stayed with me for a whole week, and I told it at dinner to whoever would listen.</p>"
QUOTED = "<p>{name}, {title} in {city}, {state}:</p><blockquote><p>{text}</p>{more}</blockquote>"


def test_quotations_below_colons_end_with_their_elements() -> None:
    check(both(QUOTED, more="").replace("</blockquote>", f"</blockquote>{ASIDE}"), head=BARE_HEAD)
    found = read(both(QUOTED, more="<p>And so we go on, week after week, until it is told.</p>") + ASIDE, BARE_HEAD)
    assert [one.text for one in found.statements] == [
        f"{text}\n\nAnd so we go on, week after week, until it is told." for text in (ONE, TWO)
    ]


@pytest.mark.parametrize("more", ["</blockquote><blockquote>{}", "</blockquote><p>{}</p><blockquote>", "</p><hr><p>{}"])
def test_quotations_that_may_be_anothers(more: str) -> None:
    words = more.format("And so we go on, week after week, until it is told.")
    found = extracted(BARE_HEAD + both(QUOTED, more=words).replace("<blockquote></blockquote>", ""), URL).approach
    assert found is not None
    assert [one for one in found.statements if one.text not in (ONE, TWO) and "<hr>" not in more] == []


@pytest.mark.parametrize("line", ["a {} in {}, says:", "{}, {}, wrote:", "a {} near {}, puts it like this:"])
def test_a_sentence_with_a_colon_announces_its_authors_words(line: str) -> None:
    ada, bo = line.format("licensed clinical social worker", "Salem, OR"), line.format("psychologist", "Boston, MA")
    words = TWO.replace("&", "&amp;")
    body = f"<p>Ada Quill, {ada}</p><p>{ONE}</p><p><b>Bo Marsh</b>, {bo}</p><blockquote>{words}</blockquote>"
    check(body)


@pytest.mark.parametrize(
    "name", ["headings above panels", "terms", "small titles in headings", "buttons that tell all"]
)
def test_headings_in_a_section_end_with_it(name: str) -> None:
    check(f"<section><h2>Voices</h2>{both(FLAT[name])}</section>{ASIDE}")
    check(both(FLAT[name]), head=BARE_HEAD)


def test_a_name_in_pieces_is_not_one_of_them() -> None:
    for heading in (
        "<h3>Ada <b>Quill</b> <small>Psychologist</small></h3>",
        "<p><b>Ada</b> <i>Quill</i> <u>Psychologist</u></p>",
    ):
        names = [one.attribution.name for one in read(f"<div>{heading}<p>{ONE}</p></div>").statements]
        assert set(names) <= {"Ada Quill"}


@pytest.mark.parametrize("question", ["Does it cost much?", "How long does it take?", "Whom is it for?"])
@pytest.mark.parametrize(
    "frame",
    ["<h3>{}</h3><p>{}</p>", "<h3><button>{}</button></h3><div>{}</div>", "<details><summary>{}</summary>{}</details>"],
)
def test_answers_of_the_site_are_nobodys_words(frame: str, question: str) -> None:
    answer = frame.format(question, "Less than a car and more than a book. It depends on the plan, and on the town.")
    check(answer + both(CARDS["name first"]))
    found = read(answer + both(CARDS["name first"]).replace(f"<p>{ONE}</p>", ""))
    assert [(one.text, one.attribution.name) for one in found.statements] == [(TWO, "Bo Marsh")]
    line = f"<h2>Meet the specialists</h2>{answer}<p>{ONE}</p><p>— Ada Quill, LMFT</p>"
    assert [one.text for one in read(line).statements] == [ONE]


BEHIND = "<p>If one of them speaks to you, write to them by their page; they all answer within a few days.</p>"
BARE_HEAD = f"<body><h1>Narrative Therapy</h1><p>{DEFINITION}</p>"


@pytest.mark.parametrize("name", ["quotations", "quotations of paragraphs"])
def test_quotations_stand_before_their_authors(name: str) -> None:
    check(both(FLAT[name]) + BEHIND, head=BARE_HEAD)


@pytest.mark.parametrize(
    "body",
    [
        f"<blockquote>{ONE}</blockquote><blockquote>{ONE[::-1]}.</blockquote><p>Ada Quill / Psychologist</p>{BEHIND}",
        f"<p>Ada Quill / Psychologist</p><blockquote>{ONE}</blockquote><p>Bo Marsh / Counselor</p>{BEHIND}",
        f"<blockquote>{ONE}</blockquote><p>Ada Quill / Psychologist</p><p>Bo Marsh / Counselor</p>{BEHIND}",
    ],
)
def test_quotations_and_authors_that_do_not_take_turns(body: str) -> None:
    found = extracted(BARE_HEAD + body, URL).approach
    assert found is None or found.statements == []


def test_a_table_with_heads_and_one_author() -> None:
    heads = "<tr><th>Counselor</th><th>Profession</th><th>Location</th><th>In their words</th></tr>"
    row = f"<tr><td>Ada Quill</td><td>Psychologist</td><td>Salem, OR</td><td>{ONE}</td></tr>"
    (one,) = read(f"<table>{heads}{row}</table>").statements
    assert (one.text, one.attribution.name, one.attribution.title, one.attribution.city) == (
        ONE,
        "Ada Quill",
        "Psychologist",
        "Salem",
    )


@pytest.mark.parametrize(
    "template",
    [
        "<tr><td>{name}, {title}, {city}, {state}</td></tr><tr><td>{text}</td></tr>",
        "<tr><td>{name}<br>{title}<br>{city}, {state}</td></tr><tr><td>{text}</td></tr>",
    ],
)
def test_a_table_of_which_the_rows_take_turns(template: str) -> None:
    check(f"<table>{both(template)}</table>")
    assert read(f"<table>{both(template)}<tr><td>— the end of the table, which is nobody's —</td></tr></table>")
    for missing in (ONE, TWO.replace("&", "&amp;")):
        html = f"<table>{both(template).replace(missing, '')}</table>"
        pairs = [(one.text, one.attribution.name) for one in read(html).statements]
        assert set(pairs) <= {(ONE, "Ada Quill"), (TWO, "Bo Marsh")}


def test_profiles_and_parts() -> None:
    found = check(both(CARDS["badges"]))
    assert [one.profile_url for one in found.statements] == [f"https://www.thelist.example{path}" for path in (ADA, BO)]
    assert [one.attribution.raw for one in found.statements] == [
        "Ada Quill, Licensed Clinical Social Worker, Salem, OR",
        "Bo Marsh, Psychologist, Boston, MA",
    ]


def test_places_that_come_again_beside_buttons() -> None:
    body = both(CARDS["a button beside the place"], city="Salem", state="OR")
    places = [(one.attribution.city, one.attribution.state) for one in read(body).statements]
    assert places == [("Salem", "OR"), ("Salem", "OR")]


@pytest.mark.parametrize(
    "question", ["Do you work online, or in the office?", "Is it for children, Families, or Both?", "Why now?"]
)
def test_a_question_to_nobody_names_nobody(question: str) -> None:
    card = f"<div><a>{question}</a><div><p>{ONE}</p><p>Psychologist<br>Salem, OR</p></div></div>"
    assert read(card).statements == []


@pytest.mark.parametrize("name", ["badges", "photo and rating", "bars", "one link"])
def test_profiles_beside_parts(name: str) -> None:
    found = read(both(CARDS[name]))
    assert [one.profile_url for one in found.statements] == [f"https://www.thelist.example{path}" for path in (ADA, BO)]


@pytest.mark.parametrize("path", ["/p/ada-quill", "/therapists/7", "/us/profile/204117"])
def test_a_name_that_links_to_a_profile_needs_no_title(path: str) -> None:
    card = f"<div><h3><a href='{path}'>Ada Quill, LCSW</a></h3><p>Dream Guide</p><p>Salem, OR</p><p>{ONE}</p></div>"
    (one,) = read(card).statements
    assert (one.text, one.attribution.name, one.attribution.title) == (ONE, "Ada Quill", None)
    assert (one.attribution.credentials, one.attribution.city) == (["LCSW"], "Salem")
    assert one.profile_url == f"https://www.thelist.example{path}"


def test_slides_that_go_round() -> None:
    check(both(CARDS["name behind"]) * 3)
    check(both(CARDS["name first"]) * 2)


def test_a_name_with_credentials_needs_no_title() -> None:
    found = check(both("<div><h3>{name}, {letters}</h3><p>{city}, {state}</p><p>{text}</p></div>"), titles=False)
    assert [one.attribution.credentials for one in found.statements] == [["LCSW"], ["PhD"]]
    found = check(both("<div><p>{text}</p><p>{name}, {letters} · {city}, {state}</p></div>"), titles=False)
    assert [one.attribution.credentials for one in found.statements] == [["LCSW"], ["PhD"]]
    found = check(both("<div><p>{text}</p><p>{name}, {letters}</p></div>"), titles=False, places=False)


def test_text_and_authors_in_columns() -> None:
    rows = f"<tr><td>{ONE}</td><td>{TWO}</td></tr><tr><td>— Ada Quill, Psychologist</td><td>— Bo Marsh, Counselor</td></tr>"
    assert read(f"<table>{rows}</table>").statements == []


def test_words_that_stand_closer_to_a_stranger_are_nobodys() -> None:
    ada = f"<div><h3>Ada Quill</h3><p>Dream Guide</p><p>{ONE}</p></div>"
    bo = "<div><h3>Bo Marsh</h3><p>Psychologist</p><p>I help.</p></div>"
    told = read(f"<div>{ada}{bo}</div>").statements
    assert [(one.text, one.attribution.name) for one in told] == [("I help.", "Bo Marsh")]


def test_several_paragraphs() -> None:
    card = "<div><h3>{name}</h3><p>{title}</p><div><p>{text}</p><p>And so we go on, week after week, until it is told.</p></div></div>"
    found = read(both(card))
    assert [one.text for one in found.statements] == [
        f"{text}\n\nAnd so we go on, week after week, until it is told." for text in (ONE, TWO)
    ]


def test_a_text_above_a_card_is_no_part_of_it() -> None:
    other = "There is one thing that all of them say in one way or another, be it early or late."
    found = read(f"<section><p>{other}</p>{both(CARDS['name behind'])}</section>")
    assert [one.text for one in found.statements] == [ONE, TWO]
    card = CARDS["name behind"].format(
        name="Ada Quill", title="Psychologist", city="Salem", statename="Oregon", text=ONE
    )
    assert [one.text for one in read(f"<section><p>{other}</p>{card}</section>").statements] == [ONE]


def test_a_text_cut_short_and_shown_in_full() -> None:
    card = "<div><h3>{name}</h3><p>{title}</p><p>{text}</p></div>"
    short = f"<p>{ONE[:50]}...</p><p>{ONE}</p>"
    found = read(both(card).replace(f"<p>{ONE}</p>", short))
    assert [one.text for one in found.statements] == [ONE, TWO]


@pytest.mark.parametrize(
    "card",
    [
        "<div><span>{city}, {state}</span><h3>{name}</h3><span>{title}</span><p>{text}</p></div>",
        "<div><h3>{name}</h3><span>{title}</span><p>{text}</p><p>{city}, {state}</p></div>",
        "<div><div><div>{name}</div><div>{title}</div></div><p>{text}</p><div>📍 {city}, {state} {zip}</div></div>",
        "<div><h2>{name}</h2><p>{title}, {letters}</p><p>{city}, {state}</p><ul><li>$150</li><li>Accepts Aetna</li></ul><p>{text}</p></div>",
    ],
)
def test_the_only_place_in_a_card(card: str) -> None:
    check(both(card))


@pytest.mark.parametrize(
    "line",
    [
        "<li><strong>{name}, {title}, {city}, {state}:</strong> {text}</li>",
        "<p><b>{name} ({title}, {city}, {state})</b> {text}</p>",
        "<p><em>{name}, {letters}, {title} in {city}, {state}</em> – {text}</p>",
        "<div><a href='{url}'>{name}, {title} · {city}, {state}</a>: {text}</div>",
    ],
)
def test_a_line_that_opens_with_its_author(line: str) -> None:
    check(both(line))
    check(both(line) + "<h2>Keep reading</h2><p>There is more to read in the journal, every other week.</p>")


@pytest.mark.parametrize(
    "line",
    [
        "<p>{text}</p><p>— {name}, {letters}</p>",
        "<div><p>{text}</p><cite>— {name}, {letters}</cite></div>",
        "<p>{text} — {name}, {letters}</p>",
    ],
)
def test_credentials_behind_a_dash(line: str) -> None:
    found = check(both(line), titles=False, places=False)
    assert [one.attribution.credentials for one in found.statements] == [["LCSW"], ["PhD"]]


@pytest.mark.parametrize(
    "line",
    [
        "<p>{text}</p><p>— {name}, {letters} ({city}, {state})</p>",
        "<p>{text}</p><p>– {name}, {letters}, {city}, {state}</p>",
    ],
)
def test_credentials_and_a_place_behind_a_dash(line: str) -> None:
    check(both(line), titles=False)


@pytest.mark.parametrize("marks", ["“{}”", '"{}"', "«{}»", "„{}“", "‘{}’"])
@pytest.mark.parametrize("name", ["name behind", "name first", "dash in the text", "cite in the text"])
def test_quotation_marks_around_a_statement_are_the_sites(marks: str, name: str) -> None:
    check(both(CARDS[name].replace("{text}", marks.format("{text}"))))


def test_quotations_inside_a_statement_stay() -> None:
    for text in (
        "“The way out is through.” I say it often, and I mean it.",
        "I say: “The way out,” and then “is through.”",
    ):
        (one,) = read(f"<div><p>{text}</p><p>Ada Quill</p><p>Psychologist</p></div>").statements
        assert one.text == text


def test_quotation_marks_around_a_statement_with_quotations() -> None:
    for text in (
        "I say it often. “The way out is through.” – Old saying. And I mean it.",
        "“The way out is through,” I say, and: “Do not run.”",
    ):
        (one,) = read(f"<div><p>“{text}”</p><p>Ada Quill</p><p>Psychologist</p></div>").statements
        assert one.text == text


@pytest.mark.parametrize("letters", ["MS", "MA"])
def test_letters_that_may_be_a_state(letters: str) -> None:
    card = f"<div><p>{{text}}</p><h4><a href='{{url}}'>{{name}}</a></h4><p>{{title}}, {letters}</p><p>{{city}}, {{state}}</p></div>"
    check(both(card))


@pytest.mark.parametrize("last", ["<li><a href='/jobs'>Careers</a></li>", "<li>Reviews</li>", "<li>News</li>"])
def test_the_end_of_a_menu_announces_nothing(last: str) -> None:
    menu = f"<ul><li><a href='/start'>Start here</a></li>{last}</ul>"
    page = f"<body>{menu}<div><h1>Narrative Therapy</h1><p>{DEFINITION}</p><h2>On the word</h2>{both(CARDS['name behind'])}</div></body>"
    found = extracted(page, URL).approach
    assert found is not None
    assert [one.text for one in found.statements] == [ONE, TWO]


def test_a_link_around_a_heading() -> None:
    card = "<div><a href='{url}'><h3>{name}</h3></a><p>{city}, {state}</p><p>{text}</p></div>"
    found = check(both(card), titles=False)
    assert [one.profile_url for one in found.statements] == [f"https://www.thelist.example{path}" for path in (ADA, BO)]


@pytest.mark.parametrize(
    "mark", [";", " | ", " • ", " ~ ", " » ", " → ", " ◆ ", " :: ", " / ", " ▪ ", " * ", "; ", " — ", " - "]
)
def test_marks_between_title_and_place(mark: str) -> None:
    check(both(f"<div><b>{{name}}</b><p>{{title}}{mark}{{city}}, {{state}}</p><p>{{text}}</p></div>"))
    check(both(f"<dt>{{name}}</dt><dd>{{title}}{mark}{{city}}, {{state}}</dd><dd>{{text}}</dd>"))
    check(both(f"<div><p>{{text}}</p><p>{{name}}{mark}{{title}}{mark}{{city}}, {{state}}</p></div>"))
    check(both(f"<div><p>{{name}}, {{letters}}{mark}{{city}}, {{state}}</p><p>{{text}}</p></div>"), titles=False)


@pytest.mark.parametrize(
    ("shown", "city", "state"),
    [
        ("NY", None, "NY"),
        ("CO.", None, "CO"),
        ("Oregon", None, "OR"),
        ("LA", "LA", None),
        ("New York", "New York", None),
        ("Salem", "Salem", None),
        ("Northern California", "Northern California", None),
    ],
)
def test_a_state_alone_is_no_city(shown: str, city: str | None, state: str | None) -> None:
    for card in (
        f"<div><header><b>Ada Quill</b><br>Psychologist in {shown}</header><p>{ONE}</p></div>",
        f"<p>{ONE}</p><p>— Ada Quill, Psychologist in {shown}</p>",
    ):
        (one,) = read(card).statements
        assert (one.attribution.name, one.attribution.city, one.attribution.state) == ("Ada Quill", city, state)


NOBODY = {
    "clients": f"<div><p>{ONE}</p><p>Jo, a happy client</p></div>",
    "two people beside one text": f"<div><p>{ONE}</p><p>Ada Quill</p><p>Psychologist</p><p>Bo Marsh</p><p>Counselor</p></div>",
    "a name alone": f"<div><p>{ONE}</p><p>Ada Quill</p></div>",
    "a title alone": f"<div><p>{ONE}</p><p>Psychologist</p></div>",
    "a name linked elsewhere": f"<div><p>{ONE}</p><p><a href='/journal/12'>Ada Quill</a></p></div>",
    "an article": f"<div><p>{ONE}</p><p>Medically reviewed by</p><p>Ada Quill, PsyD</p><p>Psychologist</p></div>",
    "a review": f"<div><h2>What our clients say</h2><div><p>{ONE}</p><p>Ada Quill</p><p>Psychologist</p></div></div>",
    "a button": f"<div><p>{ONE}</p><a href='/find'>Find Help</a><p>Psychologist</p></div>",
    "a place": f"<div><p>{ONE}</p><p>Salem, OR</p><p>Psychologist</p></div>",
}


@pytest.mark.parametrize("body", NOBODY.values(), ids=NOBODY)
def test_where_it_is_not_sure_nobody_gets_words(body: str) -> None:
    assert read(body).statements == []


def test_authors_with_a_missing_text_get_nobody_elses() -> None:
    for name in ("lines", "one line", "breaks", "headings", "terms"):
        html = both(FLAT[name]).replace(ONE, "")
        assert [(one.text, one.attribution.name) for one in read(html).statements] in ([], [(TWO, "Bo Marsh")])
        html = both(FLAT[name]).replace(TWO.replace("&", "&amp;"), "")
        assert [(one.text, one.attribution.name) for one in read(html).statements] in ([], [(ONE, "Ada Quill")])


def test_an_author_without_a_title_takes_nobody_elses_words() -> None:
    for name in ("lines", "one line", "breaks", "headings", "terms"):
        for title in ("Psychologist", "Licensed Clinical Social Worker"):
            html = both(FLAT[name]).replace(title, "Dream Guide")
            pairs = [(one.text, one.attribution.name) for one in read(html).statements]
            assert set(pairs) <= {(ONE, "Ada Quill"), (TWO, "Bo Marsh")}
