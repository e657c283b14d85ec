package io.fairlead.load;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.net.Endpoint;
import io.fairlead.tls.TlsOptions;
import java.time.Duration;

/**
 * What load to make. Immutable.
 *
 * @param endpoint the server
 * @param kind what a connection does
 * @param connections how many connections, or sockets over UDP; receivers of a fan-out
 * @param payload what a message holds
 * @param codec how messages are cut out of a stream; raw over UDP
 * @param answer what the server is expected to send back
 * @param depth how many messages of a connection may be unanswered at once
 * @param rate messages a second over all connections, or connections a second for churn; 0 is a
 *     closed loop: each answer is followed by the next message
 * @param settle how long, at most, the warm-up waits until each connection of an exchange has been
 *     answered once
 * @param warmUp how long load is made before anything counts
 * @param duration how long it counts
 * @param timeout how long an answer may take before it is an error, or a loss over UDP
 * @param connectTimeout how long looking the name up and connecting may take
 * @param threads how many threads make the load
 * @param serverPid the process to measure; 0 finds the one that listens, if that can be known
 * @param tls how a {@code tls://} endpoint is spoken with
 * @param resumes whether later connections to it may resume the TLS session of an earlier one,
 *     which costs the server a part of a handshake
 */
public record Load(
        Endpoint endpoint,
        Kind kind,
        int connections,
        Payload payload,
        Codec codec,
        Answer answer,
        int depth,
        double rate,
        Duration settle,
        Duration warmUp,
        Duration duration,
        Duration timeout,
        Duration connectTimeout,
        int threads,
        long serverPid,
        TlsOptions tls,
        boolean resumes) {
    /** The most connections of one run. */
    public static final int CONNECTIONS_MAX = 1_000_000;

    /** The most unanswered messages of one connection. */
    public static final int DEPTH_MAX = 65_536;

    /** The most threads of one run. */
    public static final int THREADS_MAX = 256;

    /** What a connection does. */
    public enum Kind {
        /** It stays, and messages go to and fro. */
        EXCHANGE,
        /** It is opened, exchanges one message, and is closed. */
        CHURN,
        /** It is held open and does nothing. */
        IDLE,
        /** One more connection sends, and all of these receive. */
        FANOUT,
        /** The server sends by itself; what arrives is counted. */
        REVERSE,
        /** It sends without waiting, and at the same time counts what arrives. */
        BIDIR;

        /** Whether what arrives is counted only, and answers no message. */
        public boolean isUnanswered() {
            return this == REVERSE || this == BIDIR;
        }
    }

    /** What the server is expected to send back. */
    public enum Answer {
        /** The same bytes, which are compared. */
        ECHO,
        /** One frame for each message, whatever it holds. */
        ANY,
        /** Nothing: a message counts when the kernel has taken it. */
        NONE
    }

    /**
     * @throws IllegalArgumentException if parts do not go together; the message says which
     */
    public Load {
        within(connections, CONNECTIONS_MAX, "the number of connections");
        within(depth, DEPTH_MAX, "the pipeline depth");
        within(threads, THREADS_MAX, "the number of threads");
        check(rate >= 0 && rate <= 1e9, "the rate must be above 0 and at most 1000000000 a second");
        check(duration.isPositive(), "the duration must be above 0");
        check(!warmUp.isNegative(), "the warm-up must not be below 0");
        check(!settle.isNegative(), "the time to settle must not be below 0");
        check(timeout.isPositive() && connectTimeout.isPositive(), "a timeout must be above 0");
        // Refuses what the codec cannot frame.
        check(codec.encodedBytes(Frame.of(payload.content())) > 0, "a message must have bytes");
        boolean raw = codec.equals(Codec.raw());
        if (endpoint.scheme() == Endpoint.Scheme.UDP) {
            check(raw, "over UDP each datagram is a message; remove the framing");
            check(
                    kind == Kind.EXCHANGE,
                    "UDP has no connections; churn, idle, fan-out, reverse and bidir need"
                            + " tcp:// or unix:");
            check(
                    payload.bytes() <= Payload.DATAGRAM_BYTES_MAX,
                    "a datagram holds at most 65507" + " bytes");
            check(
                    !payload.isStamped() || payload.bytes() >= Payload.STAMP_BYTES,
                    "over UDP a message needs 16 bytes, for its number");
        }
        check(
                answer != Answer.ANY || !raw || endpoint.scheme() == Endpoint.Scheme.UDP,
                "without framing, the end of an answer is unknown; give the framing, or expect"
                        + " an echo");
        check(
                kind != Kind.FANOUT || answer != Answer.NONE,
                "a fan-out has answers: expect echo or any");
        check(
                rate == 0 || (kind != Kind.IDLE && kind != Kind.REVERSE),
                "idle and reverse connections send nothing, so they have no rate");
        check(
                answer == Answer.NONE || !kind.isUnanswered(),
                "reverse and bidir expect no answers: the answer must be none");
    }

    private static void within(int number, int max, String what) {
        check(number >= 1 && number <= max, what + " must be from 1 to " + max);
    }

    private static void check(boolean holds, String sentence) {
        if (!holds) throw new IllegalArgumentException(sentence);
    }

    /** Whether messages are due at fixed times, and not when the last answer came. */
    public boolean isOpenLoop() {
        return rate > 0;
    }

    /** The same load for another server. */
    public LoadBuilder to(Endpoint other) {
        return new LoadBuilder(other)
                .kind(kind)
                .connections(connections)
                .payload(payload)
                .codec(codec)
                .answer(answer)
                .depth(depth)
                .rate(rate)
                .settle(settle)
                .warmUp(warmUp)
                .duration(duration)
                .timeout(timeout)
                .connectTimeout(connectTimeout)
                .threads(threads)
                .serverPid(serverPid)
                .tls(tls)
                .resumes(resumes);
    }

    /** One connection that echoes 64 bytes in a closed loop for 10 s, after 2 s of warm-up. */
    public static LoadBuilder at(Endpoint endpoint) {
        return new LoadBuilder(endpoint);
    }
}
