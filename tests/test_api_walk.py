"""The walk of docs/api.md works as it is printed there."""

import os
import re
import subprocess
from pathlib import Path

from tests.serving import ROOT, serving

WALK = "\n".join(re.findall(r"```bash\n(.*?)```", (ROOT / "docs/api.md").read_text(), re.DOTALL))


def test_the_walk_runs_as_printed(database_url: str, tmp_path: Path) -> None:
    with serving(database_url, tmp_path) as server:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", WALK],
            env={**os.environ, "AMCENTER": server.url, "DATA": str(server.data_dir)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=600,
        )

    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    lines = done.stdout.splitlines()
    assert lines[-1] == "403"
    assert "published" in lines
    assert "3D/3dmodel.model" in done.stdout
