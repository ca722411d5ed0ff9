"""No core dump of a process that reads drafts: it would carry their text to the disk."""

import resource


def forbid() -> None:
    """Let neither this process nor those that it starts leave a core dump."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
