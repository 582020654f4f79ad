"""The states of a build."""

from amcenter.moves import Moves, steps
from amcenter.tables import BuildStatus as Build

BUILD = Moves(
    "build",
    {
        "release": steps(Build.PLANNED, to=Build.RELEASED),
        "start": steps(Build.RELEASED, to=Build.RUNNING),
        "finish_building": steps(Build.RUNNING, to=Build.COOLING),
        "unload": steps(Build.COOLING, to=Build.UNLOADED),
        "complete": steps(Build.UNLOADED, to=Build.COMPLETED),
        "fail": steps(Build.RUNNING, Build.COOLING, Build.UNLOADED, to=Build.FAILED),
        "cancel": steps(Build.PLANNED, Build.RELEASED, to=Build.CANCELLED),
    },
)
