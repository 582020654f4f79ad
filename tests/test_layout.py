"""The three import names belong to this project alone (docs/decisions/0001)."""

from importlib.metadata import packages_distributions


def test_nobody_else_installs_our_import_names() -> None:
    owners = packages_distributions()

    assert {name: set(owners[name]) for name in ("amcenter", "api", "solver")} == {
        "amcenter": {"amcenter"},
        "api": {"amcenter"},
        "solver": {"amcenter"},
    }
