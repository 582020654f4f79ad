"""Dates, durations and numbers as the reader's language writes them."""

from datetime import datetime

from amcenter.messages import Fact, Message, text


class Words:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, code: str, **params: Fact) -> str:
        return text(Message(code, params), self.language)

    def moment(self, when: datetime) -> str:
        """Return a local time to the minute."""
        return when.strftime("%d.%m.%Y %H:%M" if self.language == "ru" else "%Y-%m-%d %H:%M")

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number with narrow spaces between thousands."""
        grouped = f"{value:,.{digits}f}".replace(",", "\u202f")
        return grouped.replace(".", ",") if self.language == "ru" else grouped

    def duration(self, seconds: int) -> str:
        """Return a duration to the minute, from two days on to the hour."""
        minutes = -(-seconds // 60)
        if minutes < 48 * 60:
            return self("page_hours", hours=minutes // 60, minutes=minutes % 60)
        hours = -(-minutes // 60)
        return self("page_days", days=hours // 24, hours=hours % 24)

    def percent(self, share: float) -> str:
        return f"{self.number(100 * share, 1)}\u202f%"
