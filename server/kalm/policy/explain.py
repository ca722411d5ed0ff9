"""Why a rule is as it is, in one line: who decided what, with which words."""

from kalm.policy.resolved import Choice, ResolvedPolicy

NAMES = {"enabled": "on", "severity": "severity", "stop": "holds a post", "contact": "ask", "guideline": "guideline",
         "owner": "owner"}  # fmt: skip


def explain(policy: ResolvedPolicy, rule: str, category: str, severity: str) -> str:
    """One line about ``rule``, which ships with this ``severity``: what counts, since which layer, why."""
    standing = policy.standing(rule, category)
    decided = {name: getattr(standing, name) for name in NAMES}
    parts = [_told(NAMES[name], choice) for name, choice in decided.items() if choice is not None]
    if standing.severity is None:
        parts.insert(0, f"severity {severity} (shipped)")
    if standing.enabled is None:
        parts.insert(0, "on (shipped)")
    if standing.stop is None and rule in policy.stop:
        parts.append("holds a post (shipped)")
    return f"{rule}: {'; '.join(parts)}"


def _told(name: str, choice: Choice) -> str:
    value = (
        {True: "yes", False: "no"}.get(choice.value, choice.value) if isinstance(choice.value, bool) else choice.value
    )
    locked = ", locked" if choice.locked else ""
    because = f": {choice.reason}" if choice.reason else ""
    return f"{name} {value} ({choice.origin} says so of {choice.select}{locked}{because})"
