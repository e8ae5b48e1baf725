"""Somebody asks to be left out: gone at once from what is live and kept, and no night brings them back."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import insert

from flows import optouts
from flows.publishing.opening import at_the_desk
from records.errors import STOPPED
from search import open_writer
from search.settings import SearchSettings
from store.ledger import open_ledger
from store.settings import StoreSettings
from store.tables import pages
from tests.therapyindex.inside import Inside
from tests.therapyindex.running import COMMAND, Therapyindex
from therapyindex.sample import Site, serve

DEN = "https://www.therapyden.com"
HERS = "I look for what is steady in you before anything else is asked, and we go from there slowly and kindly."
PAGE = "<h1>{title}</h1><p>Words about it, some dozen of them, so that they define what it is.</p>"
SAID = "<p>{text}</p><p>— {line}</p>"
BO = "Stillness is where I begin; what you bring is met with patience, plain words and time, week after week."
ON_DISK = "deleted documents on disk"
# Starts a command that hears Ctrl-C: some shells start what runs unseen deaf to it.
HEARING = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
"""


def approach(run: Therapyindex, folder: Path, slug: str, *said: tuple[str, str], day: str = "2026-05-30") -> None:
    """Imports an approach page: (text, author line) each."""
    file = folder / f"{slug}.html"
    title = slug.replace("-", " ").title()
    file.write_text(PAGE.format(title=title) + "".join(SAID.format(text=text, line=line) for text, line in said))
    run("import", str(file), "--approach", slug, "--url", f"{DEN}/specialties/{slug}", "--date", day)


def profile(run: Therapyindex, folder: Path, slug: str, name: str, phone: str = "(503) 555-0142") -> None:
    """Imports a profile page."""
    file = folder / f"{slug}.html"
    file.write_text(
        f"<title>{name}, LCSW - Salem, OR</title><h1>{name}, LCSW</h1><p>Licensed Clinical Social Worker</p>"
        f"<p>Phone: {phone}</p><p>Location: Salem, OR 97301</p><h2>About me</h2><p>I work with people who feel stuck, "
        "and we look at old patterns together.</p><h2>Approaches</h2><ul><li>EMDR</li><li>Gestalt therapy</li></ul>"
    )
    run("import", str(file), "--approach", "emdr", "--url", f"{DEN}/therapist/{slug}", "--date", "2026-05-30")


def directory(run: Therapyindex, folder: Path) -> str:
    """Two people, published; gives the id of the first."""
    approach(run, folder, "emdr", (HERS, "Ada Quill, Counselor in Salem, OR"), (BO, "Bo Tarn, Counselor in Reno, NV"))
    profile(run, folder, "ada-quill", "Ada Quill")
    night(run)
    (ada,) = [one["id"] for one in exported(run, folder) if one["name"] == "Ada Quill"]
    return str(ada)


def night(run: Therapyindex) -> dict[str, Any]:
    """Normalizes and publishes; gives the publish."""
    run("normalize")
    published: dict[str, Any] = run.json("publish")
    return published


def exported(run: Therapyindex, folder: Path, name: str = "therapists") -> list[dict[str, Any]]:
    run("export", str(folder / "out"))
    return run.exported(folder / "out", name)


def names(run: Therapyindex) -> set[str]:
    """Whom a search finds."""
    hits = run.json("search", "--approach", "emdr", "--limit", "50")["hits"]
    return {hit["therapist"]["name"] for hit in hits}


def line(done: "subprocess.CompletedProcess[str]") -> str:
    (found,) = done.stderr.strip().splitlines()
    return found


def test_at_once_for_good_and_back(on_engine: Therapyindex, tmp_path: Path) -> None:
    ada = directory(on_engine, tmp_path)
    assert names(on_engine) == {"Ada Quill", "Bo Tarn"}
    on_engine("publish", "--force")
    added = on_engine.json("optout", "add", ada, "--reason", "asked by mail")
    (applied,) = added["applied"]
    assert applied["state"] == "applied"
    assert sorted(applied["documents"].values()) == [2, 2]  # the live and the kept version
    assert names(on_engine) == {"Bo Tarn"}
    assert {one["name"] for one in exported(on_engine, tmp_path)} == {"Bo Tarn"}
    assert HERS not in (tmp_path / "out" / "statements.jsonl").read_text()
    assert f"{ada} has asked to be left out" in line(on_engine("explain", ada, code=1))
    on_engine("rollback")
    assert names(on_engine) == {"Bo Tarn"}
    (entry,) = on_engine.json("optout", "list")
    assert (entry["reason"], entry["keys"]["id"], entry["keys"]["url"]) == ("asked by mail", 1, 1)
    assert "Quill" not in on_engine("optout", "list").stdout

    # A new slug and a married name, the old words under another name, a practice's page: none leads back.
    profile(on_engine, tmp_path, "ada-quill-marsh", "Ada Quill-Marsh")
    approach(
        on_engine, tmp_path, "gestalt-therapy", (HERS, "A. Marsh, Counselor in Reno, NV"), (BO, "Bo Tarn, Counselor")
    )
    night(on_engine)
    assert names(on_engine) == {"Bo Tarn"}
    last = max((on_engine.data / "runs").iterdir())
    assert b"Marsh" not in b"".join(file.read_bytes() for file in last.iterdir())
    assert len(on_engine.json("optout", "list")[0]["keys"]) > 3
    assert on_engine.json("normalize")["changed"] is False  # what was learned changes nothing more

    on_engine("optout", "remove", f"{DEN}/therapist/ada-quill-marsh")
    assert on_engine.json("optout", "list") == []
    assert night(on_engine)["outcome"] == "published"
    assert any("Ada" in name for name in names(on_engine))
    found = {known for one in exported(on_engine, tmp_path) for known in [one["id"], *one["former_ids"]]}
    assert ada in found


def test_taken_back_before_anything_else_happened(therapyindex: Therapyindex, tmp_path: Path) -> None:
    directory(therapyindex, tmp_path)
    therapyindex("optout", "add", "Dr. Ada Quill, LCSW, Oregon")
    assert names(therapyindex) == {"Bo Tarn"}
    therapyindex("optout", "remove", "QUILL, ADA, OR")
    night(therapyindex)
    assert names(therapyindex) == {"Ada Quill", "Bo Tarn"}


def test_taken_back_while_the_clock_ran_ahead(therapyindex: Therapyindex, tmp_path: Path) -> None:
    ada = directory(therapyindex, tmp_path)
    therapyindex("optout", "add", ada)
    with patch("store.optouts.datetime", Ahead):
        therapyindex("optout", "remove", ada)
    assert [night(therapyindex)["outcome"] for _ in range(2)] == ["published", "unchanged"]
    assert names(therapyindex) == {"Ada Quill", "Bo Tarn"}


class Ahead(datetime):
    """A clock that is years ahead."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        """The wrong time."""
        return datetime.now(tz) + timedelta(days=1_000)


def test_a_merge_does_not_lead_back(therapyindex: Therapyindex, tmp_path: Path) -> None:
    ada = directory(therapyindex, tmp_path)
    (bo,) = [one["id"] for one in exported(therapyindex, tmp_path) if one["name"] == "Bo Tarn"]
    therapyindex("optout", "add", ada)
    (therapyindex.data / "corrections.yaml").write_text(f"merge: [{{ids: [{ada}, {bo}], why: one person}}]\n")
    therapyindex("normalize")
    assert therapyindex.json("publish", code=1)["outcome"] == "refused"  # nobody is left
    assert "left out" in line(therapyindex("explain", bo, code=1))


def test_namesakes_are_held_back_until_the_operator_decides(therapyindex: Therapyindex, tmp_path: Path) -> None:
    profile(therapyindex, tmp_path, "ada-quill", "Ada Quill")
    profile(therapyindex, tmp_path, "ada-quill-2", "Ada Quill", phone="(503) 555-0177")
    night(therapyindex)
    ids = {one["phone"]: one["id"] for one in exported(therapyindex, tmp_path)}
    ada, other = ids["+15035550142"], ids["+15035550177"]
    told = line(therapyindex("optout", "add", "Ada Quill, OR", code=2))
    assert ada in told
    assert other in told
    assert "Quill" not in told
    added = therapyindex.json("optout", "add", ada)
    assert added["held_back"] == [other]
    assert names(therapyindex) == set()
    run = therapyindex.json("normalize")["run"]
    assert run["quarantine"] == {"optout-suspect": 1}
    set_aside = therapyindex.data / "runs" / run["id"] / "quarantine.jsonl"
    (row,) = [json.loads(row) for row in set_aside.read_text().splitlines()]
    assert row["url"] == f"{DEN}/therapist/ada-quill-2"
    assert other in row["detail"]
    assert "Quill" not in json.dumps(row)
    assert "held back" in line(therapyindex("explain", other, code=1))
    (therapyindex.data / "corrections.yaml").write_text(f"release: [{{id: {other}, why: another one}}]\n")
    assert night(therapyindex)["outcome"] == "published"
    assert [one["id"] for one in exported(therapyindex, tmp_path)] == [other]
    # An opt-out of somebody else leaves who was let go alone; theirs does not.
    therapyindex("optout", "add", "Cy Marsh, OR")
    assert names(therapyindex) == {"Ada Quill"}
    therapyindex("optout", "add", other)
    assert names(therapyindex) == set()


def test_who_goes_along_is_told_and_leads_to_nobody(therapyindex: Therapyindex, tmp_path: Path) -> None:
    profile(therapyindex, tmp_path, "ada-quill", "Ada Quill")
    profile(therapyindex, tmp_path, "bo-quill", "Bo Quill")  # with her phone
    night(therapyindex)
    ids = {one["name"]: one["id"] for one in exported(therapyindex, tmp_path)}
    added = therapyindex.json("optout", "add", ids["Ada Quill"])
    assert (added["too"], added["held_back"]) == ([ids["Bo Quill"]], [])
    assert ids["Bo Quill"] in therapyindex("optout", "add", ids["Ada Quill"]).stdout
    assert names(therapyindex) == set()
    before = therapyindex.json("optout", "list")[0]["keys"]
    therapyindex("normalize")
    assert therapyindex.json("optout", "list")[0]["keys"] == before


def test_an_address_that_has_gone_still_says_who_it_was(therapyindex: Therapyindex, tmp_path: Path) -> None:
    profile(therapyindex, tmp_path, "ada-quill", "Ada Quill")
    profile(therapyindex, tmp_path, "ada-quill-marsh", "Ada Quill-Marsh")
    therapyindex("normalize")
    (ada,) = exported(therapyindex, tmp_path)
    gone = {"source": "therapyden", "url": f"{DEN}/therapist/ada-quill", "status": 410}
    at = datetime.now(UTC)
    with open_ledger(StoreSettings(data=therapyindex.data)).begin() as ledger:
        ledger.execute(insert(pages).values(**gone, first_seen=at, gone_at=at))
    therapyindex("normalize")
    (left,) = exported(therapyindex, tmp_path)
    assert (left["id"], left["profile_urls"]) == (ada["id"], [f"{DEN}/therapist/ada-quill-marsh"])
    assert ada["id"] in therapyindex.json("optout", "add", f"{DEN}/therapist/ada-quill")["ids"]
    assert exported(therapyindex, tmp_path) == []


def test_who_is_not_known_yet_is_remembered(therapyindex: Therapyindex, tmp_path: Path) -> None:
    approach(
        therapyindex, tmp_path, "emdr", (HERS, "Cy Vance, Counselor in Salem, OR"), (BO, "Bo Tarn, MA in Reno, NV")
    )
    profile(therapyindex, tmp_path, "ada-quill", "Ada Quill")
    said = therapyindex("optout", "add", "www.therapyden.com/therapist/ada-quill/?utm_source=mail").stdout
    assert "nobody is known by that yet" in said
    assert "will be held back" in therapyindex("optout", "add", "Bo Tarn, NV").stdout
    therapyindex("normalize")
    assert [one["name"] for one in exported(therapyindex, tmp_path)] == ["Cy Vance"]


def test_before_anything_is_published(therapyindex: Therapyindex, tmp_path: Path) -> None:
    file = tmp_path / "asked.txt"
    file.write_text("Bo Tarn, NV\n")
    for command in (["add", "Ada Quill, OR"], ["import", str(file)]):
        told = therapyindex("optout", *command).stdout.splitlines()[-1]
        assert told == "  no version is published yet: who asked is remembered, and every later version obeys"
    (therapyindex.data / "index").mkdir()
    told = therapyindex("optout", "add", "Ada Quill, OR").stdout.splitlines()[-1]
    assert told == "  embedded: no version is published yet: who asked is remembered, and every later version obeys"
    file.write_text("nonsense\n")
    assert "remembered" not in therapyindex("optout", "import", str(file), code=1).stdout


def test_what_obeys_already_is_told(therapyindex: Therapyindex, tmp_path: Path) -> None:
    ada = directory(therapyindex, tmp_path)
    assert "2 documents taken out of 1 versions" in therapyindex("optout", "add", ada).stdout
    told = therapyindex("optout", "add", ada).stdout.splitlines()[-1]
    assert told == "  embedded: nothing to take out, all its versions obey already"


def test_a_saved_page_of_theirs_is_not_kept(therapyindex: Therapyindex, tmp_path: Path) -> None:
    therapyindex("optout", "add", f"{DEN}/therapist/ada-quill")
    therapyindex("optout", "add", "quill.example/about")
    file = tmp_path / "page.html"
    file.write_text(f"<h1>Ada Quill</h1><p>{HERS}</p>")
    for url in (f"{DEN}/therapist/ada-quill/?utm_source=mail", "http://www.quill.example/about/"):
        told = line(therapyindex("import", str(file), "--approach", "emdr", "--url", url, code=1))
        assert "asked to be left out" in told
        assert "quill" not in told
    assert list(therapyindex.data.rglob("*.warc.gz*")) == []
    therapyindex("import", str(file), "--approach", "emdr", "--url", f"{DEN}/therapist/bo-tarn")


def test_their_own_website_says_who_it_is(therapyindex: Therapyindex, tmp_path: Path) -> None:
    site = '(503) 555-0142</p><p>Website: <a href="https://quill.example/">quill.example</a>'
    profile(therapyindex, tmp_path, "ada-quill", "Ada Quill", phone=site)
    profile(therapyindex, tmp_path, "bo-tarn", "Bo Tarn", phone="(503) 555-0177")
    night(therapyindex)
    assert len(therapyindex.json("optout", "add", "WWW.Quill.example")["ids"]) == 1
    assert names(therapyindex) == {"Bo Tarn"}


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("Ada Quill", "no key"),
        ("Ada Quill, Atlantis", "no key"),
        ("", "no key"),
        (f"{DEN}/specialties/emdr", "nobody's profile"),
        (f"{DEN}/", "nobody's profile"),
    ],
)
def test_what_is_no_key(therapyindex: Therapyindex, key: str, says: str) -> None:
    assert says in line(therapyindex("optout", "add", key, code=2))
    assert not therapyindex.data.exists()


@pytest.mark.parametrize(("answer", "code", "says"), [("n", 1, "nothing was changed"), (None, 130, STOPPED)])
def test_on_a_terminal_it_asks(therapyindex: Therapyindex, answer: str | None, code: int, says: str) -> None:
    terminal, inner = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", HEARING, *COMMAND, "optout", "add", f"{DEN}/therapist/ada-quill"],
        env=therapyindex.env,
        stdin=inner,
        stdout=inner,
        stderr=inner,
    ) as asked:
        os.close(inner)
        shown = b""
        while b"Leave them out?" not in shown:
            shown += os.read(terminal, 4096)
        if answer:
            os.write(terminal, f"{answer}\n".encode())
        else:
            asked.send_signal(signal.SIGINT)
        while True:
            while answer is None and not select.select([terminal], [], [], 10)[0]:
                # A signal between the prompt and the read behind it wakes no read: like a person, it presses again.
                asked.send_signal(signal.SIGINT)
            if not (piece := _read(terminal)):
                break
            shown += piece
    os.close(terminal)
    assert asked.returncode == code
    assert says in " ".join(shown.decode().split())
    assert therapyindex.json("optout", "list") == []


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # nobody is at its other end any more
        return b""


def test_a_file_of_many(therapyindex: Therapyindex, tmp_path: Path) -> None:
    ada = directory(therapyindex, tmp_path)
    file = tmp_path / "asked.txt"
    people = "".join(f"Person Number{'x' * number}, OR\n" for number in range(300))
    file.write_text(f"\ufeff# asked in May\n\n{ada}\tby mail\nnonsense\n{people}{DEN}/specialties/emdr\n")
    done = therapyindex("optout", "import", str(file), code=1)
    assert [part.split(": ")[0] for part in done.stderr.splitlines()] == [f"{file}, line 4", f"{file}, line 305"]
    assert names(therapyindex) == {"Bo Tarn"}
    assert len(therapyindex.json("optout", "list")) == 301
    file.write_text('key,reason\n"Bo Tarn, NV",by phone\n')
    assert therapyindex.json("optout", "import", str(file))["unknown"] == 0
    assert names(therapyindex) == set()
    reasons = {one["reason"] for one in therapyindex.json("optout", "list")}
    assert reasons == {None, "by mail", "by phone"}
    assert "No such file" in line(therapyindex("optout", "import", str(tmp_path / "nowhere"), code=2))


@pytest.mark.parametrize(
    "content",
    [
        '"key","reason"\n"Bo Tarn, NV","by phone"\n',
        '# asked in May\r\n\r\nKey, "Reason"\r\n"Bo Tarn, NV", by phone\r\n',
        'reason,key\nby phone,"Bo Tarn, NV"\n',
        'key,reason\n"Bo Tarn, NV","by\tphone"\n',
        '"key"\n"Bo Tarn, NV",by phone\n',
        '"Bo Tarn, NV",by phone\n',
        "Bo Tarn, NV\tby phone\n",
        "Bo Key, NV\tkey, reason\n",
    ],
)
def test_how_a_file_may_be_written(therapyindex: Therapyindex, tmp_path: Path, content: str) -> None:
    file = tmp_path / "asked.csv"
    file.write_bytes(content.encode())
    assert len(therapyindex.json("optout", "import", str(file))["entries"]) == 1
    (entry,) = therapyindex.json("optout", "list")
    assert " ".join(entry["reason"].split()) in ("by phone", "key, reason")


@pytest.mark.parametrize(
    "content",
    [
        'key,reason,date\n"Bo Tarn, NV",by phone,2026-05-30\n',
        'id,reason\n"Bo Tarn, NV",by phone\n',
        "name,state\nBo Tarn,NV\n",
        "reason\nby phone\n",
        'key,key\n"Bo Tarn, NV",by phone\n',
        "key;reason\nBo Tarn, NV;by phone\n",
        '"key"\t"reason"\n"Bo Tarn, NV"\t"by phone"\n',
        "t3fq2k7mxw5ab;by phone\n",
    ],
)
def test_columns_that_are_not_taken(therapyindex: Therapyindex, tmp_path: Path, content: str) -> None:
    file = tmp_path / "asked.csv"
    file.write_text(content)
    said = line(therapyindex("optout", "import", str(file), code=2))
    assert said.startswith(f"error: {file}, line 1: ")
    assert "the columns key,reason, separated by commas" in said
    assert not therapyindex.data.exists()


def test_an_engine_that_is_down(therapyindex: Therapyindex, tmp_path: Path) -> None:
    ada = directory(therapyindex, tmp_path)
    down = Inside(therapyindex.data, {"ELASTICSEARCH_URL": "http://127.0.0.1:9"})
    said = down("optout", "add", ada, "--engine", "elasticsearch", code=1)
    assert "remembered and was applied on embedded, not on elasticsearch" in line(said)
    assert names(therapyindex) == {"Bo Tarn"}
    assert therapyindex.json("optout", "add", ada)["applied"][0]["documents"] == {}


def test_who_asks_while_a_publish_is_under_way_is_applied_by_it(therapyindex: Therapyindex, tmp_path: Path) -> None:
    ada = directory(therapyindex, tmp_path)
    store, search = StoreSettings(data=therapyindex.data), SearchSettings(index=therapyindex.data / "index")
    patience, optouts._PATIENCE = optouts._PATIENCE, 0.0
    told: list[optouts.Applied] = []

    def ask() -> None:
        told.extend(optouts.add(store, search, optouts.find(store, ada)).applied)

    try:
        with at_the_desk(store, search):
            asking = threading.Thread(target=ask)
            asking.start()
            asking.join()
            assert [one.state for one in told] == ["publishing"]
            assert names(therapyindex) == {"Ada Quill", "Bo Tarn"}
    finally:
        optouts._PATIENCE = patience
    assert names(therapyindex) == {"Bo Tarn"}


def test_what_an_opt_out_leaves_on_disk_is_no_trace_of_the_erased(therapyindex: Therapyindex, tmp_path: Path) -> None:
    run, people = therapyindex, ["ada-quill", "bo-tarn", "cy-vance", "di-marsh", "ed-oakes"]
    for number, slug in enumerate(people):
        profile(run, tmp_path, slug, slug.replace("-", " ").title(), phone=f"(503) 555-017{number}")
    ada, bo, cy, di, _ = (f"{DEN}/therapist/{slug}" for slug in people)
    run("optout", "add", ada, "--erase")
    with patch("search.engines.tantivy_writer.THREADS", 1):  # one segment: who is alone in one leaves no trace
        night(run)  # a version that she was never in
    run("optout", "add", bo)
    assert residue(run) > 0
    assert clean(run)
    with patch("flows.optouts._erased", side_effect=KeyboardInterrupt):  # killed: out of the index, on its disk
        run("optout", "add", cy, "--erase", code=130)
    assert run.json("optout", "verify", code=1)["places"][0]["examples"] == [f"{ON_DISK}: {residue(run)}"]
    run("optout", "add", cy, "--erase")
    run("optout", "add", di)
    assert residue(run) > 0
    assert clean(run)


def clean(run: Therapyindex) -> bool:
    """Whether `optout verify` finds nobody anywhere."""
    return bool(run("optout", "verify").stdout.endswith("nobody is left anywhere.\n"))


def residue(run: Therapyindex) -> int:
    """What may stand on disk of documents that left the live version of the embedded engine."""
    writer = open_writer(SearchSettings(index=run.data / "index"))
    live = writer.live()
    assert live
    return writer.residue(live)


def test_a_version_whose_run_is_gone_obeys_too(on_engine: Therapyindex, tmp_path: Path) -> None:
    directory(on_engine, tmp_path)
    for file in (on_engine.data / "runs").glob("*/manifest.json"):
        file.unlink()
    on_engine("optout", "add", f"{DEN}/therapist/ada-quill")  # a process of its own, as an operator starts it
    assert names(on_engine) == {"Bo Tarn"}


def test_nights_of_a_site(therapyindex: Therapyindex, tmp_path: Path) -> None:
    before, after = Site(4, 40, 0), Site(4, 40, 1)
    gone = [one["path"] for one in before.truth() if after.answer(one["path"]).status in (301, 410)]
    (renamed,) = [path for path in gone if after.answer(path).status == 301]
    (left,) = [path for path in gone if after.answer(path).status == 410]
    new = after.answer(renamed).location
    crawl = Therapyindex(therapyindex.data, therapyindex.env)  # a crawler is a process in any case
    with serve(seed=4, therapists=40) as base_url:
        crawl("crawl", "therapyden", "--base-url", base_url)
    therapyindex("normalize")
    first = {url: one for one in exported(therapyindex, tmp_path) for url in one["profile_urls"]}
    assert {f"{DEN}{renamed}", f"{DEN}{left}"} <= set(first)
    therapyindex("optout", "add", f"{DEN}{renamed}")
    with serve(seed=4, therapists=40, night=1) as base_url:
        crawled = crawl.json("crawl", "therapyden", "--base-url", base_url, "--full")
    assert crawled["summary"]["opted_out"] >= 1
    therapyindex("normalize")
    second = {url: one for one in exported(therapyindex, tmp_path) for url in one["profile_urls"]}
    assert {f"{DEN}{renamed}", f"{DEN}{new}"}.isdisjoint(second)
    assert f"{DEN}{left}" not in second
    assert len(second) >= len(first) - 2
    words = " ".join(one["text"] for one in exported(therapyindex, tmp_path, "statements"))
    truth = next(one for one in before.truth() if one["path"] == renamed)
    assert truth["statements"]
    assert not [text for text in truth["statements"].values() if text in words]
    # Back on their site, back in the records.
    with serve(seed=4, therapists=40) as base_url:
        crawl("crawl", "therapyden", "--base-url", base_url, "--full")
    therapyindex("normalize")
    third = {url: one for one in exported(therapyindex, tmp_path) for url in one["profile_urls"]}
    assert third[f"{DEN}{left}"]["id"] == first[f"{DEN}{left}"]["id"]
    assert f"{DEN}{renamed}" not in third
