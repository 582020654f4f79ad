"""What a person should know besides the schedule: said at once, and kept for the page."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from amcenter.cli.sentences import language, say
from amcenter.messages import Message, text
from amcenter.offline.files import WantedFile
from amcenter.offline.pieces import Analysed, is_known, material_of
from amcenter.shop.shop import Shop


@dataclass(slots=True)
class Notes:
    """Remarks in the order in which they were made."""

    kept: list[Message] = field(default_factory=list)

    def skipped(self, file: WantedFile, why: Message) -> None:
        """Note that a file cannot be read."""
        self._keep("part_skipped", file, text(why, language()))

    def doubtful(self, shop: Shop, analysed: Iterable[Analysed]) -> None:
        """Note what is wrong with files that are planned all the same."""
        for one in analysed:
            remarks = [text(finding.message, language()) for finding in one.document.findings]
            if remarks:
                self._keep("part_remark", one.file, " ".join(remarks))
            given = one.file.wishes.material
            if given is not None and not is_known(shop, given):
                facts = {"given": given, "material": material_of(shop, given).key}
                self._tell(Message("part_material_unknown", {"part": one.file.key, **facts}))

    def _keep(self, code: str, file: WantedFile, why: str) -> None:
        self._tell(Message(code, {"part": file.key, "why": why}))

    def _tell(self, note: Message) -> None:
        say(note, style="yellow")
        self.kept.append(note)
