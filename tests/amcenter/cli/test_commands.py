import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from amcenter.cli.sentences import language
from amcenter.cli.server import with_address
from amcenter.config import read_settings
from tests.amcenter.cli.conftest import Run


def test_without_a_command_there_is_help(run: Run) -> None:
    assert "plan" in run("--help").stdout


def test_a_path_that_is_not_there_is_one_sentence(run: Run, tmp_path: Path) -> None:
    done = run("plan", tmp_path / "nothing.stl", "--out", tmp_path / "out")

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"There is no file or folder {tmp_path / 'nothing.stl'}.\n"


def test_a_folder_in_the_place_of_a_file_is_one_sentence(run: Run, tmp_path: Path) -> None:
    done = run("check", tmp_path)

    assert (done.exit_code, done.stderr) == (2, f"{tmp_path}: Is a directory.\n")


def test_a_wrong_setting_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMCENTER_PORT", "eighty")

    done = run("run")

    assert done.exit_code == 2
    assert done.stderr == "AMCENTER_PORT must be a whole number, not eighty.\n"


def test_a_database_is_upgraded_although_starts_do_not(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AMCENTER_AUTO_MIGRATE", "0")

    done = run("upgrade")

    place = f"sqlite:///{tmp_path / 'data' / 'amcenter.db'}"
    assert (done.exit_code, done.stdout) == (0, f"The database {place} has the newest schema.\n")
    assert run("upgrade").exit_code == 0


def test_refusals_speak_the_language_of_the_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")

    assert run("plan", "нет.stl", "--out", "x").stderr == "Нет файла или папки нет.stl.\n"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "ru"}, "ru"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_environment(
    environment: dict[str, str], expected: str
) -> None:
    assert language(environment) == expected


def test_the_first_administrator_gets_a_link_once(run: Run) -> None:
    first = run("user", "create-admin", "anna@example.org", "Anna")
    second = run("user", "create-admin", "Anna@example.org", "Anna")

    assert first.exit_code == 0
    assert "http://127.0.0.1:8000/invitation#" in first.stdout
    assert (second.exit_code, second.stderr) == (
        2,
        "There is already a user with the address anna@example.org.\n",
    )


def test_a_backup_restores_into_an_empty_centre_only(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("user", "create-admin", "anna@example.org", "Anna")
    saved = run("backup", tmp_path / "centre.tar")
    refused = run("restore", tmp_path / "centre.tar")
    monkeypatch.setenv("AMCENTER_DATA_DIR", str(tmp_path / "other"))
    restored = run("restore", tmp_path / "centre.tar")

    assert (saved.exit_code, refused.exit_code, restored.exit_code) == (0, 2, 0)
    assert "verified" in saved.stdout
    again = run("user", "create-admin", "anna@example.org", "Anna")
    assert "already a user" in again.stderr


def test_another_port_is_in_the_address_that_people_are_told() -> None:
    usual, proxied = (
        read_settings({}),
        read_settings({"AMCENTER_PUBLIC_URL": "https://plan.example.org"}),
    )

    assert with_address(usual, None, 9000).public_url == "http://127.0.0.1:9000"
    assert with_address(proxied, None, 9000).public_url == "https://plan.example.org"
    assert with_address(proxied, "0.0.0.0", 9000).port == 9000


def test_openapi_describes_the_api(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "amcenter.cli.main", "openapi"]
    environment = {**os.environ, "AMCENTER_DATA_DIR": str(tmp_path)}

    done = subprocess.run(command, capture_output=True, check=True, env=environment)

    assert "/api/plans" in json.loads(done.stdout)["paths"]
    assert list(tmp_path.iterdir()) == []
