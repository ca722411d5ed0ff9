"""No core dump of a process that reads drafts: it would carry their text to the disk."""

import resource


def forbid() -> None:
    """Let neither this process nor those that it starts leave a core dump, nor hand one to a program of the system's:
    Linux starts that one whatever the limit, unless it is exactly 1 (``do_coredump`` in fs/coredump.c)."""
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    limit = 0 if hard == 0 else 1
    resource.setrlimit(resource.RLIMIT_CORE, (limit, limit))
