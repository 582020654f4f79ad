"""Coverage-guided fuzzing of the readers: ``python -m benchmarks.fuzz_readers ply --minutes 30``.

A refusal or a mesh is right, whatever is sent; anything else is a find. The compiled kernels run as
plain Python here: their branches are seen, and an index out of range raises instead of reading what
lies behind. Memory and time are those of the child process, and STEP really runs in one, for its
reader is not ours and may crash. Finds and corpus are written to the folder given; what is worth
keeping goes to ``tests/corpus``. Needs ``pip install atheris``.
"""

import argparse
import os
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

ROOT = Path(__file__).parent.parent
KEPT = (ROOT / "sample_parts" / "hostile", ROOT / "tests" / "corpus")
SECONDS = 10
"""For one input of a few kilobytes, as plain Python."""
START_S = 300
"""For the first STEP, until the child's parent is warm."""
MEMORY_MB = 4096
MAX_SEED_BYTES = 4096
WORDS = {
    "stl-binary": "solid COLOR=",
    "stl-ascii": "solid endsolid facet normal outer loop vertex endloop endfacet nan inf e+ D+",
    "obj": "v f o g vn vt / // # \\ -1 0 e-",
    "off": "OFF COFF NOFF #",
    "ply": "ply format ascii binary_little_endian binary_big_endian 1.0 element vertex face list "
    "property uchar int float double x y z vertex_indices end_header 4294967295",
    "3mf": "<vertices> <vertex <triangles> <triangle <components> <component <object <item <!-- "
    "--> <![CDATA[ ]]> <!DOCTYPE xmlns= unit= objectid= transform= v1= v2= v3= x= y= z= &lt;",
    "step": "ISO-10303-21; HEADER; ENDSEC; DATA; CARTESIAN_POINT DIRECTION ADVANCED_FACE #1= $ *",
}
ENDINGS = {"stl-binary": "stl", "stl-ascii": "stl"}


def main() -> None:
    asked = _asked()
    os.environ["NUMBA_DISABLE_JIT"] = "1"  # read by numba when the kernels are first imported
    warnings.simplefilter("ignore")  # numpy tells of every wrap of a hash
    import atheris

    with atheris.instrument_imports(include=["amcenter.intake"]):
        once = _isolated() if asked.reader == "step" else _in_process(asked.reader)
    corpus = _seeded(asked.folder / asked.reader, asked.reader)
    atheris.Setup([sys.argv[0], *_options(asked), str(corpus)], once)
    atheris.Fuzz()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", choices=WORDS)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--folder", type=Path, default=Path("fuzz"))
    return parser.parse_args()


def _in_process(reader: str) -> Callable[[bytes], None]:
    from amcenter.errors import Refusal
    from amcenter.intake.formats import READERS, found_format
    from amcenter.intake.soup import checked

    path = Path(mkdtemp()) / "fuzzed"

    def once(data: bytes) -> None:
        path.write_bytes(_package(data) if reader == "3mf" and data[:2] != b"PK" else data)
        with suppress(Refusal):
            found_format(path, "fuzzed.stl")
        with suppress(Refusal):
            if data:  # refused before any reader sees it
                checked(READERS[reader](path))

    return once


def _isolated() -> Callable[[bytes], None]:
    from amcenter.errors import UnreadableFile
    from amcenter.intake.isolated import analyse_isolated
    from amcenter.intake.limits import Limits

    path, limits = Path(mkdtemp()) / "fuzzed.step", Limits(MEMORY_MB, SECONDS, 2.0 * SECONDS)
    os.environ.pop("NUMBA_DISABLE_JIT")  # the child shall be the one of the product

    def once(data: bytes) -> None:
        path.write_bytes(b"ISO-10303-21;" + data.removeprefix(b"ISO-10303-21;"))
        with suppress(UnreadableFile):
            analyse_isolated(path, path.name, None, limits)

    return once


def _package(model: bytes) -> bytes:
    from sample_parts.mesh_files import package

    return package(model)


def _seeded(corpus: Path, reader: str) -> Path:
    """Return the folder of the corpus, with the files that are kept for this reader in it."""
    corpus.mkdir(parents=True, exist_ok=True)
    for folder in KEPT:
        for path in folder.rglob(f"*.{ENDINGS.get(reader, reader)}"):
            if path.stat().st_size <= MAX_SEED_BYTES:
                (corpus / path.name).write_bytes(path.read_bytes())
    if reader == "3mf":
        from sample_parts.mesh_files import model

        (corpus / "model").write_text(model())
    return corpus


def _options(asked: argparse.Namespace) -> list[str]:
    words = asked.folder / f"{asked.reader}.words"
    escaped = [word.replace("\\", "\\\\") for word in WORDS[asked.reader].split()]
    words.write_text("".join(f'"{word}"\n' for word in escaped))
    return [
        f"-max_total_time={round(60 * asked.minutes)}",
        f"-max_len={MAX_SEED_BYTES}",
        f"-timeout={START_S if asked.reader == 'step' else 3 * SECONDS}",
        f"-rss_limit_mb={MEMORY_MB}",
        f"-artifact_prefix={asked.folder}/{asked.reader}-",
        f"-dict={words}",
        "-print_final_stats=1",
    ]


if __name__ == "__main__":
    main()
