"""Runs a command on a pseudo-terminal and types into it. Arguments: a text to wait for, what to
type then, and so on in pairs; "--"; the command. Copies what the terminal shows."""

import os
import pty
import sys

split = sys.argv.index("--")
steps = [step.encode().decode("unicode_escape").encode() for step in sys.argv[1:split]]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[split + 1], sys.argv[split + 1 :])
seen = b""
while True:
    try:
        shown = os.read(terminal, 65536)
    except OSError:  # EIO: the last one who had the terminal open has closed it
        break
    if not shown:
        break
    os.write(1, shown)
    seen += shown
    while steps and steps[0] in seen:
        seen = seen[seen.index(steps[0]) + len(steps[0]) :]
        os.write(terminal, steps[1])
        del steps[:2]
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
