package io.fairlead.services;

import static io.fairlead.services.ReflectionGuard.ReplyLength.ANY;
import static io.fairlead.services.ReflectionGuard.ReplyLength.UP_TO_REQUEST;

import io.fairlead.frame.Codec;
import io.fairlead.net.Endpoint;
import io.fairlead.service.Limits;
import io.fairlead.service.Service;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The services that ship. Commands and tables use this list. */
public enum Shipped {
    /** Sends back every byte. */
    ECHO(7007, "sends back every byte (RFC 862)", "raw") {
        @Override
        public Service service(ServiceOptions options) {
            return new Echo();
        }

        @Override
        public Service datagramService(ServiceOptions options) {
            return new ReflectionGuard(new Echo(), UP_TO_REQUEST, options);
        }
    },
    /** Discards every byte. */
    DISCARD(7009, "reads everything and sends nothing (RFC 863)", "raw") {
        @Override
        public Service service(ServiceOptions options) {
            return new Discard();
        }

        @Override
        public Service datagramService(ServiceOptions options) {
            return new Discard(); // which never answers: there is nothing to guard
        }
    },
    /** The time as text. */
    DAYTIME(7013, "sends the date and time as a line, and closes (RFC 867)", "raw") {
        @Override
        public Service service(ServiceOptions options) {
            return Daytime.stream(options.clock());
        }

        @Override
        public Service datagramService(ServiceOptions options) {
            return new ReflectionGuard(Daytime.datagrams(options.clock()), ANY, options);
        }
    },
    /** Characters without end. */
    CHARGEN(7019, "sends a pattern of characters without end (RFC 864)", "raw") {
        @Override
        public Service service(ServiceOptions options) {
            return Chargen.stream();
        }

        @Override
        public Limits limits(Limits asked) {
            // It fills whatever queue it gets: a long one would only cost memory.
            int queuedBytesMax = Math.min(asked.queuedBytesMax(), Chargen.QUEUED_BYTES_MAX);
            return asked.toBuilder().queuedBytesMax(queuedBytesMax).build();
        }

        @Override
        public Service datagramService(ServiceOptions options) {
            Service chargen = Chargen.datagrams(options.rfcDatagrams());
            return new ReflectionGuard(
                    chargen, options.rfcDatagrams() ? ANY : UP_TO_REQUEST, options);
        }
    },
    /** The time as a number. */
    TIME(7037, "sends the seconds since 1900 in 4 bytes, and closes (RFC 868)", "raw") {
        @Override
        public Service service(ServiceOptions options) {
            return Time.stream(options.clock());
        }

        @Override
        public Service datagramService(ServiceOptions options) {
            return new ReflectionGuard(Time.datagrams(options.clock()), ANY, options);
        }
    },
    /** Lines in upper case. */
    UPPER(7001, "sends each line back in upper case", "lines") {
        @Override
        public Service service(ServiceOptions options) {
            return new Upper();
        }

        @Override
        public Service datagramService(ServiceOptions options) {
            return new ReflectionGuard(new Upper(), UP_TO_REQUEST, options);
        }
    },
    /** A welcome, then every line sent back. */
    GREET(7002, "welcomes the client, prints each line here, and sends it back", "lines") {
        @Override
        public Service service(ServiceOptions options) {
            return new Greet(options.print());
        }

        @Override
        public boolean overUdp() {
            return false;
        }

        @Override
        public Service datagramService(ServiceOptions options) {
            throw new IllegalArgumentException(
                    "greet needs a connection, which UDP does not have; use upper or ack");
        }
    },
    /** Answers "OK" to everything. */
    ACK(7003, "answers each line with OK", "lines") {
        @Override
        public Service service(ServiceOptions options) {
            return new Ack();
        }

        @Override
        public Service datagramService(ServiceOptions options) {
            return new ReflectionGuard(new Ack(), ANY, options);
        }
    };

    private final int port;
    private final String summary;
    private final String codecName;

    Shipped(int port, String summary, String codecName) {
        this.port = port;
        this.summary = summary;
        this.codecName = codecName;
    }

    /** The service's name on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The default port: 7000 plus the port of the RFC, so that no root is needed. */
    public int port() {
        return port;
    }

    /** What it does, in a few words. */
    public String summary() {
        return summary;
    }

    /** How its streams are cut into frames. */
    public Codec codec() {
        return Codec.parse(codecName);
    }

    /** A new service for streams: TCP and Unix-domain sockets. */
    public abstract Service service(ServiceOptions options);

    /** The limits for this service, made from the limits that the user asked for. */
    public Limits limits(Limits asked) {
        return asked;
    }

    /** True if there is a {@link #datagramService}. */
    public boolean overUdp() {
        return true;
    }

    /**
     * A new service for UDP, behind a {@link ReflectionGuard} if it answers at all.
     *
     * @throws IllegalArgumentException if the service supports only streams; see {@link #overUdp}
     */
    public abstract Service datagramService(ServiceOptions options);

    /** A shell command that tries this service at {@code endpoint}, to show to people. */
    public String tryIt(Endpoint endpoint) {
        return TryIt.command(this, endpoint);
    }

    /** The service of that name, in lower case. */
    public static Optional<Shipped> find(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    /** True if {@code port} is the default port of a service that answers datagrams. */
    static boolean answersDatagramsAt(int port) {
        return Arrays.stream(values())
                .anyMatch(one -> one.port == port && one.overUdp() && one != DISCARD);
    }
}
