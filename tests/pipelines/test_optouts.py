"""Whom the opt-outs mean: keys that stay the same however a name or an address is written."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.optouts import Crowd, is_surely_out, keys_of, name_key, name_words, url_key, verdict
from records import Location, Statement, Therapist
from records.optouts import Key, OptOuts

SEEN = datetime(2026, 5, 30, tzinfo=UTC)
WORDS = "Between the two of us the old pattern shows up, and then we can look at it together, slowly and kindly."
URL = "https://www.directory.example/therapist/ada-quill"


def therapist(name: str = "Ada Quill", id_: str = "tada", **values: Any) -> Therapist:
    dates: Any = {"first_seen": SEEN, "last_seen": SEEN, "last_confirmed": SEEN}
    return Therapist(id=id_, name=name, locations=[Location(city="Salem", state="OR")], **dates, **values)


def said(text: str, by: str = "tada") -> Statement:
    return Statement(
        id=f"s{by}",
        therapist_id=by,
        approach_id="emdr",
        source="made",
        text=text,
        source_url="https://directory.example/specialties/emdr",
        first_seen=SEEN,
        last_seen=SEEN,
    )


def asked(*keys: Key) -> OptOuts:
    return OptOuts(secret=b"secret").with_keys(keys)


FULL = therapist(profile_urls=[URL], phone="+15035550142", website="https://www.quill.example/", former_ids=["told"])


@pytest.mark.parametrize(
    "shown",
    [
        "Ana Maria Oneil",
        "Dr. Ana-María O'Neil, PhD",
        "ANA MARIA O’NEIL, PsyD, LCSW",
        "Ana Maria R. O'Neil LMFT",
        "Oneil, Ana Maria",
        "  ana  maría  o'neil ",
        "Ana Maria O'Neil Jr.",
    ],
)
def test_one_name_in_many_spellings(shown: str) -> None:
    assert name_key(shown, "OR") == name_key("Ana Maria Oneil", "or")


@pytest.mark.parametrize("other", ["Ana Oneil", "Ana Maria Neill", "Maria Oneil", "Ana Maria Oneil-Vance"])
def test_other_names_are_others(other: str) -> None:
    assert name_key(other, "OR") != name_key("Ana Maria Oneil", "OR")
    assert name_key("Ana Maria Oneil", "WA") != name_key("Ana Maria Oneil", "OR")


@pytest.mark.parametrize("name", ["Li Ma", "Bo Do", "Al Rn", "X", "Q. Z.", "李明", "PhD", "Dr."])
def test_short_and_odd_names_keep_something(name: str) -> None:
    assert all(name_words(name))
    assert name_words("Li Ma") == ("li", "ma")


WORD = st.sampled_from(["Ada", "Bo", "Renée", "Quill", "Marsh", "O'Hara", "Fennimore", "Van", "Ibáñez"])


@given(
    st.lists(WORD, min_size=2, max_size=4, unique=True),
    st.sampled_from(["", "Dr. ", "Dr ", "Mx. ", "Rev. "]),
    st.lists(st.sampled_from(["PhD", "LCSW", "Psy.D.", "LMFT", "MA", "LPC-Associate"]), max_size=3),
    st.sampled_from([str, str.upper, lambda text: text.replace("é", "e").replace("'", "’")]),
)
def test_titles_letters_case_and_accents_change_nothing(
    words: list[str], before: str, behind: list[str], cased: Any
) -> None:
    plain = " ".join(words)
    assert name_key(", ".join([before + cased(plain), *behind]), "OR") == name_key(plain, "OR")


@given(st.text(max_size=40))
def test_any_text_has_words_and_is_its_own_variant(text: str) -> None:
    assert name_words(text)
    assert name_key(text, "OR") == name_key(f" {text} ", "OR")


@pytest.mark.parametrize(
    "shown",
    [
        "http://directory.example/therapist/ada-quill",
        "https://WWW.Directory.example:443/therapist/ada-quill/",
        "https://directory.example/therapist/ada%2Dquill#about",
    ],
)
def test_one_address_in_many_spellings(shown: str) -> None:
    assert url_key(shown) == url_key(URL)


@pytest.mark.parametrize(
    "other",
    [
        "https://directory.example/therapist/ada-quill-2",
        "https://other.example/therapist/ada-quill",
        "https://directory.example/therapist/ada-quill?id=2",
        "https://directory.example:8080/therapist/ada-quill",
        "https://[broken",
    ],
)
def test_other_addresses_are_others(other: str) -> None:
    assert url_key(other) != url_key(URL)


@pytest.mark.parametrize(
    "met",
    [
        therapist("Bea Marsh", "tnew", profile_urls=["http://directory.example/therapist/ada-quill/"]),
        therapist("Bea Marsh", "tnew", former_ids=["told"]),
        therapist("Ada Marsh", "tnew", phone="+15035550142"),
        therapist("A. Quill", "tnew", website="http://quill.example"),
    ],
)
def test_any_key_of_theirs_leaves_them_out(met: Therapist) -> None:
    assert verdict(asked(*keys_of(FULL, [])), keys_of(met, [])) == "out"


def test_their_words_leave_them_out_under_any_name() -> None:
    optouts = asked(*keys_of(FULL, [said(WORDS), said("Short words.")]))
    assert verdict(optouts, keys_of(therapist("Bea Marsh", "t2"), [said(f"  {WORDS.upper()}\n")])) == "out"
    assert verdict(optouts, keys_of(therapist("Ada Marsh", "t2"), [said("Short words.")])) == "out"
    # A saying of a few words may be two people's.
    assert verdict(optouts, keys_of(therapist("Bea Marsh", "t2"), [said("Short words.")])) is None


def test_name_and_state_alone_make_a_suspect() -> None:
    optouts = asked(*keys_of(FULL, [said(WORDS)]))
    assert verdict(optouts, keys_of(therapist(id_="t2", phone="+15035550199"), [])) == "suspect"
    assert verdict(optouts, keys_of(therapist("Bo Vance", "t2", phone="+15035550142"), [])) is None
    assert verdict(OptOuts(), keys_of(FULL, [])) is None


@pytest.mark.parametrize(
    ("met", "is_sure"),
    [
        (therapist("Bea Marsh", "tnew", profile_urls=[URL]), True),
        (therapist("Bea Marsh", "tnew", former_ids=["tada"]), True),
        (therapist("Ada Quill-Marsh", "tnew", phone="+15035550142"), True),
        (therapist("Ada Marsh", "tnew", phone="+15035550142"), False),
        (therapist("Bo Quill", "tnew", phone="+15035550142", website="https://quill.example"), False),
    ],
)
def test_who_shares_a_phone_and_one_word_is_not_surely_who_asked(met: Therapist, is_sure: bool) -> None:
    optouts = asked(*keys_of(FULL, [said("Short words.")]))
    assert verdict(optouts, keys_of(met, [])) == "out"
    assert is_surely_out(optouts, keys_of(met, [])) is is_sure
    assert is_surely_out(optouts, keys_of(met, [said("Short words.", "tnew")])) is is_sure


def test_what_others_show_too_tells_nothing() -> None:
    keys = set(keys_of(FULL, [said(WORDS)]))
    crowd = Crowd(keys)
    crowd.see(FULL, [said(WORDS)])
    assert crowd.telling(keys, {"tada"}) == keys
    crowd.see(therapist("Bo Vance", "tbo"), [said(WORDS, "tbo")])  # a practice's text
    text = {key for key in keys if key.kind == "statement" and " " not in key.value}
    assert crowd.telling(keys, {"tada"}) == keys - text
    for number in range(11):  # the phone of a directory
        crowd.see(therapist("Bo Vance", f"t{number}", phone=FULL.phone), [])
    phones = {key for key in keys if key.kind == "phone"}
    assert len(phones) == 2
    assert crowd.telling(keys, {"tada"}) == keys - text - phones
