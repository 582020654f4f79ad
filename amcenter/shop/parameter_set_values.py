"""Whether the values of a parameter set can be."""

from amcenter.shop.checks import (
    check_key,
    check_not_negative,
    check_positive,
    check_source,
    check_text,
)
from amcenter.tables import ParameterSetRow

TIMES = ("setup_s", "heat_s", "cool_s", "cool_share", "unload_s", "after_s")


def check_parameter_set(row: ParameterSetRow) -> None:
    """Raise BadInput for the first value that cannot be; its rates are the process's matter."""
    check_key("key", row.key)
    check_key("family", row.family)
    check_text("model", row.model)
    if row.gas is not None:
        check_key("gas", row.gas)
    check_positive("layer_um", row.layer_um)
    for field in TIMES:
        check_not_negative(field, getattr(row, field))
    check_source(row.source_url, verified=row.verified)
