"""Forms as they are read: whatever they hold, quickly and without breaking."""

import time

from kalm.console.parts import MOST_STEPS, read_fields


def test_very_many_lines_are_read_in_time_that_grows_with_them_and_none_is_lost():
    lines = [f"naam {number}" for number in range(100_000)]
    begun = time.process_time()
    found = read_fields([("words.names[]", "\n".join(lines)), ("words.names[]", "naam 7\nanders")], ("words",))
    assert time.process_time() - begun < 5
    assert found == {"words": {"names": [*lines, "anders"]}}


def test_a_name_with_more_steps_than_a_document_has_is_passed_over():
    deep = "settings" + ".a" * (MOST_STEPS - 1)
    assert read_fields([(deep, "x"), ("settings.b" + ".a" * 900, "x")], ("settings",))["settings"].keys() == {"a"}
    assert read_fields([(f"{deep}.a", "x")], ("settings",)) == {}
