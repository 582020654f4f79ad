"""The commands and their names."""

import typer

from amcenter.cli import data, server, users
from amcenter.cli.check import check
from amcenter.cli.demo import demo
from amcenter.cli.openapi import openapi
from amcenter.cli.plan import plan
from amcenter.cli.sentences import Sentences

app = typer.Typer(
    cls=Sentences,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="The scheduler of an additive manufacturing centre: parts in, build schedules out.",
)
app.command()(server.run)
app.command()(plan)
app.command()(check)
app.command()(demo)
app.command()(server.api)
app.command()(server.worker)
app.command()(data.backup)
app.command()(data.restore)
app.command()(data.upgrade)
app.command()(openapi)
app.add_typer(users.app, name="user")

if __name__ == "__main__":
    app()
