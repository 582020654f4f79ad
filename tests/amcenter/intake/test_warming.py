"""Getting warm: no child may have to load or compile a kernel."""

import sys
from pathlib import Path

from numba.core.dispatcher import Dispatcher

from amcenter.intake.answers import Request
from amcenter.intake.tasks import TASKS
from amcenter.intake.warming import warm_up
from tests.amcenter.intake.meshes import SAMPLES


def kernels() -> dict[str, int]:
    """Return how many variants every kernel of ours has been compiled for, by its name."""
    modules = [module for name, module in sys.modules.items() if name.startswith("amcenter.intake")]
    return {
        f"{kernel.py_func.__module__}.{kernel.py_func.__name__}": len(kernel.signatures)
        for module in modules
        for kernel in vars(module).values()
        if isinstance(kernel, Dispatcher)
    }


def test_an_analysis_finds_every_kernel_warm(tmp_path: Path) -> None:
    warm_up()
    before = kernels()

    for path in (
        SAMPLES / "burner_swirler.stl",
        SAMPLES / "gyroid_core.stl",
        SAMPLES / "hostile" / "cavity.stl",
        SAMPLES / "hostile" / "open.stl",
    ):
        list(TASKS["analyse"](Request("analyse", path, path.name, {"pictures": True})))

    after = kernels()
    assert {name for name, variants in after.items() if variants > before.get(name, 0)} == set()
