"""What the protocol answers when something is wrong: a line that begins with ``Error:``, worded as LanguageTool's."""

from flask import Response

from kalm.api.errors import Problem


class Refused(Exception):  # noqa: N818 - an answer, as `kalm.api.errors.Problem`
    """An answer that is not a success. Repeats nothing that was sent but a well-formed language code."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(status)
        self.status = status
        self.text = text

    def response(self) -> Response:
        """The whole answer."""
        return Response(f"Error: {self.text}", self.status, content_type="text/plain; charset=utf-8")


def too_long(limit: int, length: int | None = None) -> Refused:
    """The answer to a text over the limit; ``length`` where it is known."""
    count = "" if length is None else f" (it's {length} characters)"
    return Refused(413, f"Your text exceeds the limit of {limit} characters{count}. Please submit a shorter text.")


def worded(problem: Problem) -> Response:
    """Kalm's own answer to what goes wrong anywhere (no token, a wrong method, a fault), as the protocol words one."""
    answer = Refused(problem.status, problem.detail).response()
    answer.headers.extend(problem.headers or {})
    return answer
