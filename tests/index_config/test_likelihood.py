"""What words make likely that name nothing."""

from hypothesis import given
from hypothesis import strategies as st

from index_config.taxonomy.hints import parted
from index_config.taxonomy.likelihood import NOTHING, likelihoods, likely, passages
from index_config.taxonomy.matcher import mentions

NOT_FROM_THE_PASSAGES = {
    "internal-family-systems": "One of you slams doors. Another apologizes for it before supper. I ask each what it is "
    "afraid would happen if it took a step back, and whom inside it has been protecting since second grade.",
    "family-based-treatment": "Parents plate the dinner and sit until the last bite is gone, whatever the illness "
    "screams. Weight comes first, insight can wait.",
    "motivational-interviewing": "Half of you wants the cigarette and half of you is sick of it. I will not argue for "
    "either side; you tell me your own reasons for a change.",
    "pet-loss": "They took a day off when the neighbor died and went to work the morning after the vet put down a dog "
    "of fourteen winters. Bring the leash and the collar.",
}

ORDINARY = [
    "The office is on the second floor. There is parking behind the bank, and the elevator works most days.",
    "I answer mail within a day or two. If I am away, the message says when I will be back.",
    "After college I taught high school for six years. In 2011 I went back for a degree and have had an office since.",
    "My rates go up a little every January. Cards are fine, checks too, and I can send what your insurance wants.",
    "I have a desk, two gray chairs and a fern that refuses to die. Tea is on the left.",
    "Call me and tell me what is going on. We will see whether I am the one to help, and if not I know others.",
]


def test_a_description_without_the_name_makes_it_likely() -> None:
    for id_, text in NOT_FROM_THE_PASSAGES.items():
        found = likely(text, mentions(text))
        assert max(found, key=lambda one: found[one].nats) == id_
        passage = found[id_]
        assert text[passage.start : passage.end].strip()


def test_sentences_that_name_an_approach_hint_at_no_other() -> None:
    text = (
        "I ask each part inside you what it is afraid would happen if it took a step back and whom it has been "
        "protecting, as {} does."
    )
    for name, is_hinted in (("a good host", True), ("schema therapy", False)):
        said = text.format(name)
        assert ("internal-family-systems" in likely(said, mentions(said))) == is_hinted


def test_what_is_denied_is_not_hinted_at() -> None:
    said = NOT_FROM_THE_PASSAGES["internal-family-systems"]
    denied = f"{said} People call it IFS; I do not practice IFS."
    assert "internal-family-systems" in likely(said, mentions(said))
    negated = [one for one in mentions(denied) if one.negated]
    assert negated
    assert "internal-family-systems" not in likely(denied, negated)


def test_what_was_written_about_one_is_likeliest_there() -> None:
    texts = [(id_, text) for id_, of_one in passages().items() if id_ != NOTHING for text in of_one]
    best = [
        max(found, key=lambda one: found[one].nats) if (found := likelihoods(parted(text)[0])) else None
        for _, text in texts
    ]
    right = sum(id_ == found for (id_, _), found in zip(texts, best, strict=True))
    assert right > 0.8 * len(texts)


def test_ordinary_sentences_hint_at_next_to_nothing() -> None:
    found = [id_ for text in ORDINARY for id_ in likely(text, mentions(text))]
    assert len(found) <= 1


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    for passage in likely(text, mentions(text)).values():
        assert 0 <= passage.start < passage.end <= len(text)
