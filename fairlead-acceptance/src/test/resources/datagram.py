"""Sends one datagram of SIZE bytes to 127.0.0.1:PORT; prints the size of the answer if it is the same."""

import os
import socket
import sys

port, size = int(sys.argv[1]), int(sys.argv[2])
sent = os.urandom(size)
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
    client.settimeout(10)
    client.sendto(sent, ("127.0.0.1", port))
    received, _ = client.recvfrom(65536)
if received != sent:
    sys.exit(f"sent {len(sent)} bytes, and {len(received)} other bytes came back")
print(len(received))
