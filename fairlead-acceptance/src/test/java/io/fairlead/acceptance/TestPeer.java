package io.fairlead.acceptance;

import java.io.IOException;

/** A server of others on a free port of loopback: socat, tcpserver. */
final class TestPeer {
    private static final String LISTEN = "TCP-LISTEN:0,bind=127.0.0.1";

    private final Program program;
    private final int port;

    private TestPeer(Program program, int port) {
        this.program = program;
        this.port = port;
    }

    /** Sends {@code bytes} to its only client, and closes. */
    static TestPeer sending(Programs programs, byte[] bytes) throws IOException {
        return socat(programs.client("socat", "-d", "-d", "-u", "-", LISTEN).input(bytes));
    }

    /** Runs a shell's command line for its only client; its end of input is the client's. */
    static TestPeer running(Programs programs, String script) throws IOException {
        // -t: how long an answer may take after one direction has ended
        String system = "SYSTEM:" + script.replace(":", "\\:").replace(",", "\\,");
        return socat(programs.client("socat", "-d", "-d", "-t20", LISTEN, system));
    }

    private static TestPeer socat(Client socat) throws IOException {
        Program program = socat.start();
        String line = program.errors().await("listening on");
        return new TestPeer(program, Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)));
    }

    /** Runs a shell's command line for each client, with tcpserver's variables. */
    static TestPeer tcpserver(Programs programs, String script) throws IOException {
        Program program =
                programs.client(
                                "tcpserver",
                                "-1",
                                "-H",
                                "-R",
                                "-l",
                                "0",
                                "127.0.0.1",
                                "0",
                                "sh",
                                "-c",
                                script)
                        .start();
        // Its first line, of all that -1 prints, is the port.
        return new TestPeer(program, Integer.parseInt(program.output().await("").strip()));
    }

    int port() {
        return port;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    long pid() {
        return program.pid();
    }
}
