"""Who asks the demo centre for what, and until when: the same for the same seed and day.

The patterns and their shares are those of a machine-building region: outages of power stations,
call-offs for sites abroad, crossings near schools before the school year, wind turbines,
prototypes, and spare parts that something waits for. All customers are fictional.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from amcenter.tables import QualityClass

REQUESTS = 60
DAY_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class DemoPart:
    """A sample part with how many of it are wanted and how."""

    file: str
    quantity: int
    material: str | None
    """None, as for the process: as the sample part is usually made."""
    process: str | None
    quality_class: QualityClass
    lead_s: int
    """Post-processing: heat treatment, machining, inspection, hold points."""


@dataclass(frozen=True, slots=True)
class DemoRequest:
    """A request with the dates that its pattern brings."""

    key: str
    """Stands in the project field; by it a second run recognises what is there already."""
    customer: str
    title: str
    need_by: date
    target_days: int | None
    """When the centre wants to be finished, if that is earlier than the customer's date."""
    priority: int
    parts: tuple[DemoPart, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """A part that a pattern asks for, and how many at once."""

    file: str
    quantities: range
    material: str | None = None
    process: str | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of demand."""

    key: str
    share: float
    titles: tuple[str, ...]
    customers: tuple[str, ...]
    families: tuple[Family, ...]
    due_days: range
    priority: int
    quality_class: QualityClass
    lead_days: range
    transit_days: tuple[int, ...] = (0,)
    """From shipping to the customer's site, papers included; one per customer, in turn."""


PATTERNS = (
    Pattern(
        key="outage",
        share=0.25,
        titles=("Ремонт насосов, весенний ППР", "Арматура 2-го контура, ППР", "ЗИП для ППР"),
        customers=("Ремонтная служба АЭС-1", "Ремонтная служба АЭС-2"),
        families=(
            Family("closed_impeller", range(1, 4)),
            Family("valve_body", range(1, 3)),
            Family("pipe_elbow", range(2, 6)),
            Family("labyrinth_ring", range(1, 4)),
            Family("labyrinth_ring", range(1, 3), "316l", "ded"),
            Family("debris_grid", range(2, 7)),
            Family("spacer_grid_segment", range(4, 9)),
        ),
        due_days=range(24, 38),
        priority=10,
        quality_class=QualityClass.NUCLEAR,
        lead_days=range(5, 10),
    ),
    Pattern(
        key="export",
        share=0.15,
        titles=("Отгрузочная партия, клеммные коробки", "Комплект форсунок и завихрителей"),
        customers=(
            "Площадка А (Беларусь)",
            "Площадка Б (Турция)",
            "Площадка В (Египет)",
            "Площадка Г (Индия)",
            "Площадка Д (Бангладеш)",
        ),
        families=(
            Family("terminal_box", range(2, 9)),
            Family("spray_nozzle", range(4, 13)),
            Family("burner_swirler", range(1, 4)),
            Family("guide_vane", range(6, 19)),
        ),
        due_days=range(18, 40),
        priority=5,
        quality_class=QualityClass.STANDARD,
        lead_days=range(3, 7),
        transit_days=(8, 23, 38, 43, 48),
    ),
    Pattern(
        key="school",
        share=0.20,
        titles=("Переходы у школ, очередь 1", "Переходы у школ, очередь 2", "Знаки и кронштейны"),
        customers=("Дирекция дорожной безопасности", "Городские переходы"),
        families=(
            Family("detector_housing", range(8, 21)),
            Family("signal_visor", range(4, 13)),
            Family("projector_bracket", range(8, 21)),
            Family("pole_clamp_half", range(8, 21)),
            Family("cable_gland_plate", range(20, 41)),
            Family("cable_gland_plate", range(4, 9), "asa", "mex"),
            Family("detector_housing", range(1, 4), "asa", "mex"),
        ),
        due_days=range(20, 24),
        priority=3,
        quality_class=QualityClass.STANDARD,
        lead_days=range(1, 4),
    ),
    Pattern(
        key="wind",
        share=0.10,
        titles=("Датчики гондолы, монтаж", "Крепления анемометров"),
        customers=("Ветропарк-Проект",),
        families=(
            Family("wind_sensor_mount", range(4, 9)),
            Family("load_bracket", range(2, 7)),
        ),
        due_days=range(20, 46),
        priority=2,
        quality_class=QualityClass.STANDARD,
        lead_days=range(2, 5),
    ),
    Pattern(
        key="prototype",
        share=0.20,
        titles=("Опытный образец", "Макет для испытаний", "Оснастка для захвата"),
        customers=("КБ насосов", "Учебный центр"),
        families=(
            Family("gripper_finger", range(1, 7)),
            Family("gyroid_core", range(1, 3)),
            Family("manifold_block", range(1, 2)),
            Family("load_bracket", range(1, 3)),
            Family("valve_body", range(1, 2), "resin-standard", "vpp"),
            Family("closed_impeller", range(1, 3), "resin-tough", "vpp"),
            Family("pipe_elbow", range(1, 4), "abs", "mex"),
        ),
        due_days=range(4, 12),
        priority=1,
        quality_class=QualityClass.PROTOTYPE,
        lead_days=range(1),
    ),
    Pattern(
        key="emergency",
        share=0.10,
        titles=("Аварийная замена шестерни", "Срочно: отвод трубопровода"),
        customers=("Служба главного механика",),
        families=(
            Family("spare_gear", range(1, 3)),
            Family("pipe_elbow", range(1, 2)),
        ),
        due_days=range(5, 11),
        priority=25,
        quality_class=QualityClass.STANDARD,
        lead_days=range(1, 3),
    ),
)


def customers() -> list[str]:
    """Return the names of all customers, each once."""
    return list(dict.fromkeys(name for pattern in PATTERNS for name in pattern.customers))


def demo_requests(today: date, *, count: int = REQUESTS, seed: int = 0) -> list[DemoRequest]:
    """Return the requests of a month in the order in which they came."""
    random = Random(seed)  # noqa: S311  (no secret)
    requests = [
        _request(random, pattern, f"DEMO-{pattern.key}-{number:02}", today, number)
        for pattern in PATTERNS
        for number in range(1, round(count * pattern.share) + 1)
    ]
    random.shuffle(requests)
    return requests


def _request(random: Random, pattern: Pattern, key: str, today: date, number: int) -> DemoRequest:
    due_days = random.choice(pattern.due_days)
    customer = random.randrange(len(pattern.customers))
    transit_days = pattern.transit_days[customer % len(pattern.transit_days)]
    return DemoRequest(
        key=key,
        customer=pattern.customers[customer],
        title=f"{random.choice(pattern.titles)} · {number}",
        need_by=today + timedelta(days=due_days + transit_days),
        target_days=due_days if transit_days else None,
        priority=pattern.priority,
        parts=tuple(_parts(random, pattern)),
    )


def _parts(random: Random, pattern: Pattern) -> Iterator[DemoPart]:
    families: Sequence[Family] = random.sample(
        pattern.families, k=min(len(pattern.families), random.choice((1, 1, 2)))
    )
    for family in families:
        yield DemoPart(
            file=family.file,
            quantity=random.choice(family.quantities),
            material=family.material,
            process=family.process,
            quality_class=pattern.quality_class,
            lead_s=random.choice(pattern.lead_days) * DAY_S,
        )
