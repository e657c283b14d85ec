"""Has `fairlead trace` watch conversations that this program makes, and prints what it says of them.

Runs in a network namespace of its own, with its capabilities, but not as root (tcpdump would become
another user). Arguments: the command, and one of:
  lossy     two namespaces joined by a veth pair, where nft drops one chosen packet of each conversation
  tcpdump   one conversation, captured live, through a pipe from tcpdump, and from a file of tcpdump
  hidden    packets that do not show their port where it mostly is, beside a capture of all by tcpdump
"""
import atexit, ctypes, json, os, signal, socket, struct, subprocess, sys, tempfile

COMMAND = sys.argv[1]
CLONE_NEWNET = 0x40000000
libc = ctypes.CDLL(None, use_errno=True)


def start(command, **how):
    """A program that does not outlive this one."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, **how)
    atexit.register(process.kill)
    return process


def run(*command):
    subprocess.run(command, check=True)


class Namespace:
    """A network namespace; the first is that of this program, to which each use returns."""

    def __init__(self, home=None):
        self.home = home or self
        if home and libc.unshare(CLONE_NEWNET):
            sys.exit("unshare: " + os.strerror(ctypes.get_errno()))
        self.fd = os.open("/proc/self/ns/net", os.O_RDONLY)
        # Who moves an interface here names a process.
        self.process = start(["cat"], stdin=subprocess.PIPE)
        with self:
            run("ip", "link", "set", "lo", "up")
            # No probe of the tail: only duplicate ACKs and the timeout have anything sent again.
            with open("/proc/sys/net/ipv4/tcp_early_retrans", "w") as setting:
                setting.write("0")
            run("nft", "add table inet loss")
            run("nft", "add chain inet loss in { type filter hook input priority 0; }")

    def __enter__(self):
        libc.setns(self.fd, CLONE_NEWNET)
        return self

    def __exit__(self, *_):
        libc.setns(self.home.fd, CLONE_NEWNET)

    def address(self, name, last):
        with self:
            run("ip", "address", "add", "10.9.0.%s/24" % last, "dev", name)
            run("ip", "address", "add", "fd09::%s/64" % last, "dev", name, "nodad")
            run("ip", "link", "set", name, "up")

    def drop_next(self, which):
        with self:
            run("nft", "add rule inet loss in %s numgen inc mod 1000000 0 drop" % which)

    def drop_no_more(self):
        with self:
            run("nft", "flush chain inet loss in")


class Trace:
    """A `fairlead trace --json` that captures from when this returns."""

    def __init__(self, *arguments, **how):
        command = [COMMAND, "trace", "--json", *arguments]
        self.process = start(command, text=True, **how)
        self.steps = []
        self.wait(lambda told: told["event"] == "start")

    def wait(self, wanted):
        for line in self.process.stdout:
            told = json.loads(line)
            if told["event"] == "packet":
                self.steps.append(told)
            if wanted(told):
                return told
        sys.exit("the trace has ended")

    def end(self):
        told = self.wait(lambda told: told["event"] == "end")
        if self.process.wait() != 0:
            sys.exit("the trace ends with %d" % self.process.returncode)
        return told


def join(here, there):
    """With a veth pair: east and west."""
    with here:
        run("ip", "link", "add", "east", "type", "veth", "peer", "name", "west", "netns", str(there.process.pid))
    here.address("east", "1")
    there.address("west", "2")


def connect(listener):
    client = socket.create_connection(listener.getsockname()[:2])
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    server, _ = listener.accept()
    return client, server


def close(client, server):
    client.shutdown(socket.SHUT_WR)
    assert server.recv(1) == b""
    server.close()
    assert client.recv(1) == b""
    client.close()


def receive(from_, count):
    assert len(from_.recv(count, socket.MSG_WAITALL)) == count


def all_is_well(here, there, listener, trace):
    client, server = connect(listener)
    client.sendall(b"give me much\n")
    receive(server, 13)
    server.sendall(b"x" * 40000)  # in segments that the card would cut; less than the window
    receive(client, 40000)
    close(client, server)


def the_first_syn(here, there, listener, trace):
    there.drop_next("tcp flags syn")
    close(*connect(listener))


def the_first_of_eight(here, there, listener, trace):
    client, server = connect(listener)
    there.drop_next("tcp dport %d" % listener.getsockname()[1])
    for _ in range(8):
        client.send(b"x" * 1000)
    receive(server, 8000)
    close(client, server)


def a_lone_one(here, there, listener, trace):
    client, server = connect(listener)
    there.drop_next("tcp dport %d" % listener.getsockname()[1])
    client.send(b"alone")
    receive(server, 5)
    close(client, server)


def an_acknowledgement(here, there, listener, trace):
    client, server = connect(listener)
    here.drop_next("tcp sport %d" % listener.getsockname()[1])
    client.send(b"twice")
    receive(server, 5)
    trace.wait(lambda told: "spurious retransmission" in told["marks"])
    close(client, server)


def tell(name, number, steps, conversation):
    marks = []
    for step in steps:
        for mark in step["marks"]:
            said = step["from"] + " " + mark
            if step["conversation"] == number and said not in marks:
                marks.append(said)
    last = [step for step in steps if step["conversation"] == number][-1]
    states = last["client_state"] + " " + last["server_state"]
    bytes_ = "%d %d" % (conversation["client_bytes"], conversation["server_bytes"])
    print("%s: %s; %s; %s" % (name, ", ".join(marks), bytes_, states))


def lossy():
    here = Namespace()
    there = Namespace(here)
    join(here, there)
    with there:
        listener = socket.create_server(("10.9.0.2", 0))
    losses = [all_is_well, the_first_syn, the_first_of_eight, a_lone_one, an_acknowledgement]
    trace = Trace("10.9.0.2:%d" % listener.getsockname()[1], "--conversations", str(len(losses)))
    for loss in losses:
        loss(here, there, listener, trace)
        here.drop_no_more()
        there.drop_no_more()
    end = trace.end()
    for number, loss in enumerate(losses, 1):
        tell(loss.__name__, number, trace.steps, end["conversations"][number - 1])


def comparable(trace):
    """The steps, apart from when, and from what else the capture saw."""
    trace.end()
    return [{key: step[key] for key in step if key not in ("time", "number")} for step in trace.steps]


def listen_with_tcpdump(name, *only):
    command = ["tcpdump", "-i", name, "--immediate-mode", "-U", "-w", "-", *only]
    dump = start(command, stderr=subprocess.PIPE)
    if not any(b"listening on" in line for line in dump.stderr):
        sys.exit("tcpdump does not listen")
    return dump


def tcpdump():
    Namespace()
    listener = socket.create_server(("127.0.0.1", 0))
    port = str(listener.getsockname()[1])
    live = Trace(port, "--conversations", "1")
    with tempfile.NamedTemporaryFile(suffix=".pcap") as file:
        dump = listen_with_tcpdump("lo", "port", port)
        tee = start(["tee", file.name], stdin=dump.stdout)
        piped = Trace("--pcap", "-", "--conversations", "1", stdin=tee.stdout)
        all_is_well(None, None, listener, None)
        as_live, as_piped = comparable(live), comparable(piped)
        dump.send_signal(signal.SIGINT)
        tee.wait()
        as_filed = comparable(Trace("--pcap", file.name))
    print("live: " + as_live[-1]["sentence"])
    print("piped: " + ("the same" if as_piped == as_live else repr(as_piped)))
    print("file: " + ("the same" if as_filed == as_live else repr(as_filed)))


def datagrams(sender, to, port):
    """A short one, one in pieces, and for IPv6 one behind an extension header."""
    sender.sendto(b"to another port", (to, port - 1))
    sender.sendto(b"short", (to, port))
    sender.sendto(b"x" * 3000, (to, port))
    if ":" in to:
        options = bytes([0, 0, 1, 4, 0, 0, 0, 0])
        sender.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_DSTOPTS, options)
        sender.sendto(b"behind", (to, port))


def tagged(link, tags, port):
    """A frame to everyone, with tags of virtual networks, around a datagram from port 9 to this one."""
    udp = struct.pack("!HHHH", 9, port, 13, 0) + b"%d tag" % len(tags)
    ends = socket.inet_aton("10.9.0.1") + socket.inet_aton("10.9.0.2")
    ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), 7, 0, 64, socket.IPPROTO_UDP, 0) + ends
    header = b"\xff" * 6 + b"\x02\x00\x00\x00\x00\x09"
    for tag in tags:
        header += struct.pack("!HH", tag, 5)
    link.send(header + b"\x08\x00" + ip + udp)


def hidden():
    here = Namespace()
    there = Namespace(here)
    join(here, there)
    with there:
        listener = socket.create_server(("", 0), family=socket.AF_INET6, dualstack_ipv6=True)
        port = listener.getsockname()[1]
        filtered = Trace("--port", str(port), "-i", "west", "--conversations", "1")
        dump = listen_with_tcpdump("west")
        whole = Trace("--port", str(port), "--pcap", "-", "--conversations", "1", stdin=dump.stdout)
    datagrams(socket.socket(socket.AF_INET, socket.SOCK_DGRAM), "10.9.0.2", port)
    datagrams(socket.socket(socket.AF_INET6, socket.SOCK_DGRAM), "fd09::2", port)
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as link:
        link.bind(("east", 0))
        tagged(link, [0x8100], port)
        tagged(link, [0x88a8, 0x8100], port)
        tagged(link, [0x8100], port - 1)
    client = socket.create_connection(("10.9.0.2", port))
    close(client, listener.accept()[0])
    seen, by_tcpdump = comparable(filtered), comparable(whole)
    dump.send_signal(signal.SIGINT)
    for step in seen:
        if step["protocol"] == "udp":
            print(step["label"])
    print("tcpdump: " + ("the same" if by_tcpdump == seen else repr(by_tcpdump)))


{"lossy": lossy, "tcpdump": tcpdump, "hidden": hidden}[sys.argv[2]]()
