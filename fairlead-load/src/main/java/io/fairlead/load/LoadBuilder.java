package io.fairlead.load;

import io.fairlead.frame.Codec;
import io.fairlead.net.Endpoint;
import io.fairlead.tls.TlsOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Load}. For one thread. */
public final class LoadBuilder {
    private final Endpoint endpoint;
    private Load.Kind kind = Load.Kind.EXCHANGE;
    private int connections = 1;
    private Payload payload = Payload.ofSize(64);
    private Codec codec = Codec.raw();
    private Load.@Nullable Answer answer;
    private int depth = 1;
    private double rate;
    private Duration settle = Duration.ZERO;
    private Duration warmUp = Duration.ofSeconds(2);
    private Duration duration = Duration.ofSeconds(10);
    private @Nullable Duration timeout;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private int threads = 1;
    private long serverPid;
    private TlsOptions tls = TlsOptions.DEFAULT;
    private boolean resumes = true;

    LoadBuilder(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** See {@link Load#kind}. */
    public LoadBuilder kind(Load.Kind value) {
        kind = value;
        return this;
    }

    /** See {@link Load#connections}. */
    public LoadBuilder connections(int value) {
        connections = value;
        return this;
    }

    /** See {@link Load#payload}. */
    public LoadBuilder payload(Payload value) {
        payload = value;
        return this;
    }

    /** See {@link Load#codec}. */
    public LoadBuilder codec(Codec value) {
        codec = value;
        return this;
    }

    /** See {@link Load#answer}. Default: echo; none for reverse and bidir. */
    public LoadBuilder answer(Load.Answer value) {
        answer = value;
        return this;
    }

    /** See {@link Load#depth}. */
    public LoadBuilder depth(int value) {
        depth = value;
        return this;
    }

    /** See {@link Load#rate}. */
    public LoadBuilder rate(double value) {
        rate = value;
        return this;
    }

    /** See {@link Load#settle}. Default: nothing is waited for. */
    public LoadBuilder settle(Duration value) {
        settle = value;
        return this;
    }

    /** See {@link Load#warmUp}. */
    public LoadBuilder warmUp(Duration value) {
        warmUp = value;
        return this;
    }

    /** See {@link Load#duration}. */
    public LoadBuilder duration(Duration value) {
        duration = value;
        return this;
    }

    /** See {@link Load#timeout}. Default: 10 s, and 1 s over UDP. */
    public LoadBuilder timeout(Duration value) {
        timeout = value;
        return this;
    }

    /** See {@link Load#connectTimeout}. */
    public LoadBuilder connectTimeout(Duration value) {
        connectTimeout = value;
        return this;
    }

    /** See {@link Load#threads}. */
    public LoadBuilder threads(int value) {
        threads = value;
        return this;
    }

    /** See {@link Load#serverPid}. */
    public LoadBuilder serverPid(long value) {
        serverPid = value;
        return this;
    }

    /** See {@link Load#tls}. */
    public LoadBuilder tls(TlsOptions value) {
        tls = value;
        return this;
    }

    /** See {@link Load#resumes}. */
    public LoadBuilder resumes(boolean value) {
        resumes = value;
        return this;
    }

    /**
     * The load, checked.
     *
     * @throws IllegalArgumentException if parts do not go together
     */
    public Load build() {
        boolean udp = endpoint.scheme() == Endpoint.Scheme.UDP;
        Load.Answer usual = kind.isUnanswered() ? Load.Answer.NONE : Load.Answer.ECHO;
        Duration patience = timeout != null ? timeout : Duration.ofSeconds(udp ? 1 : 10);
        return new Load(
                endpoint,
                kind,
                connections,
                payload,
                codec,
                answer != null ? answer : usual,
                depth,
                rate,
                settle,
                warmUp,
                duration,
                patience,
                connectTimeout,
                threads,
                serverPid,
                tls,
                resumes);
    }
}
