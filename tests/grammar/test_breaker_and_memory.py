"""Who fails is left alone for a while; what was answered is kept for ten minutes, and without its text."""

from kalm.grammar.breaker import FAILURES, PAUSES, Breaker
from kalm.grammar.memory import KEEP_SECONDS, MOST, Memory
from kalm.grammar.values import Answer


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_after_failures_in_a_row_nobody_is_asked_until_the_pause_is_over_and_then_only_one() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        assert breaker.allows()
        breaker.failed()
    for pause in (*PAUSES, PAUSES[-1]):
        assert not breaker.allows()
        clock.now += pause
        assert breaker.allows(), "one question is let through"
        assert not breaker.allows(), "but only one"
        breaker.failed()
    clock.now += PAUSES[-1]
    assert breaker.allows()
    breaker.succeeded()
    assert breaker.allows()
    assert not breaker.open


def test_failures_with_an_answer_between_them_do_not_count() -> None:
    breaker = Breaker(Clock())
    for _ in range(3 * FAILURES):
        breaker.failed()
        breaker.succeeded()
    assert breaker.allows()


def test_an_answer_is_kept_for_ten_minutes() -> None:
    clock = Clock()
    memory = Memory(clock)
    key = memory.key("Een tekst.", "nl", {})
    memory.put(key, Answer("ok"))
    clock.now = KEEP_SECONDS
    assert memory.get(key) == Answer("ok")
    clock.now += 1
    memory.forget_old()
    assert len(memory) == 0
    assert memory.get(key) is None


def test_the_oldest_answers_go_when_there_are_too_many() -> None:
    memory = Memory(Clock())
    keys = [memory.key(str(number), "nl", {}) for number in range(MOST + 5)]
    for key in keys:
        memory.put(key, Answer("ok"))
    assert len(memory) == MOST
    assert memory.get(keys[0]) is None
    assert memory.get(keys[-1]) is not None


def test_a_key_says_nothing_without_the_secret_and_tells_questions_apart() -> None:
    memory, other = Memory(), Memory()
    asked = [("a", "nl", {}), ("a", "en", {}), ("b", "nl", {}), ("a", "nl", {"level": "picky"}), ("\ud800", "nl", {})]
    keys = [memory.key(text, language, fields) for text, language, fields in asked]
    assert len(set(keys)) == len(asked)
    assert keys[0] != other.key("a", "nl", {}), "each process has a secret of its own"
