"""From the entries of a catalogue file to checked rows; names become ids."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import TypeVar
from uuid import UUID

from amcenter.errors import BadInput
from amcenter.processes import check_rates
from amcenter.shop.calendars import check_calendar
from amcenter.shop.catalogue_file import CatalogueFile, Figures, MachineEntry, ModelEntry, SetEntry
from amcenter.shop.changeovers import check_changeover
from amcenter.shop.design_rules import check_design_rule
from amcenter.shop.machines import check_machine, process_named
from amcenter.shop.materials import check_material
from amcenter.shop.parameter_set_values import TIMES, check_parameter_set
from amcenter.tables import (
    CalendarRow,
    ChangeoverRow,
    DesignRuleRow,
    EligibilityRow,
    MachineRow,
    MaterialRow,
    ParameterSetRow,
)

ValueT = TypeVar("ValueT")


@dataclass(frozen=True)
class CatalogueRows:
    """The rows of a file, each kind made when it is first asked for."""

    file: CatalogueFile
    name: str
    """Of the file, for people who have to mend it."""

    @cached_property
    def calendars(self) -> Mapping[str, CalendarRow]:
        rows = {}
        for entry in self.file.calendars:
            shifts = [
                {"weekday": day, "start": shift.start, "end": shift.end}
                for shift in entry.shifts
                for day in shift.days
            ]
            row = CalendarRow(**entry.model_dump(exclude={"shifts"}), shifts=shifts)
            check_calendar(row)
            rows[row.key] = row
        return rows

    @cached_property
    def materials(self) -> Mapping[str, MaterialRow]:
        rows = {entry.key: MaterialRow(**entry.model_dump()) for entry in self.file.materials}
        for row in rows.values():
            check_material(row)
        return rows

    @cached_property
    def models(self) -> Mapping[str, ModelEntry]:
        return {entry.name: entry for entry in self.file.models}

    @cached_property
    def parameter_sets(self) -> Mapping[str, ParameterSetRow]:
        return {
            entry.key: self._parameter_set(model, entry)
            for model in self.models.values()
            for entry in model.sets
        }

    def _parameter_set(self, model: ModelEntry, entry: SetEntry) -> ParameterSetRow:
        groups = [self._figures(group, entry.key) for group in entry.figures]
        values = {name: value for group in groups for name, value in group.values.items()}
        if missing := {"setup_s", "unload_s"} - values.keys():
            names = ", ".join(sorted(missing))
            raise BadInput("times_missing", key=entry.key, names=names)
        row = ParameterSetRow(
            **entry.model_dump(exclude={"figures", "material"}),
            model=model.name,
            material_id=self._known(self.materials, entry.material, "material", entry.key).id,
            rates={name: value for name, value in values.items() if name not in TIMES},
            setup_s=ceil(values["setup_s"]),
            heat_s=ceil(values.get("heat_s", 0)),
            cool_s=ceil(values.get("cool_s", 0)),
            cool_share=values.get("cool_share", 0.0),
            unload_s=ceil(values["unload_s"]),
            after_s=ceil(values.get("after_s", 0)),
            source_url=next((group.source_url for group in groups if group.source_url), None),
            verified=all(group.verified for group in groups),
        )
        check_parameter_set(row)
        check_rates(process_named(model.process), row.rates, key=row.key)
        return row

    def _figures(self, group: str | Figures, inside: str) -> Figures:
        if isinstance(group, Figures):
            return group
        return self._known(self.file.figures, group, "figures", inside)

    @cached_property
    def machines(self) -> Mapping[str, MachineRow]:
        return {entry.key: self._machine(entry) for entry in self.file.machines}

    def _machine(self, entry: MachineEntry) -> MachineRow:
        model = self._known(self.models, entry.model, "model", entry.key)
        process = process_named(model.process)
        row = MachineRow(
            **entry.model_dump(exclude={"calendar", "loaded_set"}),
            **model.model_dump(exclude={"name", "margin_mm", "gap_mm", "density_limit", "sets"}),
            margin_mm=process.margin_mm if model.margin_mm is None else model.margin_mm,
            gap_mm=process.gap_mm if model.gap_mm is None else model.gap_mm,
            density_limit=model.density_limit or process.density_limit,
            calendar_id=self._known(self.calendars, entry.calendar, "calendar", entry.key).id,
            loaded_set_id=self._loaded(entry, model),
        )
        check_machine(row)
        return row

    def _loaded(self, entry: MachineEntry, model: ModelEntry) -> UUID | None:
        if entry.loaded_set is None:
            return None
        own = {key: row for key, row in self.parameter_sets.items() if row.model == model.name}
        return self._known(own, entry.loaded_set, "parameter set", entry.key).id

    @cached_property
    def changeovers(self) -> tuple[ChangeoverRow, ...]:
        # the same pair may be stated twice, the later one counts (a file over the shipped one)
        rows = {
            (entry.group, before, after): entry.work_s
            for entry in self.file.changeovers
            for before, after in entry.pairs
        }
        return tuple(self._changeover(*pair, work_s) for pair, work_s in rows.items())

    def _changeover(self, group: str, before: str, after: str, work_s: int) -> ChangeoverRow:
        row = ChangeoverRow(group=group, before=before, after=after, work_s=work_s)
        check_changeover(row, list(self.materials.values()))
        return row

    @cached_property
    def design_rules(self) -> tuple[DesignRuleRow, ...]:
        # the same rule may be stated twice, the later one counts (a file over the shipped one)
        rows: dict[tuple[str, str, str], DesignRuleRow] = {}
        for group in self.file.design_rules:
            for entry in group.rules:
                row = DesignRuleRow(process=group.process, **entry.model_dump())
                rows[(row.process, row.material, row.number)] = row
        for row in rows.values():
            check_design_rule(row, list(self.materials.values()), rows.values())
        return tuple(rows.values())

    @cached_property
    def eligibilities(self) -> tuple[EligibilityRow, ...]:
        return tuple(self._eligibilities())

    def _eligibilities(self) -> Iterator[EligibilityRow]:
        for entry in self.file.eligibility:
            rule = f"eligibility {entry.quality_class}"
            for material in entry.materials:
                for machine in entry.machines:
                    yield EligibilityRow(
                        quality_class=entry.quality_class,
                        material_id=self._known(self.materials, material, "material", rule).id,
                        machine_id=self._known(self.machines, machine, "machine", rule).id,
                    )

    def _known(self, rows: Mapping[str, ValueT], key: str, what: str, inside: str) -> ValueT:
        if key not in rows:
            raise BadInput("catalogue_unknown", file=self.name, what=what, key=key, inside=inside)
        return rows[key]
