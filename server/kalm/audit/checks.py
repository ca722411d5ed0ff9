"""What reads the posts: a check for each policy, loaded where it is needed."""

import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from importlib import import_module
from pathlib import Path

import kalm
from kalm.audit.posts import Post, Row, to_post
from kalm.audit.tally import Tally
from kalm.core import Draft, LintReport
from kalm.inforce import with_policy
from kalm.linting import Linter
from kalm.policy import PolicyBook, PolicyDocument, Scope
from kalm.policy.files import parse
from kalm.records import RecordError
from kalm.rules.folder import shipped_rules

Check = Callable[[Draft], LintReport]
"""Reads one draft under one policy."""

BUILT_IN_CHECK = "kalm.audit.checks:built_in"
POLICY_CHECK = "kalm.audit.checks:of_policy"
"""Factories of a `CheckSource`."""


@dataclass(frozen=True, slots=True)
class CheckSource:
    """All that another process, or another machine, needs to make the same check."""

    name: str
    """What a report calls it."""
    factory: str = BUILT_IN_CHECK
    """``module:function`` that makes a `Check` from this."""
    policy: bytes = field(default=b"", repr=False)
    """Content of the policy's file, for `POLICY_CHECK`."""
    strictness: str | None = None
    """None: the policy's."""
    rules: tuple[str, ...] = ()
    """Rule folders beside the shipped ones."""
    reader: str = "off"
    cache: str | None = None
    """Where compiled rules are kept; may differ from machine to machine."""

    def load(self) -> Check:
        """The check itself. Raises what its factory raises, such as `kalm.rules.errors.RuleError`."""
        module, _, name = self.factory.partition(":")
        made: Check = getattr(import_module(module), name)(self)
        return made

    def fingerprint(self) -> str:
        """Changes with anything that could change a report: version, policy, rules, the reader's weights."""
        folders = tuple(sorted(self.rules))
        said = repr((kalm.__version__, self.factory, self.strictness, self.listener(), _content(folders)))
        return hashlib.sha256(said.encode() + self.policy).hexdigest()

    def hears(self) -> bool:
        """Whether a reader listens here."""
        return _shipped(self.rules, self.cache, self.reader).listening is not None

    def listener(self) -> str:
        """Which reader that is: the sha256 of its weights, ``off``, or why it cannot be used."""
        linter = _shipped(self.rules, self.cache, self.reader)
        return linter.reader_state if linter.listening is None else linter.listening.reader.measured.sha256


def built_in(source: CheckSource) -> Check:
    """The built-in policy's check."""
    linter = _shipped(source.rules, source.cache, source.reader)
    return partial(linter.check, strictness=source.strictness)


def of_policy(source: CheckSource) -> Check:
    """The check of the policy whose file is in ``source.policy``. Raises `RuleError`."""
    document = parse(source.policy.decode(), Path(source.name))
    return check_of(_shipped(source.rules, source.cache, source.reader), document)


def check_of(base: Linter, document: PolicyDocument) -> Check:
    """Reads by a policy, each post as its account, place and platform ask, for a writer of no team. Modes are left
    out: they hold for some days, and say nothing about all the others. ``base`` reads by the built-in policy; what
    does not depend on a policy is shared with it, the reader too. Raises `RuleError` for own rules that are broken.
    """
    book = PolicyBook(document.model_copy(update={"modes": []}), 0)
    linter = with_policy(base, book)

    def check(draft: Draft) -> LintReport:
        around = draft.context
        scope = Scope(account=around.account, place=around.place, platform=around.platform)
        return linter.check(draft, policy=book.resolve(scope))

    return check


@lru_cache(maxsize=1)
def _shipped(rules: tuple[str, ...], cache_dir: str | None, reader: str) -> Linter:
    """One linter below all checks."""
    folders = tuple(map(Path, rules))
    return Linter.load(folders, cache=Path(cache_dir) if cache_dir else None, reader=reader)


@cache
def _content(folders: tuple[str, ...]) -> str:
    """A hash of every rule file, shipped and in ``folders``."""
    digest = hashlib.sha256()
    for folder in (shipped_rules(), *map(Path, folders)):
        for path in sorted(folder.rglob("*.yml")):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done with every row."""

    sources: tuple[CheckSource, ...]
    """One policy, or two: the first is held against the second."""
    columns: tuple[tuple[str, str], ...] = ()
    """Part of a post and the column that holds it (`kalm.audit.columns`)."""
    cases: int = 0
    """How many posts are drawn to be shown."""
    seed: int = 0
    """Another seed draws other posts."""

    def fingerprint(self) -> str:
        """Changes with anything that could change the result on the same file."""
        said = [source.fingerprint() for source in self.sources], self.columns, self.cases, self.seed
        return hashlib.sha256(repr(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Case:
    """A post that is worth a look, for whoever asked to see some."""

    line: int
    post: Post = field(repr=False)
    reports: tuple[LintReport, ...] = field(repr=False)


_loading = threading.Lock()


def loaded(sources: tuple[CheckSource, ...]) -> tuple[Check, ...]:
    """The checks, made once in a process."""
    with _loading:
        return _loaded(sources)


@lru_cache(maxsize=1)
def _loaded(sources: tuple[CheckSource, ...]) -> tuple[Check, ...]:
    return tuple(source.load() for source in sources)


def tally_rows(job: Job, checks: Sequence[Check], rows: Sequence[Row]) -> Tally:
    """What some rows give. Never raises: a fault on one post is listed as its problem, without any text."""
    columns = dict(job.columns)
    tally = Tally.of(len(checks))
    for row in rows:
        try:
            post = to_post(row, columns)
            reports = [check(post.draft) for check in checks]
        except RecordError as error:
            tally.refuse(row.line, str(error))
        except Exception as error:  # of ours; the others shall not be lost, and its message may quote the post
            tally.refuse(row.line, f"internal error: {type(error).__name__}")
        else:
            if tally.add(reports, post.day, post.unused) and job.cases:
                tally.draw(row.line, job.cases, job.seed)
    return tally


def case_of(job: Job, checks: Sequence[Check], row: Row) -> Case:
    """A row that was read before, with what the checks say about it."""
    post = to_post(row, dict(job.columns))
    return Case(row.line, post, tuple(check(post.draft) for check in checks))
