"""The directory: who may sign in, with which role, in which team. Passwords come here as hashes only."""

import datetime as dt
import uuid

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from kalm.store import sessions, tokens
from kalm.store.tables import Code, Person

NAME_LIMIT, EMAIL_LIMIT, TEAM_LIMIT = 200, 320, 60
"""Code points in a name, an email address, the id of a team."""


class KnownAlreadyError(Exception):
    """There is somebody with that email address."""


class LastAdministratorError(Exception):
    """Without this person nobody could look after people any more."""


def normal_email(email: str) -> str:
    """An email address as the directory keeps it: without blanks around it, in lower case."""
    return email.strip().lower()


def add(
    session: Session,
    *,
    name: str,
    email: str,
    role: str,
    today: dt.date,
    team: str | None = None,
    password_hash: str | None = None,
    subject: str | None = None,
) -> Person:
    """One more person. Raises `KnownAlreadyError` if the address is taken."""
    if by_email(session, email) is not None:
        raise KnownAlreadyError
    person = Person(
        id=uuid.uuid4().hex,
        name=name.strip(),
        email=normal_email(email),
        role=role,
        team=team,
        password_hash=password_hash,
        subject=subject,
        since=today,
    )
    session.add(person)
    session.flush()
    return person


def get(session: Session, person: str, hold: bool = False) -> Person | None:
    """The person with that id; with ``hold`` nobody else changes them until this transaction ends."""
    return session.get(Person, person, with_for_update=hold)


def by_email(session: Session, email: str) -> Person | None:
    """The person with that email address, in whatever case it is written."""
    return session.scalars(select(Person).where(Person.email == normal_email(email))).one_or_none()


def by_subject(session: Session, subject: str) -> Person | None:
    """The person whom single sign-on knows by that issuer and subject."""
    return session.scalars(select(Person).where(Person.subject == subject)).one_or_none()


def local_hash(person: Person) -> str | None:
    """Hash of the password with which ``person`` signs in here; None for whoever has none, signs in through the
    provider, or may not sign in."""
    return None if person.disabled or person.subject is not None else person.password_hash


def still(session: Session, person: str, password_hash: str) -> Person | None:
    """The person, held until this transaction ends, if they sign in with the password of that hash still. Checking a
    password takes a while, and meanwhile it may have been changed, or access closed."""
    found = get(session, person, hold=True)
    return found if found is not None and local_hash(found) == password_hash else None


def everybody(session: Session) -> list[Person]:
    """All people by name, those who may not sign in any more at the end."""
    return list(session.scalars(select(Person).order_by(Person.disabled, func.lower(Person.name), Person.id)))


def teams(session: Session) -> list[str]:
    """Ids of all teams that somebody is in."""
    found = session.scalars(select(Person.team).where(Person.team.is_not(None)).distinct().order_by(Person.team))
    return [team for team in found if team]


def has_administrator(session: Session) -> bool:
    """Whether anybody can look after people."""
    return session.scalars(_administrators().limit(1)).first() is not None


def change(session: Session, person: str, *, role: str, team: str | None) -> Person | None:
    """Give a person another role and team; open invitations end where an administrator is none any more. None if
    there is no such person. Raises `LastAdministratorError`."""
    found = get(session, person)
    if found is None:
        return None
    if role != "administrator":
        _keep_an_administrator(session, found)
        _end_invitations(session, found)
    found.role, found.team = role, team
    return found


def disable(session: Session, person: str) -> Person | None:
    """Let a person in no more: sessions, tokens and codes end with this transaction, for an administrator open
    invitations too. None if there is no such person. Raises `LastAdministratorError`."""
    found = get(session, person)
    if found is None:
        return None
    _keep_an_administrator(session, found)
    _end_invitations(session, found)
    found.disabled = True
    _shut_out(session, person)
    return found


def enable(session: Session, person: str) -> Person | None:
    """Let a person in again; what ended stays ended. None if there is no such person."""
    found = get(session, person)
    if found is not None:
        found.disabled = False
    return found


def remove(session: Session, person: str) -> Person | None:
    """Forget a person, with sessions, tokens and votes; what they proposed stays, without a name. With an
    administrator open invitations end. None if there is no such person. Raises `LastAdministratorError`."""
    found = get(session, person)
    if found is None:
        return None
    _keep_an_administrator(session, found)
    _end_invitations(session, found)
    session.delete(found)
    return found


def set_password(session: Session, person: str, password_hash: str) -> None:
    """Keep another hash of a password."""
    session.execute(update(Person).where(Person.id == person).values(password_hash=password_hash))


def link(session: Session, person: Person, subject: str) -> None:
    """From now on single sign-on says who ``person`` is, and only it. Whoever made the account may have named an
    address that was not theirs, so password, sessions, tokens and codes end with this transaction."""
    person.subject, person.password_hash = subject, None
    _shut_out(session, person.id)


def _shut_out(session: Session, person: str) -> None:
    sessions.end_all(session, person)
    tokens.revoke_all(session, person)
    session.execute(delete(Code).where(Code.person == person))


def _end_invitations(session: Session, leaving: Person) -> None:
    """Who made an invitation is not kept: where an administrator goes, all that are open end. A link for a new
    password lets nobody in but its person, and stays."""
    if leaving.role == "administrator":
        session.execute(delete(Code).where(Code.kind == "invite", Code.person.is_(None)))


def _administrators() -> Select[str]:
    return select(Person.id).where(Person.role == "administrator", Person.disabled.is_(False))


def _keep_an_administrator(session: Session, leaving: Person) -> None:
    # The rows are held until the end of the transaction, so that two administrators cannot let each other go.
    left = set(session.scalars(_administrators().with_for_update())) - {leaving.id}
    if not left and leaving.role == "administrator" and not leaving.disabled:
        raise LastAdministratorError
