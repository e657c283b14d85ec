"""Does as systemd: binds free ports, and becomes a program that is given the sockets, as sd_listen_fds(3) says.

Arguments: NAME=tcp:HOST or NAME=udp:HOST, one or more; --; the program and its arguments. Prints the ports.
(systemd-socket-activate refuses port 0.)
"""

import os
import socket
import sys

end = sys.argv.index("--")
asked, program = sys.argv[1:end], sys.argv[end + 1 :]
names, given = [], []
for one in asked:
    name, kind, host = one.replace("=", ":").split(":")
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM)
    bound.bind((host, 0))
    if kind == "tcp":
        bound.listen(100)
    names.append(name)
    given.append(bound.detach())
print("ports", *(socket.socket(fileno=os.dup(fd)).getsockname()[1] for fd in given), flush=True)
high = [os.dup(fd) if fd < 3 + len(given) else fd for fd in given]
for i, fd in enumerate(high):
    os.dup2(fd, 3 + i)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=str(len(given)), LISTEN_FDNAMES=":".join(names))
os.execvp(program[0], program)
