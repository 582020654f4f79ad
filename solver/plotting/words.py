"""The words in the pictures; whoever draws for people of another language brings other ones."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    build: str = "Build"
    machine: str = "machine"
    pieces: str = "pieces"
    top_view: str = "From above"
    side_view: str = "From the front"
    keep_out: str = "keep-out"
    margin: str = "margin"
    schedule: str = "Schedule"
    builds: str = "builds"
    set_up: str = "set-up"
    building: str = "heating and building"
    cooling: str = "cooling"
    unloading: str = "unloading"
    closed: str = "nobody there"
    blocked: str = "maintenance"
    fixed: str = "fixed"
    late: str = "late"
    day: str = "day"
    hours: str = "h"


ENGLISH = Words()
