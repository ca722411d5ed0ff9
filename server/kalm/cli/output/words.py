"""The few words of the terminal output itself, in the language of the draft. The rest comes from the rules."""

from collections.abc import Mapping

from kalm.core import LintReport

NL: Mapping[str, str] = {
    "why": "Waarom",
    "advice": "Advies",
    "fix": "Kan zo",
    "source": "Bron",
    "contact": "Vraag",
    "guidance": "Wat hier past",
    "situation": "Antwoord op",
    "nothing": "niets aan te merken",
    "verdict": "Oordeel",
    "unread": "Kalm kon niet alles lezen",
    "warning": "waarschuwing",
    "warning+": "waarschuwingen",
    "suggestion": "suggestie",
    "suggestion+": "suggesties",
    "error": "fout",
    "error+": "fouten",
    "complaint": "een klacht",
    "misinformation": "onjuiste informatie",
    "compliment": "een compliment",
    "question": "een vraag",
    "abuse": "een scheldpartij of bedreiging",
    "other": "een ander bericht",
    "distress": "er spreekt nood uit",
    "threat": "er staat een dreigement in",
    "ok": "kan zo",
    "review": "eerst nalezen",
    "stop": "niet plaatsen",
}

EN: Mapping[str, str] = {
    "why": "Why",
    "advice": "Advice",
    "fix": "Try",
    "source": "Source",
    "contact": "Ask",
    "guidance": "What fits here",
    "situation": "Replies to",
    "nothing": "nothing to remark",
    "verdict": "Verdict",
    "unread": "Kalm could not read all of it",
    "warning": "warning",
    "warning+": "warnings",
    "suggestion": "suggestion",
    "suggestion+": "suggestions",
    "error": "error",
    "error+": "errors",
    "complaint": "a complaint",
    "misinformation": "misinformation",
    "compliment": "a compliment",
    "question": "a question",
    "abuse": "abuse or a threat",
    "other": "another kind of message",
    "distress": "somebody is in distress",
    "threat": "it holds a threat",
    "ok": "fine as it is",
    "review": "read it again first",
    "stop": "do not post",
}


def words_for(report: LintReport) -> Mapping[str, str]:
    """Dutch for a Dutch draft, English for any other."""
    return NL if report.language.startswith("nl") else EN
