"""npm with the Node that the build uses: ``python scripts/npm.py run types``."""

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from hatch_build import npm  # noqa: E402

npm(ROOT / "web", *sys.argv[1:])
