"""The one use case: a draft in, a colleague's advice out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

from kalm.core import Context, Draft, Finding, LintReport, Message, PolicyStamp, Situation, Span
from kalm.detectors import Hit as Detected
from kalm.detectors import Surroundings
from kalm.detectors import detect as run_detectors
from kalm.engine.fixes import build_fixes, fits
from kalm.engine.guidance import Guidance
from kalm.engine.scene import Scene
from kalm.engine.steps import Hit
from kalm.grammar import Answer, Match
from kalm.grammar.findings import CATEGORY, PREFIX, gravest_first, to_findings, worth_showing
from kalm.languages import FAMILIES, OTHER, Languages, LanguageTools, OwnRules
from kalm.listening import Choose, Listening
from kalm.overlay import Overlay, of_modes
from kalm.policy import BUILT_IN, ResolvedPolicy
from kalm.reader.model import FOLDER, ReaderUnavailableError
from kalm.reader.reading import Reader
from kalm.rules.folder import shipped_rules
from kalm.rules.model import DetectMatcher, Rule
from kalm.text.document import Document, read
from kalm.text.language import decide as decide_language
from kalm.text.language import detect as detect_language

REMEMBERED = 64
"""Messages that a process remembers as it read them, the latest ones; in memory only."""
REMEMBERED_LENGTH = 2_000
"""Code points of the longest message that is remembered, so that what is kept stays within a few megabytes."""

UNREAD_LANGUAGE = {
    "message": {
        "nl": "Deze tekst is niet in het Nederlands of Engels; Kalm heeft hem alleen op gegevens en vorm bekeken.",
        "en": "This text is not in Dutch or English; Kalm only looked at data and form.",
    },
    "why": {
        "nl": "Voor deze taal zijn er geen regels over toon en inhoud.",
        "en": "There are no rules on tone and content for this language.",
    },
    "advice": {
        "nl": "Laat een collega die de taal spreekt meelezen.",
        "en": "Have a colleague who speaks the language read it.",
    },
}
UNREAD_RULE = "any.voice.unread-language"


class Linter:
    """Rules, models and a policy, loaded once; `check` is a pure function of its arguments."""

    def __init__(self, languages: Languages, guidance: Guidance, policy: ResolvedPolicy) -> None:
        self.listening: Listening | None = None
        """The reader, where it is on and can be used."""
        self.reader_state = "off"
        """``off``, ``ok``, or why the reader cannot be used."""
        self.rules_on = True
        """Off for measuring the reader alone."""
        self._languages = languages
        self._guidance = guidance
        self.policy = policy
        self.rules: tuple[Rule, ...] = tuple({rule.id: rule for rule in languages.rules()}.values())
        # Whoever types asks about the same message again and again.
        self._hear_again = lru_cache(maxsize=REMEMBERED)(self._hear)
        self._decide_again = lru_cache(maxsize=REMEMBERED)(self._decide)
        self._overlay = Overlay(self.rules)
        self._detectors = sorted({rule.matcher.name for rule in self.rules if isinstance(rule.matcher, DetectMatcher)})

    @classmethod
    def load(
        cls,
        folders: Sequence[Path] = (),
        policy: ResolvedPolicy = BUILT_IN,
        cache: Path | None = None,
        reader: str = "off",
        model: Path = FOLDER,
    ) -> "Linter":
        """Load the shipped rules and those in ``folders``. Raises `RuleError` with all problems at once.

        ``cache`` is a folder where compiled phrases are kept between starts. ``reader`` is ``off`` (rules and
        detectors alone) or ``auto``: with the reader of folder ``model`` where it can be used, see `reader_state`.
        """
        roots = (shipped_rules(), *folders)
        languages = Languages.load(roots, policy.lists, cache)
        guidance = Guidance.load([path for root in roots if (path := root / "guidance.yml").is_file()])
        linter = cls(languages, guidance, policy)
        if reader == "auto":
            linter.listen([path for root in roots if (path := root / "reader.yml").is_file()], model)
        return linter

    def of_policy(self, policy: ResolvedPolicy, own: OwnRules | None = None) -> "Linter":
        """A linter like this one, which reads with ``policy``: its words and the organisation's ``own`` rules. Cheap:
        what does not depend on them is shared. Raises `RuleError`."""
        languages = self._languages.with_words(policy.lists, own or {})
        changed = Linter(languages, self._guidance, policy)
        changed.listening, changed.reader_state = self.listening, self.reader_state
        return changed

    def listen(self, words: Sequence[Path], model: Path) -> None:
        """Switch the reader of folder ``model`` on where it can be used, see `reader_state`; ``words`` are the files
        with what is said of its findings."""
        try:
            self.listening = Listening(Reader(model), self.rules, words, model)
            self.reader_state = "ok"
        except ReaderUnavailableError as reason:
            self.reader_state = str(reason)

    def open_reader(self) -> None:
        """Make the reader's session in this process; where that fails go on without, see `reader_state`."""
        try:
            if self.listening is not None:
                self.listening.reader.model  # noqa: B018  # made when it is first asked for
        except ReaderUnavailableError as reason:
            self.listening, self.reader_state = None, str(reason)

    def literals(self, language: str) -> list[str]:
        """Fixed pieces of all phrases of a language, for measuring against a bare automaton."""
        return self._languages[language].ruleset.literals()

    def check(
        self,
        draft: Draft,
        *,
        words: str | None = None,
        strictness: str | None = None,
        policy: ResolvedPolicy | None = None,
    ) -> LintReport:
        """Read a draft. ``words`` is the language of the advice (``nl``, ``en``), by default the draft's. ``policy``
        is the one in force for this draft, by default the linter's; its words, numbers and language are always those
        of the linter's, since rules are compiled with them. A locked strictness goes above the asked one."""
        policy = policy or self.policy
        scene, tools, tag = self._scene(draft, policy)
        reader = words or _words(tag)
        strictness = policy.strictness if strictness is None or "strictness" in policy.locked else strictness
        hits = tools.ruleset.run(scene, strictness, self._overlay.decided(policy)) if self.rules_on else []
        choose = partial(tools.openers.choose, scene, manners=self._overlay.manners(policy))
        findings = [self._finding(hit, scene, choose, reader, policy) for hit in hits]
        if tools.language == OTHER:
            findings.insert(0, _unread_note(reader))
        findings = self._overlay.settle(findings, draft.text, policy)
        unread: tuple[Span, ...] = ()
        if tools.language != OTHER and self.listening is not None and draft.text.strip():
            is_told = self._overlay.telling(draft.text, policy)
            findings, unread = self.listening.join(findings, scene, choose, reader, strictness, tools.vouched, is_told)
            findings = self._overlay.settle(findings, draft.text, policy)
            if strictness == "quiet":  # only now is it known how grave a policy wants each to be
                findings = [finding for finding in findings if finding.severity != "suggestion"]
        return LintReport(
            language=tag,
            situation=scene.situation,
            findings=tuple(findings),
            anatomy=scene.anatomy,
            guidance=(*of_modes(policy, reader), *self._guidance.advise(scene, reader)),
            verdict=_verdict(findings, policy),
            policy=PolicyStamp(policy.name, policy.version),
            unread=unread,
        )

    def warm_up(self) -> None:
        """Do once what the first draft would wait for, so that forked processes share it; the reader is left alone."""
        listening, self.listening = self.listening, None
        for language in FAMILIES:
            self.check(Draft("Goedemorgen. Good morning.", language=language))
        self.listening = listening

    def with_grammar(
        self,
        report: LintReport,
        draft: Draft,
        answer: Answer,
        *,
        words: str | None = None,
        policy: ResolvedPolicy | None = None,
    ) -> LintReport:
        """``report`` with what LanguageTool says about the draft beside it, as far as it is worth a word.

        ``words`` and ``policy`` are as for `check`. Nothing that was found before changes, nor does the verdict.
        """
        policy = policy or self.policy
        gravest = replace(answer, matches=tuple(gravest_first(answer.matches)))
        matches = self.grammar_matches(report, draft, gravest, policy)
        fit = partial(fits, draft.text, draft.context.platform)
        more = to_findings(matches, report.language, words or _words(report.language), policy.contact, fit)
        more = self._overlay.settle(more, draft.text, policy)
        together = sorted((*report.findings, *more), key=lambda found: (found.start is not None, found.start or 0))
        return replace(report, findings=tuple(together), grammar=answer.state)

    def grammar_matches(
        self,
        report: LintReport,
        draft: Draft,
        answer: Answer,
        policy: ResolvedPolicy | None = None,
        asked_for: Callable[[Match], bool] | None = None,
    ) -> Iterator[Match]:
        """What of an answer of LanguageTool a writer gets to see beside the findings of ``report``, in its order.
        Matches that were ``asked_for`` are not kept back as noise. What the ``policy`` switched off or lets stand is
        never told."""
        if not answer.matches:
            return iter(())
        tools = self._languages[report.language]
        parent = draft.context.parent
        document = read(draft.text, tools.language, read(parent.text, tools.language) if parent else None)
        taken = [Span(found.start, found.end) for found in report.findings if found.start is not None and found.end]
        known = {word.casefold() for words in self.policy.lists.values() for entry in words for word in entry.split()}
        is_told = self._overlay.telling(draft.text, policy or self.policy)
        told = (m for m in answer.matches if is_told(PREFIX + m.rule, CATEGORY, Span(m.start, m.end)))
        return worth_showing(told, document, tools.noise, known, draft.context, taken, asked_for)

    def reading(self, language: str) -> LanguageTools:
        """Everything that reads drafts in that language; `any` where there is no pack for it."""
        return self._languages[language]

    def situation(self, message: str, language: str = "auto") -> Situation:
        """What kind of message this is, without any draft."""
        tag = self._tag(language, message, None)
        tools = self._languages[tag]
        return self._classified(tools, message, read(message, tag))

    def _classified(self, tools: LanguageTools, text: str, message: Document) -> Situation:
        by_rules = tools.situations.classify(message)
        if self.listening is None or tools.language == OTHER:
            return by_rules
        return self.listening.situation(text, by_rules)

    def check_one(self, draft: Draft, rule: Rule) -> list[Finding]:
        """What one rule alone finds, preview or not: for its examples."""
        scene, tools, _ = self._scene(draft)
        number = max(index for index, other in enumerate(tools.ruleset.rules) if other.id == rule.id)
        hits = tools.ruleset.raw(scene, "keen", only=number)
        choose = partial(tools.openers.choose, scene)
        return [self._finding(hit, scene, choose, "nl", self.policy) for hit in hits]

    def _scene(self, draft: Draft, policy: ResolvedPolicy | None = None) -> tuple[Scene, LanguageTools, str]:
        context = draft.context
        parent_text = None if context.parent is None else context.parent.text
        tag = self._tag(draft.language, draft.text, parent_text)
        tools = self._languages[tag]
        parent: Document | None = None
        situation: Situation | None = None
        intensity = 0
        if parent_text is not None:
            decided = self._decide_again(parent_text) if len(parent_text) <= REMEMBERED_LENGTH else None
            parent_tag = decided or self._tag("auto", parent_text, draft.text)
            listener = self._languages[tag if parent_tag[:2] == tag[:2] else parent_tag]
            hear = self._hear_again if len(parent_text) <= REMEMBERED_LENGTH else self._hear
            parent, situation, intensity = hear(parent_text, listener.language)
            if context.situation is not None:
                situation = Situation(
                    context.situation,
                    1.0,
                    situation.cues if situation.label == context.situation else (),
                    situation.distress,
                    situation.threat,
                )
        document = read(draft.text, tools.language, parent)
        scene = Scene(
            document,
            context,
            situation,
            parent,
            tools.grammar,
            tools.anatomy.analyse,
            self._detect,
            intensity,
            (policy or self.policy).address,
        )
        return scene, tools, tag

    def _hear(self, text: str, language: str) -> tuple[Document, Situation, int]:
        """A message read by the tools of a language: its words, what kind it is, how much is at stake."""
        listener = self._languages[language]
        document = read(text, language)
        return document, self._classified(listener, text, document), listener.intensity.measure(document)

    def remembered(self) -> int:
        """How many messages are remembered now: at most `REMEMBERED`."""
        return self._hear_again.cache_info().currsize

    def _decide(self, text: str) -> str | None:
        found = decide_language(text, self.policy.language)
        return self.policy.language if found == self.policy.language[:2] else found

    def _detect(self, scene: Scene) -> dict[str, list[Detected]]:
        found: dict[str, list[Detected]] = {}
        for hit in run_detectors(self._detectors, scene.document.text, self._surroundings(scene)):
            found.setdefault(hit.kind, []).append(hit)
        return found

    def _surroundings(self, scene: Scene) -> Surroundings:
        document = scene.document
        quoted = tuple((document.starts[word], document.ends[word]) for word in sorted(document.protected))
        return Surroundings(document.language, self.policy.own, quoted, self.policy.case_numbers)

    def _tag(self, asked: str, text: str, parent: str | None) -> str:
        if asked.lower() != "auto":
            return asked
        found = detect_language(text, parent, self.policy.language)
        return self.policy.language if found == self.policy.language[:2] else found

    def _finding(self, hit: Hit, scene: Scene, openers: Choose, words: str, policy: ResolvedPolicy) -> Finding:
        rule = hit.rule
        span = None if hit.start is None or hit.end is None else Span(hit.start, hit.end)
        wanted = max((fix.openers for fix in rule.fixes), default=0)
        offered = openers(wanted) if wanted else ()
        return Finding(
            rule=rule.id,
            category=rule.category,
            severity=hit.severity,
            start=hit.start,
            end=hit.end,
            message=rule.message[words],
            why=rule.why[words],
            advice=rule.advice[words],
            fixes=build_fixes(rule.fixes, scene, hit.place, span, words, offered),
            confidence=hit.confidence,
            source=rule.source,
            contact=policy.contact,
        )


def _words(language: str) -> str:
    """The language of the advice on a draft in ``language``."""
    return "nl" if language.startswith("nl") else "en"


def _unread_note(words: str) -> Finding:
    return Finding(
        rule=UNREAD_RULE,
        category="voice",
        severity="warning",
        start=None,
        end=None,
        message=UNREAD_LANGUAGE["message"][words],
        why=UNREAD_LANGUAGE["why"][words],
        advice=UNREAD_LANGUAGE["advice"][words],
    )


def reply(text: str, parent: str | None = None, language: str = "auto") -> Draft:
    """A draft on a page of our own, in answer to ``parent``: the everyday case in one call."""
    message = None if parent is None else Message(parent)
    return Draft(text, Context(place="post" if parent is None else "page", parent=message), language)


def _verdict(findings: Iterable[Finding], policy: ResolvedPolicy) -> str:
    verdict = "ok"
    for finding in findings:
        if policy.stops(finding.rule, finding.category):
            return "stop"
        if finding.severity != "suggestion" and finding.category != "language":
            verdict = "review"
    return verdict
