"""``amcenter user ...``: people, from the machine itself."""

from typing import Annotated

import typer

from amcenter.accounts import invitations, users
from amcenter.cli.opened import opened_engine
from amcenter.cli.sentences import console, language
from amcenter.clock import now
from amcenter.config import read_settings
from amcenter.db import transaction
from amcenter.pages.words import Words
from amcenter.tables import Role

app = typer.Typer(no_args_is_help=True, help="People of the centre.")


@app.callback()
def people() -> None:
    """People of the centre."""


@app.command()
def create_admin(
    email: Annotated[str, typer.Argument(help="E-mail address to sign in with.")],
    name: Annotated[str, typer.Argument(help="Name.")],
) -> None:
    """Create an administrator and print the one-time link to set the password."""
    settings = read_settings()
    with opened_engine(settings) as engine, transaction(engine) as session:
        _, secret = users.create(
            session,
            None,
            email=email,
            name=name,
            role=Role.ADMIN,
            customer_id=None,
            language=language(),
            now=now(),
        )
    sentence = Words(language())("admin_created", link=invitations.link(settings, secret))
    console.print(sentence, markup=False, highlight=False, soft_wrap=True)
