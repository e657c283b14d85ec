package io.fairlead.cli.serve.kind;

import io.fairlead.cli.Shell;
import io.fairlead.exec.ProgramService;
import io.fairlead.exec.command.CommandService;
import io.fairlead.frame.Codec;
import io.fairlead.net.Endpoint;
import io.fairlead.service.Limits;
import java.util.List;
import java.util.Locale;

/** Services that put programs to work. */
public enum ProgramKind implements ServiceKind {
    /** The program of the command line. */
    EXEC(7200, "one process of a program per connection: serve exec -- PROGRAM ARG..."),
    /** Those that a file allows. */
    COMMANDS(7201, "commands that a file allows: serve commands --config FILE");

    private final int port;
    private final String summary;

    ProgramKind(int port, String summary) {
        this.port = port;
        this.summary = summary;
    }

    @Override
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String summary() {
        return summary;
    }

    @Override
    public boolean overUdp() {
        return true;
    }

    @Override
    public boolean answersDatagrams() {
        return true;
    }

    @Override
    public Codec codec(int lineBytesMax) {
        return this == EXEC ? Codec.raw() : CommandService.codec();
    }

    @Override
    public int lineBytesMax(int asked, Endpoint endpoint) {
        return this == EXEC ? 0 : CommandService.LINE_BYTES_MAX;
    }

    @Override
    public Limits limits(Limits asked) {
        return this == EXEC ? ProgramService.limits(asked) : CommandService.limits(asked);
    }

    @Override
    public String tryIt(Endpoint endpoint) {
        String typed = this == EXEC ? "printf 'hello\\n'" : "echo help";
        String host = endpoint.isWildcard() ? "127.0.0.1" : endpoint.host();
        return typed
                + switch (endpoint.scheme()) {
                    case UNIX -> " | nc -NU " + endpoint.path();
                    case TLS ->
                            " | fairlead connect -q --ca FILE --cert FILE --key FILE " + endpoint;
                    case UDP ->
                            String.format(
                                    Locale.ROOT, " | socat -t1 - UDP:%s:%d", host, endpoint.port());
                    default -> String.format(Locale.ROOT, " | nc -N %s %d", host, endpoint.port());
                };
    }

    @Override
    public List<ServiceOffer> usualOffers(Shell shell) {
        if (this == EXEC) return List.of(new ServiceOffer(this, Endpoint.tcp("127.0.0.1", port)));
        return List.of(
                new ServiceOffer(
                        this,
                        Endpoint.unix(PrivateDirectory.path(shell).resolve("commands.sock"))));
    }
}
