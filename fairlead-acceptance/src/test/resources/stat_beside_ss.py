"""Makes sockets in every state, and compares what `fairlead stat --json --all` and ss(8) tell of them.

Runs in a network namespace of its own (unshare -n), so that nothing else moves. Argument: the command.
Prints the states that were compared, one for each protocol, and then what differs; nothing if nothing does.
"""
import json, os, re, shlex, socket, subprocess, sys, tempfile

keep = []


def tcp(family=socket.AF_INET):
    made = socket.socket(family, socket.SOCK_STREAM)
    keep.append(made)
    return made


def listener(address="127.0.0.1", backlog=16, family=socket.AF_INET):
    made = tcp(family)
    made.bind((address, 0))
    made.listen(backlog)
    return made


def pair(at=None):
    server = at or listener()
    client = tcp()
    client.connect(server.getsockname())
    accepted = server.accept()[0]
    keep.append(accepted)
    return client, accepted


def fill(sender):
    """Until the peer, which does not read, has room for no more: a FIN then waits behind the data."""
    sender.setblocking(False)
    try:
        while True:
            sender.send(b"x" * 65536)
    except BlockingIOError:
        pass


def listeners_and_queues():
    listener(backlog=7)
    full = listener(backlog=1)
    for _ in range(2):
        tcp().connect(full.getsockname())
    waiting = tcp()  # SYN_SENT: a full queue drops the SYN
    waiting.setblocking(False)
    waiting.connect_ex(full.getsockname())
    deferring = listener()  # SYN_RECV: the handshake counts when data comes
    deferring.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 60)
    tcp().connect(deferring.getsockname())
    client, accepted = pair()
    client.send(b"not read")
    client, accepted = pair()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    dual = socket.create_server(("", 0), family=socket.AF_INET6, dualstack_ipv6=True)
    keep.append(dual)
    mapped = tcp()
    mapped.connect(("127.0.0.1", dual.getsockname()[1]))
    keep.append(dual.accept()[0])
    six = listener("::1", family=socket.AF_INET6)
    talker = tcp(socket.AF_INET6)
    talker.connect(six.getsockname())


def closing_states():
    client, accepted = pair()  # CLOSE_WAIT and FIN_WAIT2
    client.shutdown(socket.SHUT_WR)
    client, accepted = pair()  # TIME_WAIT
    client.close(), accepted.close()
    client, accepted = pair()  # FIN_WAIT2 without a process
    client.close()
    client, accepted = pair()  # FIN_WAIT1
    fill(client)
    client.shutdown(socket.SHUT_WR)
    client, accepted = pair()  # CLOSING: the peer's FIN comes while ours waits
    fill(client)
    client.shutdown(socket.SHUT_WR)
    accepted.shutdown(socket.SHUT_WR)
    client, accepted = pair()  # LAST_ACK
    accepted.shutdown(socket.SHUT_WR)
    fill(client)
    client.close()


def datagrams_and_unix(folder):
    one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    one.bind(("127.0.0.1", 0))
    two = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    two.connect(one.getsockname())
    two.send(b"not read")
    six = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    six.bind(("::", 0))
    path = socket.socket(socket.AF_UNIX)
    path.bind(folder + "/a b.sock")
    path.listen(5)
    caller = socket.socket(socket.AF_UNIX)
    caller.connect(folder + "/a b.sock")
    abstract = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    abstract.bind("\0fairlead abstract")
    packets = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    packets[0].send(b"waits")
    streams = socket.socketpair()
    keep.extend([one, two, six, path, caller, abstract, *packets, *streams])


SS_STATES = {"ESTAB": "ESTABLISHED", "UNCONN": "UNCONNECTED", "FIN-WAIT-1": "FIN_WAIT1", "FIN-WAIT-2": "FIN_WAIT2"}
SS_TIMERS = {"on": "retransmit", "keepalive": "keepalive", "timewait": "time_wait", "persist": "probe"}
FACTS = ["bytes_sent", "bytes_acked", "bytes_received", "segs_out", "segs_in", "cwnd", "mss", "pmtu"]
NAMES = {"cwnd": "snd_cwnd", "mss": "snd_mss"}


def place(text):
    text = text.replace("[::ffff:127.0.0.1]", "127.0.0.1").replace("%lo", "")
    return None if text in ("*", "0.0.0.0:*", "[::]:*", "*:*") else text


def of_ss(line):
    """ss separates by blanks, and paths may hold some: the inode after a path ends it."""
    head = re.match(r"(\S+)\s+(\S+)\s+(\d+)\s+(\d+)\s+(.*)", line)
    netid, state, receive, send, rest = head.groups()
    unix = netid.startswith("u_")
    if unix:
        ends = re.match(r"(.*?) (\d+)\s+(.*?) (\d+)\s*(?:users:|ino:|<->|-->|<--|---|$)", rest)
        key = "unix " + ends.group(2)
    else:
        ends = re.match(r"(\S+)\s+(\S+)", rest)
        key = netid + " " + str(place(ends.group(1))) + " " + str(place(ends.group(2)))
    told = {"state": SS_STATES.get(state, state.replace("-", "_")), "receive": int(receive), "send": int(send)}
    told["pids"] = sorted(set(int(pid) for pid in re.findall(r'pid=(\d+)', rest)))
    told["command"] = sorted(set(re.findall(r'\(\("([^"]+)"', rest)))
    if unix:
        told["local"], told["peer"] = place(ends.group(1)), int(ends.group(4))
        return key, told
    timer = re.search(r"timer:\((\w+),", rest)
    told["timer"] = SS_TIMERS.get(timer.group(1), timer.group(1)) if timer else None
    told["inode"] = int((re.search(r" ino:(\d+)", rest) or [0, 0])[1])
    told["cookie"] = (re.search(r" sk:(\w+)", rest) or ["", ""])[1]
    for fact in FACTS:
        found = re.search(r"\b" + fact + r":(\d+)", rest)
        if netid == "tcp" and found:
            told[fact] = int(found.group(1))
    return key, told


def of_stat(line, beside):
    s = json.loads(line)
    unix = s["protocol"] == "unix"
    key = "unix %d" % s["inode"] if unix else "%s %s %s" % (s["protocol"], s["local"], s["remote"])
    told = {"state": s["state"], "receive": s["receive_queue"], "send": s["send_queue"]}
    told["pids"] = sorted(set(owner["pid"] for owner in s["owners"]))
    told["command"] = sorted(set(owner["command"] for owner in s["owners"]))
    if unix:
        told["local"], told["peer"] = s["local"], s["peer_inode"]
        return key, told
    told["timer"] = s["timer"]["kind"] if s["timer"] else None
    told["inode"], told["cookie"] = s["inode"], s["cookie"]
    for fact in FACTS:
        if fact in beside.get(key, {}):
            told[fact] = s.get("tcp_info", {}).get(NAMES.get(fact, fact))
    return key, told


def run(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines()


def agrees(here, before, after):
    """What moves meanwhile, as a queue that is full and a peer that is asked again, lies between."""
    if here in (before, after):
        return True
    return all(type(value) is int for value in (here, before, after)) and min(before, after) <= here <= max(before, after)


def states(sockets):
    return {key: told["state"] for key, told in sockets.items()}


def between_two_of_ss():
    """What stat tells while no socket changes its state: an ACK that is delayed ends FIN_WAIT1 40 ms later."""
    for _ in range(20):
        before = dict(of_ss(line) for line in run("ss", "-HOtanupxie"))
        told = run(*shlex.split(sys.argv[1]), "stat", "--json", "--all")
        after = dict(of_ss(line) for line in run("ss", "-HOtanupxie"))
        if states(before) == states(after):
            return [line for line in told if '"socket"' in line[:20]], before, after
    sys.exit("the sockets keep changing their states")


def main():
    with tempfile.TemporaryDirectory() as folder:
        listeners_and_queues()
        closing_states()
        datagrams_and_unix(folder)
        lines, before, after = between_two_of_ss()
        told = dict(of_stat(line, before) for line in lines)
    print("\n".join(sorted(set(key.split()[0] + " " + value["state"] for key, value in told.items()))))
    for key in sorted(before.keys() | told.keys()):
        for field in sorted(before.get(key, {"": "ss lacks it"})):
            here, there = told.get(key, {}).get(field), before.get(key, {}).get(field)
            if not agrees(here, there, after.get(key, {}).get(field)):
                print("DIFFERENT %s %s: stat %r, ss %r" % (key, field, here, there))


main()
