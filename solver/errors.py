"""What a value says that contradicts itself."""


class ProblemError(ValueError):
    """The problem contradicts itself; the message names the culprit."""

    def __init__(self, message: str, *more: str) -> None:
        super().__init__("; ".join((message, *more)))
        self.reasons = (message, *more)


def require(condition: bool, message: str) -> None:
    """Raise ProblemError with the message unless the condition holds."""
    if not condition:
        raise ProblemError(message)
