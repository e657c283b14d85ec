package io.fairlead.client.call;

import io.fairlead.client.Client;
import io.fairlead.frame.Frame;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What {@link Calls} are to be; not thread-safe. */
public final class CallsBuilder {
    final Client client;
    Duration timeout = Calls.TIMEOUT;
    Duration lateTimeout = Calls.LATE_TIMEOUT;
    int sentMax = Calls.SENT_MAX;
    int waitingMax = Calls.WAITING_MAX;
    @Nullable Consumer<Frame> pushes;
    Predicate<Frame> isPush = _ -> false;
    @Nullable CallLogin login;
    Duration loginTimeout = Calls.TIMEOUT;
    private @Nullable Duration silenceTimeout;
    private @Nullable Function<Frame, ?> ofRequest;
    private @Nullable Function<Frame, ?> ofAnswer;

    CallsBuilder(Client client) {
        this.client = client;
    }

    /**
     * The deadline of a call where nothing else is said, from its beginning to its answer; {@link
     * Calls#TIMEOUT} unless told.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public CallsBuilder timeout(Duration timeout) {
        this.timeout = Calls.checked(timeout);
        return this;
    }

    /**
     * How long after its deadline the answer to a call may still come, to be dropped; {@link
     * Calls#LATE_TIMEOUT} unless told. In order, where every later answer waits behind it, the
     * connection then ends. By key, the key may then be used again.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public CallsBuilder lateTimeout(Duration lateTimeout) {
        this.lateTimeout = Calls.checked(lateTimeout);
        return this;
    }

    /**
     * How long nothing at all may come while an answer is awaited; the connection then ends, and
     * its calls are {@link CallException.Kind#LOST}. Unless told, only the kernel finds out that a
     * network was cut: see {@link io.fairlead.service.Limits#keepAlive}. It should be longer than
     * the server may take for its slowest answer, if no other one comes meanwhile.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public CallsBuilder silenceTimeout(Duration silenceTimeout) {
        this.silenceTimeout = Calls.checked(silenceTimeout);
        return this;
    }

    /**
     * How many requests may be sent before the first of them is answered (pipelining); {@link
     * Calls#SENT_MAX} unless told. With 1, there is one at a time.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public CallsBuilder sentMax(int sentMax) {
        if (sentMax < 1) throw new IllegalArgumentException("sentMax is below 1: " + sentMax);
        this.sentMax = sentMax;
        return this;
    }

    /**
     * How many calls beyond {@link #sentMax} wait for their turn, each until its deadline; {@link
     * Calls#WAITING_MAX} unless told. What is above it is refused at once. While there is no
     * connection, as many as could be sent and could wait do wait.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public CallsBuilder waitingMax(int waitingMax) {
        if (waitingMax < 0) throw new IllegalArgumentException("negative: " + waitingMax);
        this.waitingMax = waitingMax;
        return this;
    }

    /**
     * Answers come in any order, each with the key of its request, such as an id; unless told, they
     * come in the order of the requests.
     *
     * @param ofRequest the key of a request; called in the thread of {@code call} or {@code submit}
     * @param ofAnswer the key of a frame that has come, equal to that of its request; null if it is
     *     no answer
     */
    public <K> CallsBuilder matchBy(Function<Frame, K> ofRequest, Function<Frame, K> ofAnswer) {
        this.ofRequest = ofRequest;
        this.ofAnswer = ofAnswer;
        return this;
    }

    /** As {@link #matchBy(Function, Function)}, where the key is at the same place in both. */
    public <K> CallsBuilder matchBy(Function<Frame, K> key) {
        return matchBy(key, key);
    }

    /**
     * Gets the frames that nobody asked for. Unless told, such a frame ends the connection, for it
     * may be the second answer to a request.
     *
     * @param pushes called on the connection's turn, so it must not block; the frame is valid until
     *     it returns
     */
    public CallsBuilder pushes(Consumer<Frame> pushes) {
        this.pushes = pushes;
        return this;
    }

    /**
     * As {@link #pushes(Consumer)}, also for frames that come while answers are awaited.
     *
     * @param isPush true for a frame that is no answer
     */
    public CallsBuilder pushes(Predicate<Frame> isPush, Consumer<Frame> pushes) {
        this.isPush = isPush;
        return pushes(pushes);
    }

    /**
     * Says something on each new connection before calls are sent, within {@link Calls#TIMEOUT}: a
     * login, a greeting, the choice of a database. Where it fails or takes too long, the connection
     * ends with that reason, which its calls and the report of its end name; {@link
     * io.fairlead.client.ClientBuilder#reconnect} makes another one, after its growing wait. {@link
     * #pushes(Predicate, Consumer)} are taken out before.
     */
    public CallsBuilder login(CallLogin login) {
        return login(login, Calls.TIMEOUT);
    }

    /**
     * As {@link #login(CallLogin)}, with a deadline of its own.
     *
     * @throws IllegalArgumentException if {@code timeout} is not above 0
     */
    public CallsBuilder login(CallLogin login, Duration timeout) {
        this.login = login;
        loginTimeout = Calls.checked(timeout);
        return this;
    }

    /** Begins to connect, and returns at once. */
    public Calls start() {
        return new Calls(this);
    }

    Sent sent() {
        long lateNs = Calls.ns(lateTimeout);
        Sent sent =
                ofRequest == null || ofAnswer == null
                        ? new SentInOrder(lateNs)
                        : new SentByKey(ofRequest, ofAnswer, lateNs, sentMax);
        return silenceTimeout == null
                ? sent
                : new SilenceWatch(sent, silenceTimeout, client::nanoTime);
    }
}
