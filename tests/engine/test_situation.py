"""What kind of message it is that a reply answers, as far as that can be told."""

import pytest

from kalm.linting import Linter, reply

PRAISE = "Merci beaucoup, vous êtes les meilleurs, livraison rapide et personnel adorable !"


@pytest.mark.parametrize("message", [PRAISE, "Vielen Dank, ihr seid wirklich die Besten, alles hat bestens geklappt!"])
def test_a_message_in_a_language_that_is_not_read_is_taken_for_nothing_in_particular(
    linter: Linter, message: str
) -> None:
    report = linter.check(reply("Bedankt voor uw bericht, we geven het door aan de collega's.", message, "nl"))
    assert report.situation is not None
    assert (report.situation.label, report.situation.confidence) == ("other", 0)
    assert not any("complaint" in advice.id or "acknowledge" in advice.id for advice in report.guidance)
    assert not any(finding.category == "missing-empathy" for finding in report.findings)
