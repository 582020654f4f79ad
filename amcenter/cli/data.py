"""``amcenter backup``, ``restore`` and ``upgrade``."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from amcenter.backup import back_up
from amcenter.backup import restore as restore_archive
from amcenter.cli.opened import opened_engine
from amcenter.cli.sentences import FOUND, console, language
from amcenter.config import read_settings
from amcenter.pages.words import Words


def backup(
    archive: Annotated[Path, typer.Argument(help="File to write; it must not exist yet.")],
) -> None:
    """Save the database and all files of the centre, while it works on."""
    saved = back_up(read_settings(), archive)
    words = Words(language())
    megabytes = words.number(saved.contents.size_bytes / 1e6, 1)
    _say(words("backup_done", path=str(archive), files=len(saved.contents.files), size=megabytes))
    if saved.missing:
        _say(words("backup_missing", count=len(saved.missing)))
        raise typer.Exit(FOUND)


def restore(archive: Annotated[Path, typer.Argument(help="What backup wrote.")]) -> None:
    """Fill an empty centre from an archive."""
    settings = read_settings()
    contents = restore_archive(settings, archive)
    words = Words(language())
    when = contents.manifest.made_at
    _say(words("restore_done", place=str(settings.data_dir), when=when))


def upgrade() -> None:
    """Bring the database to the newest schema, for fleets that do not do it at every start."""
    settings = read_settings()
    with opened_engine(replace(settings, auto_migrate=True)) as engine:
        place = engine.url.render_as_string(hide_password=True)
    _say(Words(language())("upgrade_done", place=place))


def _say(sentence: str) -> None:
    console.print(sentence, markup=False, highlight=False, soft_wrap=True)
