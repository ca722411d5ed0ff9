"""What has had its time goes, and nothing else."""

import datetime as dt

from sqlalchemy import func, select

from kalm.store import Store, admin_log, disputes, questions
from kalm.store.erasing import erase
from kalm.store.tables import AdminAct, Dispute, Question

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)


def test_texts_questions_and_acts_go_when_their_time_is_over(store: Store):
    with store.session() as session:
        disputes.add(session, "nl.spam.hashtags", 1, "quoted", "de zin", None, NOW.date())
        questions.ask(session, b"sealed", NOW)
        admin_log.record(session, "a", "policy.publish", "version 1")
    with store.session() as session:
        erase(session, NOW + dt.timedelta(minutes=59))
        assert session.scalar(select(func.count()).select_from(Question)) == 1
        assert session.scalar(select(Dispute.text)) == "de zin"
        erase(session, NOW + dt.timedelta(minutes=61))
        assert session.scalar(select(func.count()).select_from(Question)) == 0
        erase(session, NOW + dt.timedelta(days=31))
        assert session.scalar(select(Dispute.text)) is None
        assert session.scalar(select(Dispute.reason)) == "quoted", "what was said of the rule stays"
        assert session.scalar(select(func.count()).select_from(AdminAct)) == 1
        erase(session, NOW + dt.timedelta(days=3000))
        assert session.scalar(select(func.count()).select_from(AdminAct)) == 0
