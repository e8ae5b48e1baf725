"""The change feed: what was added, changed and gone between two runs."""

import json
from datetime import timedelta

import msgspec

from pipelines.changes import changes
from tests.pipelines.resolve.making import START, attribution, resolved


def test_added_changed_and_gone() -> None:
    before = resolved(attribution("Ada Quill", "Salem", "OR"), attribution("Bo Tarn", "Reno", "NV", "Words of Bo."))
    ada, bo = sorted(before.therapists, key=lambda one: one.name)
    new = msgspec.structs.replace(ada, id="tnew")
    moved = msgspec.structs.replace(ada, pronouns="she/her", last_seen=START + timedelta(days=3))
    told = {one.id: one for one in changes("therapist", [ada, bo], [moved, new])}
    assert {key: one.op for key, one in told.items()} == {ada.id: "MOD", bo.id: "DEL", "tnew": "ADD"}
    assert told[ada.id].changed == ["last_seen", "pronouns"]
    assert json.loads(told[ada.id].values)["pronouns"] == "she/her"


def test_a_visit_is_no_change() -> None:
    before = resolved(attribution("Ada Quill", "Salem", "OR"))
    after = resolved(attribution("Ada Quill", "Salem", "OR", last_seen=START + timedelta(days=3)), before=before)
    assert list(changes("therapist", before.therapists, after.therapists)) == []
    assert list(changes("statement", before.statements, after.statements)) == []
