"""Whether a parameter set states the figures that its process calculates with."""

import math

from amcenter.errors import BadInput
from amcenter.processes.base import Process, Rate, Rates


def check_rates(process: Process, rates: Rates, *, key: str) -> None:
    """Raise BadInput unless parameter set ``key`` states just what ``process`` needs."""
    needed = {rate.name for rate in process.rates}
    if missing := needed - rates.keys():
        names = ", ".join(sorted(missing))
        raise BadInput("rates_missing", key=key, process=process.key, names=names)
    if unknown := rates.keys() - needed:
        names = ", ".join(sorted(unknown))
        raise BadInput("rates_unknown", key=key, process=process.key, names=names)
    for rate in process.rates:
        _check_value(rate, rates[rate.name], key=key)


def _check_value(rate: Rate, value: float, *, key: str) -> None:
    most = math.inf if rate.most is None else rate.most
    # written so that NaN is refused, too
    if not (0 <= value <= most and math.isfinite(value)) or (rate.positive and value == 0):
        raise BadInput("rate_out_of_range", key=key, name=rate.name, value=value)
