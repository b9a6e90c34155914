"""What one responsibility agreement says: plain values, nothing read, nothing drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kongchuo_desktop.school.agreements.wording import Paragraph, WordingText, fill, missing, paragraphs


@dataclass(frozen=True)
class AgreementContent:
    """One letter. `wording` is shared by a batch; `values` are true of this signer ("" = not known)."""

    wording: WordingText
    number: str  # 编号 as printed; "" leaves a line to write it on
    school: str
    year: str  # 2026—2027学年
    signer: str  # whose paper it is; names the file
    group: str = ""  # class or village; one file for each with each=class
    values: Mapping[str, str] = field(default_factory=dict)

    def filled(self, text: str) -> str:
        """A text with this signer's values; blanks to write on where there are none."""
        return fill(text, self._all_values) if "{" in text or "｛" in text else text

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The body's structure, unfilled."""
        return paragraphs(self.wording.body)

    def missing(self) -> tuple[str, ...]:
        """Placeholders that this letter uses and has no value for, to be shown before printing."""
        return missing(self.wording.every_text(), self._all_values)

    def length(self) -> int:
        """Characters of all values: the longest letter of a batch decides how all are set."""
        return sum(len(value) for value in self.values.values())

    def characters(self) -> str:
        """All text of the letter, to be asked which characters can't be printed."""
        return "".join((*self.wording.every_text(), self.number, self.school, self.year, *self.values.values()))

    @cached_property
    def _all_values(self) -> dict[str, str]:
        return {"学校名称": self.school, "学年": self.year, "编号": self.number, **self.values}
