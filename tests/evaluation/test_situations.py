"""Labels of messages: how many are right, and whether distress was noticed."""

from kalm.evaluation.situations import Judged, score


def test_accuracy_and_macro_f1_over_the_labels_that_occur() -> None:
    messages = [
        Judged("complaint", "complaint"),
        Judged("complaint", "complaint"),
        Judged("complaint", "question"),
        Judged("question", "question"),
    ]
    figures = score(messages)
    assert figures is not None
    assert (figures["right"], figures["accuracy"]) == (3, 0.75)
    # complaint: 2·2/(3+2) = 0.8; question: 2·1/(1+2) = 0.6667
    assert figures["macro_f1"] == 0.7333
    assert figures["labels"]["complaint"]["taken_for"] == {"question": 1}


def test_distress_counts_only_where_somebody_judged_it() -> None:
    figures = score([Judged("complaint", "complaint", True, True), Judged("abuse", "abuse", None, True)])
    assert figures is not None
    assert figures["distress"] == {"gold": 1, "found": 1, "right": 1}


def test_no_messages_no_figures() -> None:
    assert score([]) is None
