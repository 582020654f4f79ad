"""A schedule as a picture: one lane per machine, from left to right in time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from solver.builds import ScheduledBuild
from solver.machines import Interval, Machine
from solver.plotting.svg import ALARM, FAINT, INK, colour, document, element, text, tooltip
from solver.plotting.ticks import DAY_S, HOUR_S, clock_ticks, plain_ticks, step_s
from solver.plotting.words import ENGLISH, Words
from solver.problem import Problem
from solver.schedule import Schedule, ready_s

_WIDTH, _LEFT, _RIGHT = 1200, 150, 20
_TOP, _LANE, _BAR, _FOOT = 40, 46, 30, 64
_TICK_WIDTH = 90
_ROW = 20
_LETTER = 6.2
"""About the width of a letter of the labels."""
_PHASES = {"set_up": 0.45, "building": 1.0, "cooling": 0.65, "unloading": 0.45}
"""How strongly a phase shows the colour of its build key."""


@dataclass(frozen=True, slots=True)
class _Axis:
    start_s: int
    end_s: int

    def x(self, at_s: int) -> float:
        share = (at_s - self.start_s) / (self.end_s - self.start_s)
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)

    def span(self, begin_s: int, end_s: int) -> dict[str, float]:
        left, right = self.x(max(begin_s, self.start_s)), self.x(min(end_s, self.end_s))
        return {"x": left, "width": max(0.0, right - left)}


def gantt_svg(
    problem: Problem,
    schedule: Schedule,
    *,
    origin: datetime | None = None,
    words: Words = ENGLISH,
    key_names: Mapping[str, str] | None = None,
) -> str:
    """Return the schedule as a picture.

    ``origin`` is the aware moment of time zero: the axis then shows its zone's clock, else days and
    hours from the moment of planning on. ``key_names`` are what the legend calls the build keys.
    """
    axis = _axis(schedule)
    bottom = _TOP + _LANE * len(problem.machines)
    fills = {key: colour(index) for index, key in enumerate(_build_keys(problem))}
    body = [element("defs", _hatch())]
    for row, machine in enumerate(problem.machines):
        body += _lane(machine, axis, _TOP + _LANE * row, words)
    body += _time_axis(axis, bottom, origin, words)
    for row, machine in enumerate(problem.machines):
        for build in schedule.on(machine.key):
            bar = _Bar(problem, build, axis, _TOP + _LANE * row + (_LANE - _BAR) / 2, words)
            body += bar.lines(fills[build.build_key])
    names = key_names or {}
    labelled = {names.get(key, key): fill for key, fill in fills.items()}
    legend, rows = _legend(labelled, bottom + 20, words)
    body += legend
    late = sum(_late_s(problem, build) > 0 for build in schedule.builds)
    facts = f"{len(schedule.builds)} {words.builds}, {late} {words.late}"
    return document(words.schedule, facts, _WIDTH, bottom + _FOOT + _ROW * (rows - 1), body)


def _axis(schedule: Schedule) -> _Axis:
    start_s = min([0, *(build.start_s for build in schedule.builds)])
    end_s = max([HOUR_S, *(build.end_s for build in schedule.builds)])
    return _Axis(start_s, end_s + (end_s - start_s) // 50)


def _build_keys(problem: Problem) -> list[str]:
    planned = [piece.build_key for piece in problem.pieces]
    return sorted({*planned, *(build.build_key for build in problem.fixed)})


def _late_s(problem: Problem, build: ScheduledBuild) -> int:
    """Return how long after its due date the latest piece of a build is finished; at least 0."""
    pieces = (problem.piece[key] for key in build.pieces)
    ready = ready_s(problem, build)
    return max(
        (ready + piece.lead_s - piece.due_s for piece in pieces if piece.due_s is not None),
        default=0,
    )


def _hatch() -> str:
    line = element("path", d="M0 6L6 0", stroke=FAINT, stroke_width=1)
    return element("pattern", line, id="hatch", width=6, height=6, patternUnits="userSpaceOnUse")


def _lane(machine: Machine, axis: _Axis, top: float, words: Words) -> Iterator[str]:
    whole = {"y": top, "height": float(_LANE)}
    for gap in _closed(machine.attended, axis):
        span = axis.span(gap.start_s, gap.end_s)
        yield element("rect", tooltip(words.closed), **span, **whole, fill="#e8ebef")
    for block in machine.blocked:
        if block.start_s < axis.end_s and axis.start_s < block.end_s:
            span = axis.span(block.start_s, block.end_s)
            yield element("rect", tooltip(words.blocked), **span, **whole, fill="url(#hatch)")
    below = top + _LANE
    yield element("line", x1=0, x2=_WIDTH, y1=below, y2=below, stroke="#d5dae0")
    name = machine.key if len(machine.key) <= 20 else machine.key[:19] + "…"
    yield text(name, 10, top + _LANE / 2, 13, dominant_baseline="central", font_weight="600")


def _closed(attended: Iterable[Interval], axis: _Axis) -> Iterator[Interval]:
    begin_s = axis.start_s
    for shift in attended:
        if begin_s < min(shift.start_s, axis.end_s):
            yield Interval(begin_s, min(shift.start_s, axis.end_s))
        begin_s = max(begin_s, shift.end_s)
    if begin_s < axis.end_s:
        yield Interval(begin_s, axis.end_s)


def _time_axis(axis: _Axis, bottom: float, origin: datetime | None, words: Words) -> Iterator[str]:
    step = step_s(axis.end_s - axis.start_s, (_WIDTH - _LEFT - _RIGHT) // _TICK_WIDTH)
    ticks = (
        plain_ticks(axis.start_s, axis.end_s, step, words)
        if origin is None
        else clock_ticks(axis.start_s, axis.end_s, step, origin)
    )
    for tick in ticks:
        x = axis.x(tick.at_s)
        stroke = FAINT if tick.begins_day else "#d5dae0"
        yield element("line", x1=x, x2=x, y1=_TOP - 6, y2=bottom, stroke=stroke)
        weight = "600" if tick.begins_day else "400"
        yield text(tick.label, x, _TOP - 12, 12, text_anchor="middle", font_weight=weight)
    if origin is not None:
        yield text(
            f"{origin:%Y-%m-%d %H:%M} =",
            axis.x(0) - 6,
            _TOP - 12,
            12,
            text_anchor="end",
            fill=FAINT,
        )
    now = axis.x(0)
    yield element("line", x1=now, x2=now, y1=_TOP - 6, y2=bottom, stroke=INK, stroke_width=1.5)


@dataclass(frozen=True, slots=True)
class _Bar:
    """A build in its lane."""

    problem: Problem
    build: ScheduledBuild
    axis: _Axis
    top: float
    words: Words

    def lines(self, fill: str) -> Iterator[str]:
        late_s = _late_s(self.problem, self.build)
        span = self.axis.span(self.build.start_s, self.build.end_s)
        yield element(
            "g",
            tooltip(self._facts(late_s)),
            *self._phases(fill),
            element(
                "rect",
                **span,
                **self._height(),
                fill="none",
                stroke=ALARM if late_s > 0 else INK,
                stroke_width=2.5 if late_s > 0 else 1,
                stroke_dasharray="5 3" if self._is_fixed() else "none",
            ),
            *self._label(span, late_s),
            class_="build late" if late_s > 0 else "build",
        )

    def _height(self) -> dict[str, float]:
        return {"y": self.top, "height": float(_BAR)}

    def _is_fixed(self) -> bool:
        return any(build.key == self.build.key for build in self.problem.fixed)

    def _phases(self, fill: str) -> Iterator[str]:
        build = self.build
        moments = (
            build.start_s,
            build.print_start_s,
            build.print_end_s,
            build.cool_end_s,
            build.end_s,
        )
        yield element(
            "rect", **self.axis.span(moments[0], moments[-1]), **self._height(), fill="white"
        )
        for begin_s, end_s, strength in zip(moments, moments[1:], _PHASES.values(), strict=False):
            span = self.axis.span(begin_s, end_s)
            yield element("rect", **span, **self._height(), fill=fill, fill_opacity=strength)

    def _label(self, span: dict[str, float], late_s: int) -> Iterator[str]:
        room = int((span["width"] - 8) / _LETTER)
        mark = f"! +{_duration(late_s, self.words)} " if late_s > 0 else ""
        label = f"{mark}{self.build.key} · {len(self.build.pieces)}"
        if room >= 4:
            shown = label if len(label) <= room else label[: room - 1] + "…"
            yield text(shown, span["x"] + 4, self.top + _BAR / 2, 11, dominant_baseline="central")
        elif late_s > 0:
            middle = span["x"] + span["width"] / 2
            yield text("!", middle, self.top - 2, 11, text_anchor="middle", font_weight="700")

    def _facts(self, late_s: int) -> str:
        build, words = self.build, self.words
        lines = [
            f"{words.build} {build.key} · {build.build_key} · {len(build.pieces)} {words.pieces}",
            f"{words.set_up} {_duration(build.print_start_s - build.start_s, words)}",
            f"{words.building} {_duration(build.print_end_s - build.print_start_s, words)}",
            f"{words.cooling} {_duration(build.cool_end_s - build.print_end_s, words)}",
            f"{words.unloading} {_duration(build.end_s - build.cool_end_s, words)}",
        ]
        lines += [words.fixed] if self._is_fixed() else []
        lines += [f"{words.late} {_duration(late_s, words)}"] if late_s > 0 else []
        return "\n".join(lines)


def _duration(seconds: int, words: Words) -> str:
    hours = round(seconds / HOUR_S, 1)
    return f"{hours:g} {words.hours}" if hours < 48 else f"{seconds / DAY_S:.1f} {words.day}"


def _legend(fills: Mapping[str, str], top: float, words: Words) -> tuple[list[str], int]:
    """Return the legend and how many rows the build keys take in it."""
    lines, rows, x = [], 1, 10.0
    for key, fill in fills.items():
        width = 40 + 7 * len(key)
        if x > 10 and x + width > _WIDTH:
            rows, x = rows + 1, 10.0
        y = top + _ROW * (rows - 1)
        lines.append(element("rect", x=x, y=y, width=14, height=14, fill=fill))
        lines.append(text(key, x + 20, y + 11, 12))
        x += width
    return [*lines, *_legend_of_phases(top + _ROW * (rows - 1), words)], rows


def _legend_of_phases(top: float, words: Words) -> Iterator[str]:
    x = 10.0
    phases = [("#56b4e9", strength, getattr(words, name)) for name, strength in _PHASES.items()]
    others = [("#e8ebef", 1.0, words.closed), ("url(#hatch)", 1.0, words.blocked)]
    for fill, strength, label in [*phases, *others]:
        style: dict[str, str | float] = {"fill": fill, "fill_opacity": strength, "stroke": FAINT}
        yield element("rect", x=x, y=top + 22, width=14, height=14, **style)
        yield text(label, x + 20, top + 33, 12)
        x += 40 + 7 * len(label)
    yield element(
        "rect", x=x, y=top + 22, width=14, height=14, fill="none", stroke=ALARM, stroke_width=2.5
    )
    yield text(words.late, x + 20, top + 33, 12)
