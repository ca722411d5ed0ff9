"""Does a condition hold here? One function a key of the notation."""

from kalm.engine.scan import search
from kalm.engine.scene import Scene
from kalm.rules.model import About, Condition
from kalm.rules.phrases import Phrase
from kalm.text.document import Document

Place = tuple[int, int] | None
"""The words of a match, or None for a finding about the whole draft."""


def is_about(scene: Scene, place: tuple[int, int], about: About) -> bool:
    """Whether a clause that the match touches is about the right person, in the right mood."""
    document = scene.document
    sentence = document.sentence_at(place[0])
    begin, _ = document.sentences[sentence]
    first, end = place[0] - begin, place[1] - begin
    return any(
        (not about.subject or clause.subject in about.subject)
        and (not about.mood or clause.mood in about.mood)
        and (about.negated is None or clause.negated == about.negated)
        and (about.counterfactual is None or clause.counterfactual == about.counterfactual)
        and (about.conditional is None or clause.conditional == about.conditional)
        and (about.quoted is None or clause.quoted == about.quoted)
        for clause in scene.clauses(sentence)
        if clause.start < end and first < clause.end
    )


def holds(condition: Condition, scene: Scene, place: Place, particles: tuple[Phrase, ...]) -> bool:
    """Whether everything in the condition holds at this place."""
    if not condition.facts.holds(scene.setting):
        return False
    if condition.about is not None and (place is None or not is_about(scene, place, condition.about)):
        return False
    if condition.particles is not None:
        has = place is not None and search(particles, scene.document, *scene.clause_range(*place)) is not None
        if has != condition.particles:
            return False
    for part, wanted in condition.anatomy.items():
        if bool(getattr(scene.anatomy, part)) != wanted:
            return False
    if condition.phrases and not _found(condition.phrases, condition.where, scene, place):
        return False
    return not (condition.lacks and _found(condition.lacks, condition.where, scene, place))


def _found(phrases: tuple[Phrase, ...], where: str, scene: Scene, place: Place) -> bool:
    if where == "parent":
        return scene.parent is not None and _anywhere(phrases, scene.parent)
    if where == "thread":
        return any(_anywhere(phrases, document) for document in scene.thread)
    first, end = _range(where, scene, place)
    return end > first and search(phrases, scene.document, first, end) is not None


def _anywhere(phrases: tuple[Phrase, ...], document: Document) -> bool:
    return search(phrases, document, 0, len(document.words)) is not None


def _range(where: str, scene: Scene, place: Place) -> tuple[int, int]:
    document = scene.document
    if where == "opening":
        return document.opening()
    if where == "first-sentence":
        return document.first_sentence()
    if where == "closing":
        return document.closing()
    if where == "draft" or place is None or not document.sentences:
        return (0, len(document.words))
    if where == "clause":
        return scene.clause_range(*place)
    begin, end = document.sentences[document.sentence_at(place[0])]
    if where == "before":
        return (begin, place[0])
    if where == "after":
        return (place[1], end)
    return (begin, max(end, place[1]))
