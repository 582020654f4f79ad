"""Other programs: installed beside this project, never into its environment."""

import os
import resource
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".bench"
PACKAGES = (
    "trimesh[easy]",
    "numpy-stl[fast]",
    "stl-reader",
    "pymeshlab",
    "lib3mf",
    "embreex",
    "manifold3d",
    "shapely",
    "scipy",
    "rtree",
)
PROGRAMS = ("admesh", "prusa-slicer")
TWEAKER = "https://github.com/ChristophSchranz/Tweaker-3"
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True)
class Peers:
    """The Python of the peers, the folder of Tweaker-3 and which programs there are."""

    python: Path
    tweaker: Path | None
    missing: tuple[str, ...]


def installed() -> Peers:
    """Install what is missing, as far as it can be had, and return what there is."""
    python = FOLDER / "venv/bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", FOLDER / "venv"], check=True)
    missing = [one for one in PACKAGES if not _pip(python, one)]
    missing += [one for one in PROGRAMS if not _program(one)]
    tweaker = _tweaker()
    return Peers(python, tweaker, (*missing, *([] if tweaker else ["Tweaker-3"])))


def _pip(python: Path, package: str) -> bool:
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package]
    return subprocess.run(command, capture_output=True).returncode == 0


def _program(name: str) -> bool:
    """Return whether a program is there; on Debian, root installs it."""
    if shutil.which(name) is None and os.geteuid() == 0 and shutil.which("apt-get"):
        silent = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "--yes", "--no-install-recommends", name]
        for command in (["apt-get", "update"], install):
            subprocess.run(command, capture_output=True, env=silent)
    return shutil.which(name) is not None


def _tweaker() -> Path | None:
    """Return the folder of Tweaker-3, which no registry has: from ``TWEAKER_DIR`` or by git."""
    given = os.environ.get("TWEAKER_DIR")
    folder = Path(given) if given else FOLDER / "Tweaker-3"
    if not folder.exists():
        subprocess.run(["git", "clone", "--depth", "1", TWEAKER, folder], capture_output=True)
    return folder if (folder / "MeshTweaker.py").exists() else None


def program_cpu_s(command: list[str], runs: int) -> tuple[float, str]:
    """Return the least CPU seconds of a program, its children too, and what it wrote last."""
    spent, text = [], ""
    for _ in range(runs):
        before = _children_s()
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        spent.append(_children_s() - before)
        text = done.stdout
    return min(spent), text


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def versions(peers: Peers) -> list[str]:
    """Return names and versions of everything that was compared with."""
    names = [name.partition("[")[0] for name in PACKAGES if name not in peers.missing]
    script = "import sys, importlib.metadata as m; print(*(m.version(n) for n in sys.argv[1:]))"
    done = subprocess.run([peers.python, "-c", script, *names], capture_output=True, text=True)
    found = [f"{name} {number}" for name, number in zip(names, done.stdout.split(), strict=True)]
    for name in PROGRAMS:
        if name not in peers.missing:
            query = ["dpkg-query", "--showformat=${Version}", "--show", name]
            found.append(f"{name} {subprocess.run(query, capture_output=True, text=True).stdout}")
    return [*found, f"ours with numba {version('numba')}, numpy {version('numpy')}"]
