"""Catalogues: machine models with what belongs to them, and a centre made of such machines."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from amcenter.errors import BadInput
from amcenter.shop.catalogue_file import CatalogueFile, ModelEntry
from amcenter.shop.catalogue_rows import CatalogueRows
from amcenter.tables import (
    CalendarRow,
    ChangeoverRow,
    DesignRuleRow,
    EligibilityRow,
    MachineRow,
    MaterialRow,
    ParameterSetRow,
)

SHIPPED = "catalogue.toml"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Checked rows that no database knows."""

    models: tuple[ModelEntry, ...]
    calendars: tuple[CalendarRow, ...]
    materials: tuple[MaterialRow, ...]
    parameter_sets: tuple[ParameterSetRow, ...]
    machines: tuple[MachineRow, ...]
    changeovers: tuple[ChangeoverRow, ...]
    eligibilities: tuple[EligibilityRow, ...]
    design_rules: tuple[DesignRuleRow, ...]


def shipped() -> Catalogue:
    """Return the catalogue of amcenter, in new rows; its machines are the demo centre."""
    return _catalogue(shipped_file(), SHIPPED)


def read_catalogue(path: Path) -> Catalogue:
    """Return the machines and definitions of a file; BadInput says what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadInput("catalogue_unreadable", file=str(path)) from None
    file = parse(text, name=path.name)
    return _catalogue(file.over(shipped_file()) if file.extends else file, path.name)


@cache
def shipped_file() -> CatalogueFile:
    text = (files("amcenter.shop") / SHIPPED).read_text(encoding="utf-8")
    return parse(text, name=SHIPPED)


def parse(text: str, *, name: str) -> CatalogueFile:
    """Return the entries of a catalogue; ``name`` is that of its file."""
    try:
        return CatalogueFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadInput("catalogue_syntax", file=name, detail=str(error)) from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "-"
        raise BadInput("catalogue_entry", file=name, where=where, detail=first["msg"]) from None


def _catalogue(file: CatalogueFile, name: str) -> Catalogue:
    rows = CatalogueRows(file, name)
    return Catalogue(
        models=tuple(rows.models.values()),
        calendars=tuple(rows.calendars.values()),
        materials=tuple(rows.materials.values()),
        parameter_sets=tuple(rows.parameter_sets.values()),
        machines=tuple(rows.machines.values()),
        changeovers=rows.changeovers,
        eligibilities=rows.eligibilities,
        design_rules=rows.design_rules,
    )
