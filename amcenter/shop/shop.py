"""The whole centre at one moment, and what planning asks about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session

from amcenter.rows import snapshot
from amcenter.shop.build_key import BuildKey
from amcenter.shop.catalogue import Catalogue
from amcenter.shop.changeovers import FAMILY
from amcenter.shop.spans import Span, merged
from amcenter.tables import (
    CalendarRow,
    ChangeoverRow,
    DesignRuleRow,
    EligibilityRow,
    MachineRow,
    MachineStatus,
    MaintenanceRow,
    MaterialRow,
    ParameterSetRow,
    QualityClass,
)
from amcenter.tables.columns import Row

RowT = TypeVar("RowT", bound=Row)


@dataclass(frozen=True)
class Shop:
    """Copies of all rows that describe the centre, in a stable order; nobody changes them."""

    machines: tuple[MachineRow, ...]
    parameter_sets: tuple[ParameterSetRow, ...]
    materials: tuple[MaterialRow, ...]
    calendars: tuple[CalendarRow, ...]
    changeovers: tuple[ChangeoverRow, ...]
    eligibilities: tuple[EligibilityRow, ...] = ()
    maintenance: tuple[MaintenanceRow, ...] = ()
    design_rules: tuple[DesignRuleRow, ...] = ()

    @cached_property
    def machine(self) -> Mapping[UUID, MachineRow]:
        return _by_id(self.machines)

    @cached_property
    def parameter_set(self) -> Mapping[UUID, ParameterSetRow]:
        return _by_id(self.parameter_sets)

    @cached_property
    def material(self) -> Mapping[UUID, MaterialRow]:
        return _by_id(self.materials)

    @cached_property
    def calendar(self) -> Mapping[UUID, CalendarRow]:
        return _by_id(self.calendars)

    @cached_property
    def _families(self) -> Mapping[str, str]:
        return {material.key: FAMILY + material.family for material in self.materials}

    @cached_property
    def _work_s(self) -> Mapping[tuple[str, str, str], int]:
        return {(row.group, row.before, row.after): row.work_s for row in self.changeovers}

    @cached_property
    def _rules(self) -> frozenset[tuple[str, UUID, UUID]]:
        return frozenset(
            (rule.quality_class, rule.material_id, rule.machine_id) for rule in self.eligibilities
        )

    @cached_property
    def _ruled_classes(self) -> frozenset[str]:
        return frozenset(rule.quality_class for rule in self.eligibilities)

    def calendar_of(self, machine: MachineRow) -> CalendarRow:
        return self.calendar[machine.calendar_id]

    def blocked(self, machine: MachineRow) -> tuple[Span, ...]:
        """Return the maintenance of a machine: spans in order, none touching."""
        rows = (row for row in self.maintenance if row.machine_id == machine.id)
        return merged((row.start_at, row.end_at) for row in rows)

    def sets_for(self, machine: MachineRow, material_id: UUID) -> tuple[ParameterSetRow, ...]:
        """Return the sets with which a machine builds a material, by key.

        A set to which no chain of allowed changeovers leads from the loaded one is not among them.
        """
        if (machine.model, material_id) not in self._built:
            return ()
        if machine.id not in self._reachable:
            self._reachable[machine.id] = self._search(machine)
        return tuple(row for row in self._reachable[machine.id] if row.material_id == material_id)

    def eligible(self, machine: MachineRow, material_id: UUID, quality_class: QualityClass) -> bool:
        """Return whether a machine may and can build a material for parts of a quality class."""
        ruled = quality_class in self._ruled_classes
        return (
            machine.status is MachineStatus.AVAILABLE
            and bool(self.sets_for(machine, material_id))
            and (not ruled or (quality_class, material_id, machine.id) in self._rules)
        )

    def changeover_s(
        self, machine: MachineRow, before: BuildKey | None, after: BuildKey
    ) -> int | None:
        """Return the attended work between builds of two keys; None where it is forbidden.

        Quality class and customer need no work. Of the rows of the table the most exact one counts:
        that of the two materials, of a material and a family, of the two families.
        """
        if before is None:
            return 0
        if (before.material, before.family) == (after.material, after.family):
            return 0
        return self._table_s(machine.changeover_group, before.material, after.material)

    def _table_s(self, group: str, before: str, after: str) -> int | None:
        family_before, family_after = self._families[before], self._families[after]
        for pair in (
            (before, after),
            (before, family_after),
            (family_before, after),
            (family_before, family_after),
        ):
            if (group, *pair) in self._work_s:
                return self._work_s[(group, *pair)]
        return None

    @cached_property
    def _built(self) -> frozenset[tuple[str, UUID]]:
        """Return which model builds which material at all."""
        return frozenset((row.model, row.material_id) for row in self.parameter_sets)

    @cached_property
    def _reachable(self) -> dict[UUID, tuple[ParameterSetRow, ...]]:
        """Return the searches that were made so far: most questions concern few machines."""
        return {}

    def _search(self, machine: MachineRow) -> tuple[ParameterSetRow, ...]:
        """Return the sets to which a machine can come from the loaded one; from none: all."""
        unseen = {row.id: row for row in self.parameter_sets if row.model == machine.model}
        if machine.loaded_set_id is None:
            return tuple(sorted(unseen.values(), key=_key))
        found: list[ParameterSetRow] = []
        edge = [unseen.pop(machine.loaded_set_id)]
        while edge:
            found += edge
            edge = [
                row
                for row in unseen.values()
                if any(self._leads(machine, known, row) for known in edge)
            ]
            for row in edge:
                del unseen[row.id]
        return tuple(sorted(found, key=_key))

    def _leads(self, machine: MachineRow, known: ParameterSetRow, row: ParameterSetRow) -> bool:
        before, after = self.material[known.material_id].key, self.material[row.material_id].key
        if (before, known.family) == (after, row.family):
            return True
        return self._table_s(machine.changeover_group, before, after) is not None


def _key(row: ParameterSetRow) -> str:
    return row.key


def _by_id(rows: Sequence[RowT]) -> Mapping[UUID, RowT]:
    return {row.id: row for row in rows}


def shop_from(catalogue: Catalogue) -> Shop:
    """Return the centre that a catalogue describes."""
    return Shop(
        machines=catalogue.machines,
        parameter_sets=catalogue.parameter_sets,
        materials=catalogue.materials,
        calendars=catalogue.calendars,
        changeovers=catalogue.changeovers,
        eligibilities=catalogue.eligibilities,
        design_rules=catalogue.design_rules,
    )


def load_shop(session: Session) -> Shop:
    """Return the centre as the database knows it; the snapshot outlives the session."""
    return Shop(
        machines=snapshot(session, MachineRow),
        parameter_sets=snapshot(session, ParameterSetRow),
        materials=snapshot(session, MaterialRow),
        calendars=snapshot(session, CalendarRow),
        changeovers=snapshot(session, ChangeoverRow),
        eligibilities=snapshot(session, EligibilityRow),
        maintenance=snapshot(session, MaintenanceRow),
        design_rules=snapshot(session, DesignRuleRow),
    )
