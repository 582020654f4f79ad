"""``amcenter run``, ``api`` and ``worker``: serving a centre."""

import os
import subprocess
import sys
from dataclasses import replace
from typing import Annotated, NoReturn

import typer

from amcenter import serve
from amcenter.cli.opened import opened_engine
from amcenter.cli.sentences import console, language
from amcenter.config import Settings, read_settings
from amcenter.demo.first_start import begin_demo, wants_demo
from amcenter.pages.words import Words
from amcenter.work import bound


def run(
    host: Annotated[str | None, typer.Option(help="Address to listen at.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port.")] = None,
    demo: Annotated[
        bool, typer.Option(help="Fill an empty centre with demo data at its first start.")
    ] = True,
) -> None:
    """Serve a centre on this machine: API, background work and database in one."""
    settings = with_address(read_settings(), host, port)
    serve.require_free_port(settings)
    if demo:
        _fill_if_empty(settings)
    serve.serve(settings, say=_say)


def api() -> None:
    """Serve the API only: one of several such processes around a shared database."""
    _become("api")


def worker() -> None:
    """Do background work only: one of several such processes around a shared database."""
    _become("amcenter.worker")


def with_address(settings: Settings, host: str | None, port: int | None) -> Settings:
    """Return the settings with another address; a public one that was set stays as it is."""
    usual = f"http://{settings.host}:{settings.port}"
    chosen = replace(settings, host=host or settings.host, port=port or settings.port)
    if settings.public_url != usual:
        return chosen
    return replace(chosen, public_url=f"http://{chosen.host}:{chosen.port}")


def _fill_if_empty(settings: Settings) -> None:
    """Have another process fill an empty centre while this one serves it already.

    It ends with this one; what it has not finished, the next start goes on with.
    """
    with opened_engine(settings) as engine:
        if not wants_demo(engine, settings):
            return
        begin_demo(settings)
    _say(Words(language())("demo_begun"))
    subprocess.Popen(  # noqa: S603  (a program of ours)
        bound.command((sys.executable, "-m", "amcenter.demo")),
        env={**os.environ, **serve.as_environment(settings)},
        start_new_session=True,  # Ctrl-C is for the supervisor
    )


def _say(sentence: str) -> None:
    console.print(sentence, markup=False, highlight=False, soft_wrap=True)


def _become(module: str) -> NoReturn:
    """Go on as another program of ours, so that signals reach it directly."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", module])  # noqa: S606  (no shell is wanted)
