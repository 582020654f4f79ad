"""What step 0004 stores for estimates; editing it later changes no centre that exists.

Shop values in roubles, all to be replaced by the centre's own (``verified`` is false in every row).
Where a published figure stands behind one, its page is named; foreign prices are converted at 90
roubles per US dollar and 100 per euro. Hours without a page are usual ones of the trade.
"""

from typing import Any

Row = dict[str, Any]

POSTPROCESSING = "https://additivemanufacturing.media/blog/post/postprocessing-steps-and-costs-for-metal-3d-printing"

PRICING: Row = {
    "currency": "RUB",
    "labour_per_h": 1500.0,
    "costs_for_engineers": True,
    "note": "Wages with charges and overhead of the workshop; a shop value.",
}


def _assumption(
    process: str,
    fill: float,
    failure: float,
    *,
    lost: float | None,
    fresh: float = 0.0,
    applies_to: str = "*",
    note: str = "",
    source_url: str | None = None,
) -> Row:
    """``lost`` None: what is not built does not return."""
    return {
        "process": process,
        "applies_to": applies_to,
        "typical_fill": fill,
        "failure_share": failure,
        "powder_returns": lost is not None,
        "lost_share": lost or 0.0,
        "fresh_share": fresh,
        "note": note,
        "source_url": source_url,
    }


OXYGEN = "Titanium takes up oxygen with every build: about 30 builds are the end of a lot."
REFRESH = "New powder that keeps a polymer bed usable; makers and users state 20 to 50 %."
ASSUMPTIONS: tuple[Row, ...] = (
    _assumption("pbf_lb_m", 0.7, 0.05, lost=0.01, note="Sieving and handling losses."),
    _assumption("pbf_lb_m", 0.7, 0.05, lost=0.03, applies_to="family:titanium", note=OXYGEN),
    _assumption("pbf_eb_m", 0.7, 0.07, lost=0.02),
    _assumption("pbf_lb_p", 0.7, 0.03, lost=0.0, fresh=0.5, note=REFRESH),
    _assumption("pbf_lb_p", 0.7, 0.03, lost=0.0, fresh=0.2, applies_to="tpu", note=REFRESH),
    _assumption("mjf", 0.7, 0.03, lost=0.0, fresh=0.2, note=REFRESH),
    _assumption("mjf", 0.7, 0.03, lost=0.0, fresh=0.3, applies_to="pa11", note=REFRESH),
    _assumption("ded", 0.05, 0.05, lost=None, note="A few pieces share a build; nothing returns."),
    _assumption("mex", 0.6, 0.05, lost=None),
    _assumption("vpp", 0.6, 0.03, lost=None),
    _assumption("batch_model", 0.7, 0.0, lost=None, note="As in the publications: nothing fails."),
)


def _step(
    process: str,
    position: int,
    key: str,
    name: str,
    name_ru: str,
    basis: str,
    *,
    work_h: float = 0.0,
    wait_h: float = 0.0,
    cost: float = 0.0,
    applies_to: str = "*",
    quality_class: str = "*",
    note: str = "",
    source_url: str | None = None,
) -> Row:
    return {
        "process": process,
        "position": position,
        "key": key,
        "name": name,
        "name_ru": name_ru,
        "basis": basis,
        "work_h": work_h,
        "wait_h": wait_h,
        "cost": cost,
        "applies_to": applies_to,
        "quality_class": quality_class,
        "note": note,
        "source_url": source_url,
    }


FURNACE = "US$ 500 to 600 for a furnace load, taken as three platforms; with ramps and cooling."


def _stress_relief(process: str, applies_to: str, wait_h: float, cost: float) -> Row:
    return _step(
        process,
        20,
        "stress_relief",
        "Stress relief on the platform",
        "Отжиг для снятия напряжений на платформе",
        "build",
        work_h=0.5,
        wait_h=wait_h,
        cost=cost,
        applies_to=applies_to,
        note=FURNACE,
        source_url=POSTPROCESSING,
    )


def _hip(applies_to: str) -> Row:
    return _step(
        "pbf_lb_m",
        60,
        "hip",
        "Hot isostatic pressing (outside)",
        "Горячее изостатическое прессование (у подрядчика)",
        "build",
        work_h=1.0,
        wait_h=240.0,
        cost=60_000.0,
        applies_to=applies_to,
        quality_class="N",
        note="Transport and queue take ten days.",
    )


CUT_NOTE = "Wire EDM of one platform costs about US$ 200: clamping and some 150 cm2 of cut."
LASER_METAL: tuple[Row, ...] = (
    _step(
        *("pbf_lb_m", 10, "powder_removal", "Powder removal", "Удаление порошка", "build"),
        work_h=1.0,
    ),
    _stress_relief("pbf_lb_m", "*", 12.0, 16_500.0),
    _stress_relief("pbf_lb_m", "family:steel", 10.0, 16_500.0),
    _stress_relief("pbf_lb_m", "family:titanium", 12.0, 33_000.0),
    _stress_relief("pbf_lb_m", "family:aluminium", 8.0, 9_000.0),
    _step(
        *(
            "pbf_lb_m",
            30,
            "clamping",
            "Clamping for the cut-off",
            "Закрепление для отрезки",
        ),
        "build",
        work_h=0.5,
        cost=4_000.0,
        note=CUT_NOTE,
        source_url=POSTPROCESSING,
    ),
    _step(
        *("pbf_lb_m", 31, "cut_off", "Cut-off by wire EDM", "Отрезка от платформы (ЭЭО)"),
        "cut_cm2",
        wait_h=6.0,
        cost=90.0,
        note=CUT_NOTE,
        source_url=POSTPROCESSING,
    ),
    _step(
        *("pbf_lb_m", 32, "resurfacing", "Resurfacing of the platform", "Восстановление платформы"),
        "build",
        work_h=0.5,
        wait_h=1.0,
        cost=3_000.0,
    ),
    _step(
        *("pbf_lb_m", 40, "support_removal", "Support removal", "Удаление поддержек"),
        "support_cm2",
        work_h=0.01,
        note="About half a minute per square centimetre, chisel and grinder.",
    ),
    _step(
        *("pbf_lb_m", 50, "blasting", "Blasting", "Абразивоструйная обработка", "piece"),
        work_h=0.15,
        cost=50.0,
    ),
    _hip("family:nickel"),
    _hip("family:titanium"),
    _step(
        *("pbf_lb_m", 65, "ageing", "Solution treatment and ageing", "Закалка и старение", "build"),
        work_h=0.5,
        wait_h=19.0,
        cost=20_000.0,
        applies_to="in718",
    ),
    _step(
        *("pbf_lb_m", 65, "ageing", "Solution treatment and ageing", "Закалка и старение", "build"),
        work_h=0.5,
        wait_h=8.0,
        cost=12_000.0,
        applies_to="17-4ph",
    ),
    _step(
        *("pbf_lb_m", 65, "ageing", "Ageing", "Старение", "build"),
        work_h=0.5,
        wait_h=8.0,
        cost=10_000.0,
        applies_to="ms1",
    ),
    _step(
        *("pbf_lb_m", 90, "inspection", "Visual inspection", "Визуальный контроль", "piece"),
        work_h=0.1,
    ),
    _step(
        *("pbf_lb_m", 90, "inspection", "Inspection: sizes, CT", "Контроль: размеры, КТ", "piece"),
        work_h=2.5,
        cost=6_000.0,
        quality_class="N",
        note="Measuring machine 0.5 to 2 h, tomography 1 to 4 h.",
    ),
)

OTHERS: tuple[Row, ...] = (
    _step(
        *("pbf_eb_m", 10, "powder_recovery", "Powder recovery blast", "Выбивка спёка", "build"),
        work_h=1.0,
        cost=2_000.0,
    ),
    _step(
        *("pbf_eb_m", 40, "support_removal", "Support removal", "Удаление поддержек"),
        "support_cm2",
        work_h=0.01,
    ),
    _step(
        *("pbf_eb_m", 90, "inspection", "Visual inspection", "Визуальный контроль", "piece"),
        work_h=0.1,
    ),
    _step(
        *("pbf_lb_p", 10, "breakout", "Breakout of the cake", "Извлечение из порошка", "build"),
        work_h=1.5,
    ),
    _step(
        *("pbf_lb_p", 50, "blasting", "Blasting", "Абразивоструйная обработка", "piece"),
        work_h=0.03,
        cost=5.0,
    ),
    _step(
        *("mjf", 10, "breakout", "Breakout of the cake", "Извлечение из порошка", "build"),
        work_h=1.0,
    ),
    _step(
        *("mjf", 50, "blasting", "Blasting", "Абразивоструйная обработка", "piece"),
        work_h=0.03,
        cost=5.0,
    ),
    _stress_relief("ded", "*", 14.0, 25_000.0),
    _step(
        *("ded", 30, "cut_off", "Cut-off from the base plate", "Отрезка от подложки", "cut_cm2"),
        wait_h=4.0,
        cost=60.0,
    ),
    _step(
        *("ded", 90, "inspection", "Visual inspection, sizes", "Контроль внешний и размеров"),
        "piece",
        work_h=0.5,
    ),
    _step(
        *("mex", 40, "support_removal", "Support removal", "Удаление поддержек", "support_cm2"),
        work_h=0.003,
    ),
    _step(
        *("mex", 90, "inspection", "Visual inspection", "Визуальный контроль", "piece"),
        work_h=0.05,
    ),
    _step(
        *("vpp", 10, "washing", "Washing", "Промывка", "build"),
        work_h=0.15,
        wait_h=0.3,
        cost=150.0,
    ),
    _step(
        *("vpp", 20, "curing", "UV curing", "Дополимеризация УФ-светом", "build"),
        work_h=0.1,
        wait_h=0.5,
        cost=20.0,
    ),
    _step(
        *("vpp", 40, "support_removal", "Support removal", "Удаление поддержек", "support_cm2"),
        work_h=0.005,
    ),
)

STEPS: tuple[Row, ...] = LASER_METAL + OTHERS
