#!/usr/bin/env bash
# Builds the wheel and imports the three packages from it, away from the repository: an editable
# install and a test run from the root would both hide a file that the wheel lacks.
set -euo pipefail
target=$(mktemp -d)
trap 'rm -rf "$target"' EXIT
python=$PWD/.venv/bin/python

"$python" -m hatchling build --target wheel --directory "$target/dist" >/dev/null
"$python" -m pip --disable-pip-version-check --quiet install --no-deps --target "$target/site" "$target"/dist/*.whl
cd /
PYTHONPATH="$target/site" "$python" -P - "$target/site" <<'PYTHON'
import sys
from importlib.resources import files

import amcenter
import api
import solver

for package in (amcenter, api, solver):
    assert package.__file__.startswith(sys.argv[1]), package.__file__
for path in ("messages/ru/general.toml", "shop/catalogue.toml", "migrations/env.py"):
    assert (files("amcenter") / path).is_file(), f"the wheel lacks amcenter/{path}"
assert (files("api") / "web_dist/index.html").is_file(), "the wheel lacks the web pages"
PYTHON
PYTHONPATH="$target/site" "$python" -P -m amcenter.cli.main --help >/dev/null
echo "wheel: ok"
