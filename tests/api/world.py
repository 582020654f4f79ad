"""One row of every kind, all of one customer, and calls with their addresses filled in."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from fastapi import FastAPI
from fastapi.routing import RouteContext
from sqlalchemy import Engine

from amcenter import db
from amcenter.accounts.principal import Principal
from amcenter.centre import Centre
from amcenter.ids import new_id
from amcenter.intake.document import AnalysisDocument, analyse_file, to_json
from amcenter.intake.files import StoredFile
from amcenter.tables import (
    AssumptionRow,
    BuildRow,
    BuildStatus,
    CalendarRow,
    ChangeoverRow,
    DesignRuleRow,
    EligibilityRow,
    FileRow,
    LockRow,
    MachineRow,
    MaintenanceRow,
    MaterialRow,
    ParameterSetRow,
    PartRow,
    PartStatus,
    PieceRow,
    PlacementRow,
    PlanEditRow,
    PlanRow,
    PostStepRow,
    QualityClass,
    RepairRow,
    RequestRow,
    RuleSeverity,
    SeparationRow,
    StepBasis,
    TaskKind,
    TaskRow,
    TokenRow,
)
from amcenter.tables.columns import Row
from api.access import routes_of
from api.openapi import describe
from tests.amcenter.shapes import box as box_of
from tests.amcenter.shapes import stl

START = datetime(2026, 3, 2, 2, tzinfo=UTC)
BOX = stl(box_of(30, 20, 10))
CONTENT = b"solid nothing\nendsolid nothing\n"


@dataclass
class World:
    """The ids of one row of every kind, by the names that addresses use."""

    ids: dict[str, str] = field(default_factory=dict)

    def address(self, template: str) -> str:
        """Return an address with the ids of this world; an unknown one leads nowhere."""
        names = {"code": "not_found", "name": "none.js", "address": "", **self.ids}
        address = template.replace(":path", "").format(**names)
        # the comparison asks with which plan
        return (
            f"{address}?base={self.ids['plan_id']}" if address.endswith("/comparison") else address
        )


def nowhere() -> World:
    """A world in which nothing exists."""
    names = (
        *("user_id", "customer_id", "token_id", "request_id", "part_id", "file_id", "serial"),
        *("plan_id", "lock_id", "edit_id", "build_id", "machine_id", "material_id", "set_id"),
        *("calendar_id", "changeover_id", "eligibility_id", "maintenance_id", "task_id"),
        "separation_id",
        "design_rule_id",
        *("assumption_id", "post_step_id"),
    )
    return World({name: str(new_id()) for name in names})


def populate(engine: Engine, centre: Centre, owner: Principal) -> World:
    """Store one row of every kind for the customer of ``owner``."""
    assert owner.customer_id is not None
    stored = centre.files.receive([CONTENT])
    calendar = CalendarRow(
        key="shift", name="Shift", shifts=[{"weekday": 0, "start": "08:00", "end": "20:00"}]
    )
    material = MaterialRow(
        key="ti64", name="Ti64", name_ru="ВТ6", family="titanium", density_g_cm3=4.43
    )
    machine = MachineRow(
        key="m1",
        name="M1",
        model="M400",
        process="pbf_lb_m",
        width_mm=250,
        depth_mm=250,
        height_mm=300,
        margin_mm=5,
        gap_mm=2,
        calendar_id=calendar.id,
    )
    parameters = ParameterSetRow(
        key="set",
        family="set",
        model="M400",
        material_id=material.id,
        layer_um=60,
        rates={
            "hatch_mm3_per_s": 5.0,
            "support_mm3_per_s": 7.5,
            "laser_on_share": 0.85,
            "contours": 1.0,
            "contour_mm_per_s": 600.0,
            "recoat_s": 11.0,
            "dwell_s": 0.0,
        },
        setup_s=1,
        unload_s=1,
    )
    request = RequestRow(
        number="R-1",
        customer_id=owner.customer_id,
        created_by=owner.user_id,
        title="Pump",
        need_by=date(2026, 6, 30),
    )
    file = _file(owner, stored, "деталь 1.stl")
    box = _file(owner, centre.files.receive([BOX]), "box.stl")
    document = centre.files.receive([to_json(box_document())])
    picture = centre.files.receive([b"a picture"])
    part = PartRow(
        request_id=request.id,
        number="P-1",
        name="box.stl",
        file_id=box.id,
        status=PartStatus.ANALYSED,
        document_sha256=document.sha256,
        thumbnail_sha256=picture.sha256,
        preview_sha256=picture.sha256,
        plate_preview_sha256=picture.sha256,
    )
    plan = PlanRow(number="PL-1", origin_at=START, seconds=10)
    build = _build(plan, machine, parameters)
    piece = PieceRow(part_id=part.id, serial="P-1-001", build_id=build.id)
    rows: list[list[Row]] = [
        [calendar, material, request, file, box, plan],
        [machine, parameters, part, TokenRow(user_id=owner.user_id, name="x", secret_sha256="x")],
        [
            build,
            LockRow(plan_id=plan.id, pieces=[piece.serial]),
            PlanEditRow(plan_id=plan.id, number=1, wish={"kind": "lock"}, before={}),
        ],
        [
            RepairRow(
                request_id=request.id,
                part_id=part.id,
                source_file_id=box.id,
                source_sha256=box.sha256,
                unit="mm",
            ),
            SeparationRow(
                request_id=request.id,
                part_id=part.id,
                source_file_id=box.id,
                source_sha256=box.sha256,
                unit="mm",
                decided_by=owner.user_id,
            ),
        ],
        [piece, ChangeoverRow(group="default", before="ti64", after="ti64", work_s=1)],
        [
            PlacementRow(
                build_id=build.id,
                piece_id=piece.id,
                orientation=box_document().orientations[0].key,
                x_um=0,
                y_um=0,
                z_um=0,
                angle_mdeg=0,
            ),
            EligibilityRow(
                quality_class=QualityClass.NUCLEAR, material_id=material.id, machine_id=machine.id
            ),
            AssumptionRow(
                process="pbf_lb_m",
                applies_to="ti64",
                typical_fill=0.5,
                failure_share=0.1,
                powder_returns=True,
            ),
            PostStepRow(
                key="polishing",
                name="Polishing",
                name_ru="Полирование",
                process="pbf_lb_m",
                position=70,
                basis=StepBasis.PIECE,
            ),
            MaintenanceRow(
                machine_id=machine.id, start_at=START, end_at=START + timedelta(1), reason="x"
            ),
            DesignRuleRow(
                number="PBF-LB/M-01",
                process="pbf_lb_m",
                measure="thin_wall",
                severity=RuleSeverity.ERROR,
                limit=0.4,
            ),
            TaskRow(kind=TaskKind.PLAN, subject_id=plan.id, owner="x"),
        ],
    ]
    with db.transaction(engine) as session:
        for together in rows:
            session.add_all(together)
            session.flush()
    return World(_named(rows, owner, piece.serial) | {"file_id": str(file.id)})


@cache
def box_document() -> AnalysisDocument:
    with NamedTemporaryFile(suffix=".stl") as file:
        file.write(BOX)
        file.flush()
        return analyse_file(Path(file.name), "box.stl", "mm")


def _file(owner: Principal, stored: StoredFile, name: str) -> FileRow:
    return FileRow(
        sha256=stored.sha256,
        size_bytes=stored.size,
        name=name,
        customer_id=owner.customer_id,
        owner_id=owner.user_id,
    )


def _build(plan: PlanRow, machine: MachineRow, parameters: ParameterSetRow) -> BuildRow:
    end = START + timedelta(hours=10)
    return BuildRow(
        number="B-1",
        plan_id=plan.id,
        key="b1",
        machine_id=machine.id,
        parameter_set_id=parameters.id,
        build_key="ti64",
        status=BuildStatus.PLANNED,
        start_at=START,
        print_start_at=START,
        print_end_at=end,
        cool_end_at=end,
        end_at=end,
        height_um=1000,
        layers=17,
        utilisation=0.5,
        powder_g=100.0,
    )


def _named(rows: list[list[Row]], owner: Principal, serial: str) -> dict[str, str]:
    ids = {f"{row.__tablename__}_id": str(row.id) for together in rows for row in together}
    ids["set_id"] = ids["parameter_set_id"]
    return ids | {
        "serial": serial,
        "user_id": str(owner.user_id),
        "customer_id": str(owner.customer_id),
    }


@dataclass(frozen=True)
class Call:
    """A route as a client sees it, with a complete example of its body."""

    method: str
    template: str
    route: RouteContext
    body: Any
    takes_file: bool

    @property
    def name(self) -> str:
        return f"{self.method} {self.template}"

    def options(self) -> dict[str, Any]:
        """Return what a call sends besides its address and who it is from."""
        if self.takes_file:
            headers = {"Content-Type": "application/octet-stream", "If-Match": '"1"'}
            return {"content": CONTENT, "headers": headers, "params": {"name": "a.stl"}}
        options: dict[str, Any] = {"headers": {"If-Match": '"1"'}}
        if self.body is not None:
            options["json"] = self.body
        return options


def calls_of(app: FastAPI) -> list[Call]:
    """Return a call of every route."""
    document = describe(app)
    return [
        _call(document, route, method)
        for route in routes_of(app)
        for method in sorted(route.methods or ())
    ]


def _call(document: dict[str, Any], route: RouteContext, method: str) -> Call:
    operation = document["paths"].get(route.path, {}).get(method.lower(), {})
    content = operation.get("requestBody", {}).get("content", {})
    body = None
    if "application/json" in content:
        schema = content["application/json"]["schema"]
        # of several kinds of body the first one stands for all
        schema = schema.get("oneOf", [schema])[0]
        name = schema["$ref"].rpartition("/")[2]
        (body,) = document["components"]["schemas"][name]["examples"]
    assert route.path is not None
    return Call(method, route.path, route, body, "application/octet-stream" in content)
