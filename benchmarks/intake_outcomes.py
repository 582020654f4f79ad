"""What becomes of every file there is, sent to a real server: ``make bench-outcomes``.

Starts a whole centre (supervisor, API, worker) on a fresh database, sends each file of the hostile
set, the sample parts and the public meshes as an engineer would, without saying its unit, waits for
its analysis and writes the table of docs/intake.md.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx2

from amcenter.db import make_engine
from amcenter.migrate import upgrade
from tests.serving import ROOT, serving
from tests.test_intake_over_http import engineer_token

DATA = Path(os.environ.get("AMCENTER_DATA", ROOT.parent / "shared/data"))
SETS = {
    "sample_parts": ROOT / "sample_parts",
    "sample_parts/doubtful": ROOT / "sample_parts/doubtful",
    "sample_parts/hostile": ROOT / "sample_parts/hostile",
    "public meshes": DATA / "meshes",
    "real parts": DATA / "real_parts",
    "LUZEDI": DATA / "luzedi/stl",
}
NO_PARTS = {".toml", ".py", ".json", ".md", ".txt"}
PAGE = ROOT / "docs/intake.md"
BEGIN, END = "<!-- outcomes: begin -->", "<!-- outcomes: end -->"
PATIENCE_S = 180.0
SETTLED = {"analysed", "needs_unit", "unreadable"}


@dataclass(frozen=True)
class Outcome:
    """What became of a file: ``status`` None if its analysis did not end."""

    name: str
    status: str | None
    codes: tuple[str, ...]
    seconds: float
    """On the clock, from the first byte sent to the answer seen."""
    server_errors: int


class Sender:
    """An engineer with an open request."""

    def __init__(self, client: httpx2.Client) -> None:
        self._client = client
        self._errors = 0
        wanted = {"title": "Everything there is", "need_by": "2030-01-01"}
        self._request = self._answer("POST", "/api/requests", json=wanted)["id"]

    def outcome(self, path: Path) -> Outcome:
        """Send a file and wait until its analysis has ended."""
        before, begin = self._errors, time.perf_counter()
        part = self._answer(
            "POST",
            f"/api/requests/{self._request}/parts",
            params={"name": path.name},
            content=path.read_bytes(),
            headers={"Content-Type": "application/octet-stream"},
        )
        while "id" in part and part["status"] not in SETTLED:
            if time.perf_counter() - begin > PATIENCE_S:
                return Outcome(path.name, None, (), PATIENCE_S, self._errors - before)
            time.sleep(0.05)
            part = self._answer("GET", f"/api/parts/{part['id']}")
        seconds = time.perf_counter() - begin
        status = str(part.get("status", "not accepted"))
        return Outcome(path.name, status, tuple(_codes(part)), seconds, self._errors - before)

    def _answer(self, method: str, url: str, **how: object) -> dict[str, object]:
        answer = self._client.request(method, url, **how)  # type: ignore[arg-type]
        self._errors += answer.status_code >= 500
        body = answer.json()
        assert isinstance(body, dict)
        return body


def _codes(part: dict[str, object]) -> Iterator[str]:
    """Yield the code of the refusal, then those of the findings, each once."""
    error, findings = part.get("error"), part.get("findings")
    seen: list[str] = []
    for one in [error, *(findings if isinstance(findings, list) else [])]:
        if isinstance(one, dict) and one["code"] not in seen:
            seen.append(str(one["code"]))
    yield from seen


def outcomes(server_url: str, token: str) -> Iterator[tuple[str, list[Outcome]]]:
    """Yield each set with what became of its files."""
    headers = {"Authorization": f"Bearer {token}"}
    with httpx2.Client(base_url=server_url, headers=headers, timeout=120) as client:
        sender = Sender(client)
        for name, folder in SETS.items():
            files = sorted(folder.iterdir()) if folder.is_dir() else []
            parts = [path for path in files if path.is_file() and path.suffix not in NO_PARTS]
            found = []
            for path in parts:
                found.append(sender.outcome(path))
                print(name, found[-1], file=sys.stderr)
            if found:
                yield name, found


def summary(name: str, found: Sequence[Outcome]) -> str:
    """Return the row of a set."""
    analysed = [one for one in found if one.status == "analysed"]
    slowest = max(found, key=lambda one: one.seconds)
    cells = (
        name,
        len(found),
        sum(not one.codes for one in analysed),
        sum(bool(one.codes) for one in analysed),
        sum(one.status == "needs_unit" for one in found),
        sum(one.status == "unreadable" for one in found),
        sum(one.server_errors for one in found),
        sum(one.status is None for one in found),
        f"{slowest.seconds:.1f} s ({slowest.name})",
    )
    return "| " + " | ".join(map(str, cells)) + " |\n"


HEAD = (
    "| set | files | analysed | with findings | unit asked | refused | server errors | hangs "
    "| slowest |\n|---|---|---|---|---|---|---|---|---|\n"
)


def page(found: Sequence[tuple[str, list[Outcome]]]) -> str:
    """Return both tables: of the sets, and of all files."""
    text = HEAD + "".join(summary(name, files) for name, files in found)
    for name, files in found:
        text += f"\n### {name}\n\n| file | outcome | says |\n|---|---|---|\n"
        for one in files:
            file = one.name.replace("|", "\\|")
            text += f"| `{file}` | {one.status or 'hangs'} | {', '.join(one.codes)} |\n"
    return text


def main() -> None:
    """Send everything and write the tables into the page."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/centre.db"
        engine = make_engine(database)
        upgrade(engine)
        with serving(database, Path(folder)) as server:
            found = list(outcomes(server.url, engineer_token(engine)))
    text = page(found)
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")
    print("".join([HEAD, *(summary(name, files) for name, files in found)]))


if __name__ == "__main__":
    main()
