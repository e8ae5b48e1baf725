"""Commands for people who ask to be left out: optout add, import, list, remove, verify."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from therapyindex.console import print_json, progress_bar, say
from therapyindex.options import Data, Engine, Json

if TYPE_CHECKING:
    from flows.erase import Erased
    from flows.optouts import Applied, Found

Erase = Annotated[
    bool,
    typer.Option(
        "--erase", help="Also remove what is kept of them: archive, runs, exports below the data directory, index."
    ),
]

_TOO = "with the same phone, website or words and a part of the name"

KEY_HELP = 'A therapist\'s id (also a former one), the address of a profile or of their website, or "Name, ST".'


def register(app: typer.Typer) -> None:
    """Adds the commands, as a group of their own."""
    about = "Leave people out who ask for it, everywhere and for good."
    group = typer.Typer(name="optout", no_args_is_help=True, help=about)
    group.command(epilog='Example: therapyindex optout add "Ada Quill, OR" --reason "asked by mail"')(add)
    group.command("import", epilog="Example: therapyindex optout import asked.txt")(import_)
    group.command("list", epilog="Example: therapyindex optout list --json")(list_)
    group.command(epilog="Example: therapyindex optout remove t3fq2k7mxw5ab")(remove)
    group.command(epilog="Example: therapyindex optout verify")(verify)
    app.add_typer(group)


def add(
    key: Annotated[str, typer.Argument(metavar="KEY", help=KEY_HELP)],
    reason: Annotated[str | None, typer.Option(help="Why, for `optout list`: no names, please.")] = None,
    erase: Erase = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    engine: Engine = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Leave somebody out: remember all they are known by, and take them out of the live and kept versions at once."""
    from flows.optouts import add as leave_out
    from flows.optouts import find
    from therapyindex.settings import load_settings

    settings = load_settings(data=data, engine=engine)
    with progress_bar() as progress:
        found = find(settings.store, key, progress=progress)
    if not yes and sys.stdin.isatty() and sys.stdout.isatty() and not as_json:
        for line in _told(found):
            say(line)
        if not typer.confirm("Leave them out, and erase what is kept of them?" if erase else "Leave them out?"):
            say("nothing was changed.")
            raise typer.Exit(1)
    with progress_bar() as progress:
        added = leave_out(settings.store, settings.search, found, reason=reason, erase=erase, progress=progress)
    if as_json:
        print_json(added)
    else:
        whom = ", ".join(added.ids) or "nobody who is known yet"
        kinds = ", ".join(f"{count} {kind}" for kind, count in added.keys.items())
        say(f"left out: {whom} (entry {added.entry}; keys: {kinds})")
        if not added.ids:
            say(_remembered(found))
        if added.too:
            say(f"{_TOO}, left out too: {', '.join(added.too)}")
        if added.held_back:
            say(f"held back for their name and state: {', '.join(added.held_back)} (`release` in corrections.yaml)")
        _say_unread(added.unread)
        _say_applied(added.applied)
        _say_erased(added.erased)
    _check(added.applied, added.erased)


def import_(
    file: Annotated[Path, typer.Argument(help="One KEY a line, a reason behind a tab; or CSV with key,reason.")],
    erase: Erase = False,
    engine: Engine = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Leave out everybody whom a file names."""
    from flows.optouts import import_file
    from therapyindex.settings import load_settings

    settings = load_settings(data=data, engine=engine)
    with progress_bar() as progress:
        done = import_file(settings.store, settings.search, file, erase=erase, progress=progress)
    if as_json:
        print_json(done)
    else:
        say(f"left out: {len(done.entries):,} people, {done.unknown:,} keys of nobody who is known yet")
        _say_unread(done.unread)
        if done.entries:
            _say_applied(done.applied)
        _say_erased(done.erased)
    for row in done.bad:
        typer.echo(f"{file}, line {row.line}: {row.why}", err=True)
    _check(done.applied, done.erased)
    raise typer.Exit(1 if done.bad else 0)


def list_(data: Data = None, as_json: Json = False) -> None:
    """Show who asked to be left out: entries, never names, since only digests are kept."""
    from flows.optouts import listed
    from therapyindex.settings import load_settings

    found = listed(load_settings(data=data).store)
    if as_json:
        print_json(found)
        return
    for one in found:
        kinds = ", ".join(f"{count} {kind}" for kind, count in one.keys.items())
        erase = "erased" if one.erase else ""
        say(f"{one.entry}  {one.added_at:%Y-%m-%d %H:%M}  {erase:6}  keys: {kinds}  {one.reason or ''}".rstrip())
    if not found:
        say("nobody has asked to be left out.")


def remove(
    key: Annotated[str, typer.Argument(metavar="KEY", help=f"{KEY_HELP} Or an entry as `optout list` shows it.")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Take an opt-out back, with all keys of the person."""
    from flows.optouts import remove as take_back
    from therapyindex.settings import load_settings

    entry = take_back(load_settings(data=data).store, key)
    if as_json:
        print_json({"entry": entry})
    else:
        say(f"taken back: entry {entry}; the next normalize and publish show the person again")


def verify(engine: Engine = None, data: Data = None, as_json: Json = False) -> None:
    """Look everywhere, on both engines, for people who asked to be left out or erased; exit code 1 if any is found."""
    from flows.optouts import verify as look
    from therapyindex.settings import load_settings

    settings = load_settings(data=data, engine=engine)
    with progress_bar() as progress:
        verified = look(settings.store, settings.search, progress=progress)
    if as_json:
        print_json(verified)
    else:
        for line in verified.lines():
            say(line)
        say("nobody is left anywhere." if verified.clean else "not clean: see above.")
    raise typer.Exit(0 if verified.clean else 1)


def _told(found: "Found") -> list[str]:
    """Whom a KEY means, for the operator's eyes."""
    if found.person is None:
        return [_remembered(found)]
    lines = [f"{found.person.ids[0]}  {found.person.name or '(held back, or known from earlier)'}"]
    if len(found.person.ids) > 1:
        lines.append(f"  former ids: {', '.join(found.person.ids[1:])}")
    lines += [f"  {key.value}" for key in sorted(found.keys) if key.kind == "url"]
    if found.known:
        lines.append(f"  left out already: entry {', '.join(found.known)}")
    if found.others.too:
        lines.append(f"  {_TOO}, to be left out too: {', '.join(found.others.too)}")
    if found.others.namesakes:
        lines.append(f"  of the same name and state, to be held back: {', '.join(found.others.namesakes)}")
    return lines


def _remembered(found: "Found") -> str:
    if found.key.kind == "name":
        return "nobody of that name and state is known: whoever is met under it will be held back (`optout-suspect`)."
    return "nobody is known by that yet: it is remembered, and holds from the first time it is met."


def _say_unread(runs: Sequence[str]) -> None:
    for run in runs:
        say(f"run {run} is damaged, nobody was looked up in it: restore it and run this again, or `normalize` anew")


def _say_applied(applied: "Sequence[Applied]") -> None:
    from flows.optouts import NO_VERSION

    for line in [one.line for one in applied] or [NO_VERSION]:
        say(f"  {line}")


def _say_erased(erased: "Erased | None") -> None:
    for line in erased.lines() if erased else ():
        say(f"  {line}")


def _check(applied: "Sequence[Applied]", erased: "Erased | None") -> None:
    """Raises TherapyIndexError when an engine could not be brought in line, or something could not be erased."""
    from records.errors import TherapyIndexError

    failed = [one for one in applied if one.state == "failed"]
    if failed:
        done = ", ".join(one.engine for one in applied if one.state == "applied") or "no engine"
        why = "; ".join(f"{one.engine} ({one.error})" for one in failed)
        raise TherapyIndexError(
            f"the opt-out is remembered and was applied on {done}, not on {why}; when that is mended, run the same "
            "command again."
        )
    if erased:
        erased.check()
