"""Rule folders → rules. All mistakes are reported at once, each with its place."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kalm.detectors import DETECTORS
from kalm.rules.compiled import CompiledPhrases
from kalm.rules.errors import Problem, RuleError, problem_at
from kalm.rules.examples import ExampleError, build_example
from kalm.rules.files import parse, read_text
from kalm.rules.folder import LAYERS, RuleFile, rule_files
from kalm.rules.lexicons import POLICY_LISTS, depending, load_lists, names_in
from kalm.rules.model import (
    About,
    AttachmentFact,
    Condition,
    ContextMatcher,
    CountMatcher,
    DetectMatcher,
    Facts,
    FixPattern,
    Matcher,
    MissingMatcher,
    PatternMatcher,
    PhraseMatcher,
    Rule,
)
from kalm.rules.notation import NotationError
from kalm.rules.own import OwnRule
from kalm.rules.patterns import UnsafePatternError, check_pattern
from kalm.rules.phrases import EmptyListError, Phrase, PhraseCompiler
from kalm.rules.retired import load_retired
from kalm.rules.schema import (
    AboutForm,
    AddressForm,
    ConditionForm,
    FactsForm,
    FixForm,
    LanguageForm,
    MatchForm,
    RemovalForm,
    RuleForm,
)
from kalm.text.forms import Forms

Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class LanguagePack:
    """The rules of one language, with the compiler they were built with."""

    language: str
    rules: tuple[Rule, ...]
    compiler: PhraseCompiler
    moving: "tuple[tuple[RuleFile, RuleForm], ...]" = ()
    """The files that name a list of the policy: what has to be built again when it changes."""

    def built_with(self, lists: Mapping[str, tuple[str, ...]], own: Sequence[OwnRule] = ()) -> tuple[Rule, ...]:
        """The rules that name a list of the policy, built with these ``lists``, and the organisation's ``own``.
        Raises `RuleError`."""
        compiler = self.compiler.with_lists({name: lists.get(name, ()) for name in POLICY_LISTS})
        problems: list[Problem] = []
        rules = [_Builder(file, compiler, problems).build(form) for file, form in self.moving]
        rules += [_Builder(rule.file, compiler, problems, rule.source).build(rule.form) for rule in own]
        if problems:
            raise RuleError(problems)
        return tuple(rules)

    def naming(self, lists: Iterable[str]) -> frozenset[str]:
        """The ids of the rules that name one of these lists of the policy, however deep."""
        named = depending(self.compiler.lists, lists)
        return frozenset(file.id for file, form in self.moving if names_in(form.model_dump_json()) & named)


class PackLoader:
    """Loads the packs of a family of languages: `nl` with `nl-BE`, or `en`. Files and phrases are read once."""

    def __init__(
        self,
        roots: Sequence[Path],
        family: str,
        forms: Callable[[str], Forms],
        policy_lists: Mapping[str, tuple[str, ...]],
        cache: Path | None = None,
    ) -> None:
        self.roots = roots
        lists, self._problems = load_lists(roots, family, policy_lists)
        self._retired, mistakes = load_retired(roots)
        self._problems += mistakes
        data = [path for root in roots if (path := root / family / "forms.yml").is_file()]
        self.compiled = CompiledPhrases(cache, family, lists, data)
        self.compiler = PhraseCompiler(family, lists, forms, self.compiled.phrases)
        self._forms: dict[Path, RuleForm | RemovalForm | None] = {}
        self._rules: dict[Path, Rule] = {}

    def load(self, language: str) -> LanguagePack:
        """All rules that run in ``language``. Raises `RuleError` with every problem found."""
        problems = list(self._problems)
        chosen: dict[str, RuleFile] = {}
        for root in self.roots:
            for file in rule_files(root):
                if file.layer not in LAYERS.get(language, ("any",)):
                    continue
                place = file.key if file.layer != "any" else f"any:{file.key}"
                form = self._form(file, problems)
                if isinstance(form, RemovalForm):
                    chosen.pop(place, None)
                elif form is not None:
                    chosen[place] = file
        rules = [self._rule(file, problems) for file in chosen.values()]
        if problems:
            raise RuleError(problems)
        moving = depending(self.compiler.lists)
        again = [
            (file, form)
            for file in chosen.values()
            if isinstance(form := self._forms[file.path], RuleForm) and names_in(form.model_dump_json()) & moving
        ]
        return LanguagePack(language, tuple(rules), self.compiler, tuple(again))

    def _form(self, file: RuleFile, problems: list[Problem]) -> RuleForm | RemovalForm | None:
        if file.path not in self._forms:
            self._forms[file.path] = None
            try:
                source = read_text(file.path)
                self._forms[file.path] = _read(file, source, problems)
            except RuleError as error:
                problems += error.problems
                return None
            if file.id in self._retired:
                problems.append(
                    problem_at(file.path, source, (), f"the id {file.id} is retired: {self._retired[file.id]}")
                )
        return self._forms[file.path]

    def _rule(self, file: RuleFile, problems: list[Problem]) -> Rule:
        rule = self._rules.get(file.path)
        if rule is None:
            form = self._forms[file.path]
            assert isinstance(form, RuleForm)
            builder = _Builder(file, self.compiler, problems)
            rule = self._rules[file.path] = builder.build(form)
        return rule


def _read(file: RuleFile, source: str, problems: list[Problem]) -> RuleForm | RemovalForm | None:
    content = parse(source, file.path)
    try:
        if isinstance(content, dict) and content.get("status") == "off":
            return RemovalForm.model_validate(content)
        return RuleForm.model_validate(content)
    except ValidationError as error:
        for mistake in error.errors():
            keys = tuple(key for key in mistake["loc"] if not _is_internal(key))
            message = f"unknown key {keys[-1]!r}" if mistake["type"] == "extra_forbidden" else mistake["msg"]
            where = ".".join(str(key) for key in keys)
            problems.append(problem_at(file.path, source, keys, f"{where}: {message}" if where else message))
        return None


def _is_internal(key: str | int) -> bool:
    """Pydantic names the branch of a union in its location; a file has no such key."""
    return isinstance(key, str) and (key.endswith("Form") or key in ("bool", "str", "int") or "[" in key)


class _Builder:
    """Builds one rule, collecting problems instead of stopping at the first."""

    def __init__(
        self, file: RuleFile, compiler: PhraseCompiler, problems: list[Problem], source: str | None = None
    ) -> None:
        """``source`` is the text of a rule that lies in no file."""
        self.file = file
        self._source = source
        self.compiler = compiler
        self.problems = problems

    def problem(self, keys: Keys, message: str, offset: int = 0) -> None:
        source = self.file.path.read_text(encoding="utf-8") if self._source is None else self._source
        self.problems.append(problem_at(self.file.path, source, keys, message, offset))

    def build(self, form: RuleForm) -> Rule:
        when = facts(form.when)
        matcher = self.matcher(form.match)
        spanless = isinstance(matcher, MissingMatcher | ContextMatcher)
        language = self.file.layer
        examples: dict[str, list[Any]] = {"bad": [], "good": []}
        for kind in ("bad", "good"):
            for index, example in enumerate(getattr(form.examples, kind)):
                try:
                    built = build_example(
                        example,
                        when,
                        "nl" if language == "any" else language,
                        needs_mark=kind == "bad" and not spanless,
                    )
                    examples[kind].append(built)
                except ExampleError as error:
                    self.problem(("examples", kind, index), str(error))
        return Rule(
            id=self.file.id,
            language=language,
            category=self.file.category,
            phenomena=tuple(form.phenomenon),
            severity=form.severity,
            status=form.status,
            message=form.message.model_dump(),
            why=form.why.model_dump(),
            advice=form.advice.model_dump(),
            when=when,
            matcher=matcher,
            needs=self.conditions(form.needs, "needs"),
            unless=self.conditions(form.unless, "unless"),
            raises=self.conditions(form.raises, "raise"),
            lowers=self.conditions(form.lowers, "lower"),
            span=form.span,
            fixes=tuple(map(fix, form.fixes)),
            bad=tuple(examples["bad"]),
            good=tuple(examples["good"]),
            confidence=form.confidence,
            reader=form.reader is not None,
            source=form.source,
            path=self.file.path,
        )

    def phrases(self, written: Sequence[str] | None, keys: Keys, *, gated: bool = False) -> tuple[Phrase, ...]:
        compiled: list[Phrase] = []
        for index, phrase in enumerate(written or ()):
            try:
                compiled.append(self.compiler.compile(phrase, gated=gated))
            except EmptyListError:
                continue
            except NotationError as error:
                self.problem((*keys, index), f"phrase {phrase!r}: {error}", error.column)
        return tuple(compiled)

    def matcher(self, form: MatchForm) -> Matcher:
        if form.phrases is not None:
            return PhraseMatcher(
                self.phrases(form.phrases, ("match", "phrases"), gated=True),
                about(form.about),
                form.where,
                form.at_least,
            )
        if form.pattern is not None:
            try:
                check_pattern(form.pattern.regex)
            except (UnsafePatternError, re.error) as error:
                self.problem(("match", "pattern", "regex"), str(error))
            return PatternMatcher(form.pattern.regex, tuple(form.pattern.gate), form.pattern.case)
        if form.count is not None:
            limit = form.count.at_least
            at_least = limit if isinstance(limit, dict) else {"default": limit} if limit is not None else {}
            return CountMatcher(form.count.of, at_least, form.count.share)
        if form.missing is not None:
            return MissingMatcher(
                form.missing.what,
                self.phrases(form.missing.phrases, ("match", "missing", "phrases")),
                form.missing.where,
            )
        if form.detect is not None:
            name = form.detect if isinstance(form.detect, str) else form.detect.name
            if name not in DETECTORS:
                self.problem(("match", "detect"), f"no detector named {name!r}; known: {', '.join(sorted(DETECTORS))}")
            return DetectMatcher(name, 0.5 if isinstance(form.detect, str) else form.detect.confidence)
        return ContextMatcher()

    def conditions(self, forms: Sequence[ConditionForm], key: str) -> tuple[Condition, ...]:
        return tuple(
            Condition(
                facts=facts(form),
                phrases=self.phrases(form.phrases, (key, index, "phrases")),
                lacks=self.phrases(form.lacks, (key, index, "lacks")),
                where=form.where or "sentence",
                about=about(form.about),
                anatomy={} if form.anatomy is None else form.anatomy.model_dump(exclude_none=True),
                particles=form.particles,
            )
            for index, form in enumerate(forms)
        )


def _set(values: Sequence[str] | None) -> frozenset[str] | None:
    return None if values is None else frozenset(values)


def facts(form: FactsForm) -> Facts:
    """The facts of a form as a frozen value."""
    attachment: AttachmentFact | None = None
    if isinstance(form.attachment, bool):
        attachment = AttachmentFact(present=form.attachment)
    elif form.attachment is not None:
        attachment = AttachmentFact(
            True, _set(form.attachment.kind), _set(form.attachment.rights), form.attachment.credit, form.attachment.alt
        )
    return Facts(
        _set(form.place),
        _set(form.account),
        _set(form.situation),
        form.turn,
        _set(form.platform),
        form.distress,
        form.threat,
        attachment,
        form.certain,
        None if form.intensity is None else frozenset(form.intensity),
    )


def about(form: AboutForm | None) -> About | None:
    """Who a sentence must be about, as a frozen value."""
    if form is None:
        return None
    return About(
        frozenset(form.subject),
        frozenset(form.mood),
        form.negated,
        form.counterfactual,
        form.conditional,
        form.quoted,
    )


def fix(form: FixForm) -> FixPattern:
    """A fix as a frozen value, its text by form of address."""
    text: dict[str, str] = {}
    if isinstance(form.text, AddressForm):
        text = {"u": form.text.u, "je": form.text.je, "none": form.text.none or form.text.u}
    elif isinstance(form.text, LanguageForm):
        text = {"nl": form.text.nl, "en": form.text.en}
    elif form.text is not None:
        text = {"u": form.text, "je": form.text, "none": form.text}
    return FixPattern(
        form.scope, text, form.transform, form.openers, None if form.title is None else form.title.model_dump()
    )
