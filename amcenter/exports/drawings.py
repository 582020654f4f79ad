"""Pictures of a plan with the names and the language of its readers."""

from dataclasses import fields, replace

from amcenter.exports.sheet import BuildLine, PlanSheet
from amcenter.messages import Message, text
from amcenter.shop.build_key import parse
from solver.plotting import Words, gantt_svg, plate_svg, platform_svg
from solver.schedule import Schedule


def platform(sheet: PlanSheet, line: BuildLine, language: str = "en") -> str:
    """Return the platform of a build with its numbered pieces and a legend, as SVG."""
    return plate_svg(sheet.problem, replace(line.build, key=line.number), _words(language))


def bare_platform(sheet: PlanSheet, line: BuildLine, language: str = "en") -> str:
    """Return the same without the legend, for pages that have their own."""
    return platform_svg(sheet.problem, replace(line.build, key=line.number), _words(language))


def gantt(sheet: PlanSheet, language: str = "en") -> str:
    """Return the machines over local time, as SVG."""
    number = {line.view.key: line.number for line in sheet.builds}
    builds = tuple(replace(line.build, key=line.number) for line in sheet.builds)
    fixed = tuple(
        replace(build, key=number.get(build.key, build.key)) for build in sheet.problem.fixed
    )
    return gantt_svg(
        replace(sheet.problem, fixed=fixed),
        Schedule(builds),
        origin=sheet.view.origin_at.astimezone(sheet.names.zone),
        words=_words(language),
        key_names={line.view.build_key: _key_name(line.view.build_key) for line in sheet.builds},
    )


def _key_name(build_key: str) -> str:
    """Return what a build is made for, in short: the parameter sets and a separate class."""
    key = parse(build_key)
    return " ".join([key.family, *([key.quality_class.value] if key.quality_class else [])])


def _words(language: str) -> Words:
    names = [field.name for field in fields(Words)]
    return Words(**{name: text(Message(f"drawing_{name}"), language) for name in names})
