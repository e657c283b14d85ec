"""Does as inetd(8): binds a free port, and starts a program whose standard input, output and error are the socket.

Arguments: tcp or udp; wait for the listener, or nowait for a connection; the program and its arguments.
"""

import os
import socket
import sys

kind, how, program = sys.argv[1], sys.argv[2], sys.argv[3:]
given = socket.socket(socket.AF_INET, socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM)
given.bind(("127.0.0.1", 0))
if kind == "tcp":
    given.listen(5)
print("port", given.getsockname()[1], flush=True)
if how == "nowait":
    client = socket.create_connection(given.getsockname())
    given, _ = given.accept()
    if os.fork() == 0:
        given.close()
        while received := client.recv(1000):
            sys.stdout.buffer.write(received)
        sys.exit()
    client.close()
for standard in (0, 1, 2):
    os.dup2(given.fileno(), standard)
os.execvp(program[0], program)
