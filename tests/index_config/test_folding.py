"""Folding gives one spelling, the engine's."""

import sys

from hypothesis import given
from hypothesis import strategies as st
from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

from index_config.folding import fold, fold_letters


def test_one_spelling_for_many() -> None:
    assert fold("  JOSÉ\u00a0 O’Brien ") == fold("jose o'brien") == "jose o'brien"
    assert fold("Jose\u0301") == "jose"
    assert fold("Straße Łódź İzmir") == "strasse lodz izmir"
    assert fold(" \n ") == ""


def test_every_character_folds_as_in_the_engine() -> None:
    analyzer = TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.ascii_fold()).build()
    composed = (chr(point) for point in range(1, sys.maxunicode + 1) if not 0xD800 <= point <= 0xDFFF)
    engine = {char: analyzer.analyze(char)[0] for char in composed}
    table = {char: target for char, target in engine.items() if target != char}
    assert len(table) > 1000
    assert {char: fold_letters(char) for char in table} == {char: target.lower() for char, target in table.items()}


@given(st.text())
def test_folding_never_raises_and_leaves_single_inner_spaces(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert fold(text.upper() if text.isascii() else text) == folded
