package io.fairlead.client.call;

import io.fairlead.client.Client;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.frame.TypedCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Requests, each with one answer, over one connection of a {@link Client}: pipelined or one at a
 * time, answered in order or by a key.
 *
 * <pre>{@code
 * try (Client client = Client.to("tcp://127.0.0.1:7001").codec(Codec.lines()).start();
 *         Calls calls = Calls.over(client).start()) {
 *     Frame answer = calls.call(Frame.of("hello"));
 * }
 * }</pre>
 *
 * <p>A call ends with its answer, or with a {@link CallException} that says why there is none: at
 * its deadline, when the connection ends, or when too many calls are under way. Calls begin at
 * once; until there is a connection, they wait for it. With {@link
 * io.fairlead.client.ClientBuilder#reconnect} calls that have not been sent wait for the next one,
 * and none is ever sent twice.
 *
 * <p>Who gives a call up (its deadline has come, or its future is completed or cancelled) drops its
 * answer, which may still come. It is never taken for the answer to another call.
 *
 * <p>{@link Client#close} refuses new calls and lets those under way finish. Safe for any thread.
 */
public final class Calls implements AutoCloseable {
    /** The deadline of a call: 10 s. */
    public static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** How long after its deadline an answer may come: 30 s. */
    public static final Duration LATE_TIMEOUT = Duration.ofSeconds(30);

    /** Requests that are sent and not answered yet: 256. */
    public static final int SENT_MAX = 256;

    /** Calls that wait to be sent: 1,024. */
    public static final int WAITING_MAX = 1024;

    private static final long NS_MAX = Long.MAX_VALUE / 4; // a sum of two must not wrap around

    private final CallService service;
    private final Duration timeout;

    Calls(CallsBuilder builder) {
        timeout = builder.timeout;
        service = new CallService(builder);
        service.connect();
    }

    /**
     * Begins to describe the calls over a connection of {@code client}, whose codec cuts requests
     * and answers. Closing the calls does not close the client.
     */
    public static CallsBuilder over(Client client) {
        return new CallsBuilder(client);
    }

    static Duration checked(Duration timeout) {
        if (!timeout.isPositive()) throw new IllegalArgumentException("not above 0: " + timeout);
        return timeout;
    }

    static long ns(Duration timeout) {
        return Math.min(TimeUnit.NANOSECONDS.convert(timeout), NS_MAX);
    }

    /**
     * Begins a call, and returns at once.
     *
     * @param request is copied
     * @return the answer, a frame that stays valid; or a {@link CallException}. It completes on the
     *     connection's turn, so what depends on it without {@code Async} must not block. Who
     *     cancels it gives the call up
     * @throws IllegalArgumentException if the codec cannot send the request as one frame
     */
    public CompletableFuture<Frame> submit(Frame request) {
        return submit(request, timeout);
    }

    /**
     * As {@link #submit(Frame)}, with a deadline of its own.
     *
     * @param timeout from now on
     * @throws IllegalArgumentException if the codec cannot send the request as one frame, or {@code
     *     timeout} is not above 0
     */
    public CompletableFuture<Frame> submit(Frame request, Duration timeout) {
        return service.begin(request, ns(checked(timeout))).answer;
    }

    /**
     * Makes a call and waits for its answer.
     *
     * @param request is copied
     * @return the answer, a frame that stays valid
     * @throws CallException if there is none; says why
     * @throws InterruptedException if this thread is interrupted; the call is given up
     * @throws IllegalArgumentException if the codec cannot send the request as one frame
     * @throws IllegalStateException in the thread that serves the connection, which would wait for
     *     itself
     */
    public Frame call(Frame request) throws CallException, InterruptedException {
        return call(request, timeout);
    }

    /**
     * As {@link #call(Frame)}, with a deadline of its own.
     *
     * @param timeout from now on; above 0
     */
    public Frame call(Frame request, Duration timeout) throws CallException, InterruptedException {
        return service.await(request, ns(checked(timeout)));
    }

    /**
     * As {@link #call(Frame)}, with messages for frames.
     *
     * @throws io.fairlead.frame.FrameException if the answer is no message
     */
    public <T> T call(TypedCodec<T> codec, T request) throws IOException, InterruptedException {
        return codec.toMessage(call(codec.toFrame(request)));
    }

    /**
     * As {@link #submit(Frame)}, with messages for frames; fails with a {@link
     * io.fairlead.frame.FrameException} if the answer is no message.
     */
    public <T> CompletableFuture<T> submit(TypedCodec<T> codec, T request) {
        CompletableFuture<T> message = new CompletableFuture<>();
        CompletableFuture<Frame> answer = submit(codec.toFrame(request));
        CompletableFuture<?> _ =
                answer.whenComplete((frame, failure) -> {
                    if (failure == null) {
                        complete(message, codec, frame);
                    } else {
                        message.completeExceptionally(failure);
                    }
                });
        // Who cancels the one gives the other up.
        CompletableFuture<?> _ = message.whenComplete((_, _) -> answer.cancel(false));
        return message;
    }

    private static <T> void complete(
            CompletableFuture<T> message, TypedCodec<T> codec, Frame answer) {
        try {
            message.complete(codec.toMessage(answer));
        } catch (FrameException | RuntimeException e) {
            message.completeExceptionally(e);
        }
    }

    /** Calls under way: those that wait to be sent, and those that were sent. */
    public int underWay() {
        return service.underWay();
    }

    /** Ends the connection, and all calls that are under way. Later calls are refused. */
    @Override
    public void close() {
        service.close();
    }
}
