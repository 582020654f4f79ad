"""What is measured, and what is required of it."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from benchmarks.intake.parts import closed_parts, small_parts
from benchmarks.intake.running import Bench, Measured
from benchmarks.intake.solids import NESTED, TORI, torus_shadow_mm2, torus_volume_mm3
from benchmarks.intake.table import Line

Row = Callable[[Bench], Iterator[Line]]
PARTS_COPIED = 40


def faster(
    work: str, ours: Measured, peer: str, theirs: Measured | None, least: float, note: str = ""
) -> Line:
    """Compare CPU seconds; ours must be ``least`` times quicker."""
    mine = f"{_s(ours.cpu_s)}{note}"
    if theirs is None:
        return Line(work, mine, peer, "", "", f"≥ {least:g} ×", None)
    ratio = theirs.cpu_s / ours.cpu_s
    return Line(
        work, mine, peer, _s(theirs.cpu_s), f"{ratio:.1f} ×", f"≥ {least:g} ×", ratio >= least
    )


def within(work: str, value: float, most: float, unit: str = "s") -> Line:
    """Compare a value with what it may be."""
    return Line(work, f"{value:.3g} {unit}", "", "", "", f"≤ {most:g} {unit}", value <= most)


def near(work: str, error: float, most: float, peer: str, theirs: str = "") -> Line:
    """Compare a relative error with what it may be."""
    return Line(work, f"{error:.1e}", peer, theirs, "", f"≤ {most:g}", error <= most)


def binary(bench: Bench) -> Iterator[Line]:
    """Binary STL read and points joined."""
    for kind, path in (
        ("torus", bench.solids.torus(bench.large)),
        ("gyroid", bench.solids.gyroid(bench.large)),
    ):
        work = f"binary STL, read and weld, {kind} {bench.large}"
        ours = bench.ours("read", path)
        yield faster(work, ours, "trimesh", bench.theirs("trimesh_load", path), 8)
        yield faster(work, ours, "stl_reader", bench.theirs("stl_reader", path), 1)


def ascii_text(bench: Bench) -> Iterator[Line]:
    """ASCII STL, strict and exact to the last bit."""
    path = bench.solids.ascii_torus(bench.large)
    work = f"ASCII STL, strict, torus {bench.large}"
    ours = bench.ours("read_ascii", path)
    theirs = bench.theirs("numpy_stl_ascii", path)
    yield faster(work, ours, "trimesh", bench.theirs("trimesh_load", path), 6)
    yield faster(work, ours, "numpy-stl[fast]", theirs, 3)
    if theirs is not None:
        same = ours.values["sum"] == theirs.values["sum"]
        yield Line(
            f"{work}: bits", "same" if same else "differ", "numpy-stl[fast]", "", "", "same", same
        )


def volume(bench: Bench) -> Iterator[Line]:
    """Load, check, volume."""
    size = bench.large
    path, true = bench.solids.torus(size), torus_volume_mm3(*TORI[size])
    work = f"load, check, volume, torus {size}"
    ours = bench.ours("volume", path)
    peers = {
        "admesh": (bench.program("admesh", path, volume=r"Volume\s*:\s*([\d.]+)"), 1.5),
        "prusa-slicer --info": (
            bench.program("prusa-slicer", "--info", path, volume=r"volume = ([\d.]+)"),
            3.0,
        ),
        "pymeshlab": (bench.theirs("pymeshlab_volume", path), 3.0),
        "trimesh": (bench.theirs("trimesh_volume", path), 3.0),
    }
    for name, (theirs, least) in peers.items():
        yield faster(work, ours, name, theirs, least)
    errors = ", ".join(
        f"{name} {abs(theirs.number('volume_mm3') / true - 1):.0e}"
        for name, (theirs, _) in peers.items()
        if theirs is not None
    )
    error = abs(ours.number("volume_mm3") / true - 1)
    yield near(f"{work}: error of the volume", error, 1e-7, "closed form", errors)


def outline(bench: Bench) -> Iterator[Line]:
    """The exact outline with holes."""
    size = bench.large
    path = bench.solids.torus(size)
    work = f"exact outline with holes, torus {size}"
    ours, theirs = bench.ours("outline", path), bench.theirs("shapely_union", path, runs=1)
    yield faster(work, ours, "shapely union", theirs, 100)
    area = ours.number("area_mm2")
    error = abs(area / torus_shadow_mm2(TORI[size][0]) - 1)
    yield near(f"{work}: area", error, 1e-7, "closed form")
    parts = closed_parts()
    against = bench.answers("outlines_against_union", *parts)
    yield near(
        f"outline of {against.number('closed'):.0f} closed files along x, y and z",
        against.number("worst"),
        1e-7,
        "shapely union",
    )


def layers(bench: Bench) -> Iterator[Line]:
    """Area and contour of a thousand layers."""
    for kind in ("torus", "gyroid"):
        path = getattr(bench.solids, kind)(bench.large)
        work = f"area and contour of 1,000 layers, {kind} {bench.large}"
        ours = bench.ours("layers", path, 1000, 20)
        yield within(work, ours.cpu_s, 0.1)
        slices = bench.theirs("manifold_slices", path, 1000, 20, runs=1)
        cuts = bench.theirs("trimesh_sections", path, 1000, 20, runs=1)
        yield _per_plane(work, ours, "trimesh section_multiplane", cuts, 100)
        yield _per_plane(work, ours, "manifold slice", slices, 1)
        if slices is not None:
            mine, other = ours.numbers("area_mm2"), slices.numbers("area_mm2")
            worst = max(abs(a - b) for a, b in zip(mine, other, strict=True)) / max(other)
            yield near(f"{work}: areas", worst, 1e-9, "manifold slice")


def _per_plane(work: str, ours: Measured, peer: str, theirs: Measured | None, least: float) -> Line:
    if theirs is not None:
        planes = ours.number("planes") / theirs.number("planes")
        theirs = Measured(theirs.cpu_s * planes, theirs.peak_mb, theirs.values)
    return faster(work, ours, f"{peer} (50 planes × 20)", theirs, least)


def ranking(bench: Bench) -> Iterator[Line]:
    """Which way to stand."""
    folder = bench.peers.tweaker
    for kind in ("torus", "gyroid"):
        path = getattr(bench.solids, kind)(bench.large)
        theirs = None if folder is None else bench.theirs("tweaker", folder, path, runs=1)
        work = f"{kind} {bench.large}"
        ours = bench.ours("directions", path)
        yield faster(f"ranking 200 directions, {work}", ours, "Tweaker-3", theirs, 8)
        ours = bench.ours("standing", path)
        yield faster(f"ranking, and 14 directions measured, {work}", ours, "Tweaker-3", theirs, 8)
    if folder is None:
        yield Line("support of the best direction", "", "Tweaker-3", "", "", "≥ 95 %", None)
        return
    found = list(_no_more_support(bench, folder))
    share = sum(found) / len(found)
    yield Line(
        f"best direction of {len(found)} parts needs no more support (within 1 % of the part)",
        f"{share:.0%}",
        "Tweaker-3",
        "",
        "",
        "≥ 95 %",
        share >= 0.95,
    )


def _no_more_support(bench: Bench, folder: Path) -> Iterator[bool]:
    """Yield for each part whether our best direction needs no more support than theirs."""
    parts = small_parts()
    theirs = bench.theirs("tweaker", folder, *parts, runs=0)
    assert theirs is not None
    directions = bench.solids.folder / "tweaker.json"
    chosen = dict(zip(map(str, parts), theirs.values["up"], strict=True))
    directions.write_text(json.dumps(chosen))
    both = bench.answers("supports_against", directions)
    for path in parts:
        ours, other, part = both.numbers(str(path))
        if not ours <= other + 0.01 * part:
            print(f"{path.name}: support {ours:.0f} mm³ against {other:.0f}, part {part:.0f} mm³")
        yield ours <= other + 0.01 * part


def thickness(bench: Bench) -> Iterator[Line]:
    """Wall thickness over the whole surface."""
    for kind in ("torus", "gyroid"):
        path = getattr(bench.solids, kind)(bench.large)
        work = f"wall thickness, {kind} {bench.large}"
        ours = bench.ours("thickness", path)
        theirs = bench.theirs("embree_thickness", path, 20_000)
        yield faster(work, ours, "Embree, 20,000 rays", theirs, 3)
        if theirs is not None:
            mine, other = ours.numbers("percentiles_mm"), theirs.numbers("percentiles_mm")
            worst = max(abs(a / b - 1) for a, b in zip(mine, other, strict=True))
            told = ", ".join(f"{one:.3g}" for one in other)
            yield near(f"{work}: percentiles 5, 25, 50, 75", worst, 0.02, "Embree", f"{told} mm")


def threemf(bench: Bench) -> Iterator[Line]:
    """3MF."""
    path = bench.solids.torus_3mf(bench.large)
    work = f"3MF, torus {bench.large}"
    ours = bench.ours("read_3mf", path)
    yield within(work, ours.cpu_s, 0.5)
    yield faster(work, ours, "lib3mf", bench.theirs("lib3mf_read", path), 1)
    yield faster(work, ours, "trimesh", bench.theirs("trimesh_3mf", path), 6)
    nested = bench.solids.nested_3mf()
    mine, theirs = bench.ours("read_3mf", nested, runs=1), bench.theirs("trimesh_3mf", nested)
    count, wanted = mine.number("instances"), NESTED**3
    other = "" if theirs is None else f"{theirs.number('instances'):.0f}"
    right = count == wanted
    yield Line("3MF, nested 10 × 10 × 10", f"{count:.0f}", "trimesh", other, "", f"{wanted}", right)


def everything(bench: Bench) -> Iterator[Line]:
    """From the bytes to "analysed": document and pictures."""
    sizes = {"100k": 0.4, "1M": 2.0, "5M": 10.0} if bench.large == "1M" else {"100k": 0.4}
    for size, most in sizes.items():
        for kind in ("torus", "gyroid"):
            path = getattr(bench.solids, kind)(size)
            ours = bench.ours("everything", path, runs=3)
            work = f"everything, {kind} {size}"
            yield within(work, ours.cpu_s, most)
            if size == bench.large:
                theirs = bench.theirs("trimesh_everything", path, runs=1)
                yield faster(work, ours, "plain trimesh, doing less", theirs, 15)
                yield _memory(work, ours, theirs)


def _memory(work: str, ours: Measured, theirs: Measured | None) -> Line:
    mine, peer = f"{ours.peak_mb:.0f} MB", "plain trimesh, doing less"
    if theirs is None:
        return Line(f"{work}: memory", mine, peer, "", "", "≤ 1/10", None)
    share = ours.peak_mb / theirs.peak_mb
    other, ratio = f"{theirs.peak_mb:.0f} MB", f"1/{1 / share:.0f}"
    return Line(f"{work}: memory", mine, peer, other, ratio, "≤ 1/10", share <= 0.1)


def rigid(bench: Bench) -> Iterator[Line]:
    """Copies of a part that were turned, shifted, shuffled and rounded."""
    parts = [path for path in small_parts() if path.stat().st_size < 1_000_000][:PARTS_COPIED]
    copies = 400 // len(parts)
    ours = bench.answers("rigid_copies", copies, *parts)
    theirs = bench.theirs("identifier_hashes", copies, *parts, runs=0)
    wanted, same = ours.number("copies"), ours.number("same")
    other = "" if theirs is None else f"{theirs.number('same'):.0f}"
    work = f"rigid copies known again, {copies} of each of {len(parts)} parts"
    count = f"{same:.0f} of {wanted:.0f}"
    yield Line(work, count, "trimesh hash", other, "", f"{wanted:.0f}", same == wanted)
    mirrored, false = ours.number("mirrored"), ours.number("false")
    told = f"{mirrored:.0f} of 5"
    yield Line("mirror images of parts that wind one way", told, "", "", "", "5", mirrored == 5)
    yield Line(
        "pairs of different parts taken for one", f"{false:.0f}", "", "", "", "0", false == 0
    )


def sandbox(bench: Bench) -> Iterator[Line]:
    """What a process of its own costs, and the first analysis after a start."""
    found = bench.ours("sandbox", bench.solids.torus("1k"), runs=0)
    yield within(
        "what a process of its own costs, per part of 1k",
        1000 * found.number("overhead_s"),
        20,
        "ms",
    )
    starts = [bench.ours("first", bench.solids.torus("1k"), f"{n}", runs=0) for n in range(3)]
    yield within(
        "first analysis after start, compiled kernels kept, torus 1k",
        min(one.number("cpu_s") for one in starts),
        1.5,
    )


def _s(seconds: float) -> str:
    return f"{seconds:.3g} s" if seconds >= 0.1 else f"{1000 * seconds:.3g} ms"


ROWS: Mapping[str, Row] = {
    "binary": binary,
    "ascii": ascii_text,
    "volume": volume,
    "outline": outline,
    "layers": layers,
    "ranking": ranking,
    "thickness": thickness,
    "3mf": threemf,
    "everything": everything,
    "rigid": rigid,
    "sandbox": sandbox,
}
