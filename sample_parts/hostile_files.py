"""Files that a program may choke on, and what must be said about each of them.

``refused`` is the code of the refusal; ``findings`` are those of a file that can be read.
"""

from pathlib import Path

from sample_parts import hostile_others, hostile_packages, hostile_stl
from sample_parts.hostile_answer import Hostile


def all_files() -> list[Hostile]:
    """Return every hostile file."""
    return [
        *hostile_stl.binary_files(),
        *hostile_stl.text_files(),
        *hostile_stl.odd_frames(),
        *hostile_stl.odd_shapes(),
        *hostile_packages.threemf_files(),
        *hostile_others.other_content(),
        *hostile_others.obj_files(),
        *hostile_others.ply_files(),
        *hostile_others.off_files(),
        *hostile_others.step_files(),
    ]


def write_all(folder: Path) -> None:
    """Write the files and ``hostile.toml``, which says what each of them must get."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["# What each file must get; made by `python -m sample_parts.generate`."]
    for file in all_files():
        (folder / file.name).write_bytes(file.data)
        lines += ["", f'["{file.name}"]', f'why = "{file.why}"']
        if file.refused:
            lines.append(f'refused = "{file.refused}"')
        else:
            codes = ", ".join(f'"{code}"' for code in file.findings)
            lines.append(f"findings = [{codes}]")
    (folder / "hostile.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
