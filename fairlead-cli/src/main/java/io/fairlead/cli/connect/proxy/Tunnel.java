package io.fairlead.cli.connect.proxy;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.text.DurationText;
import io.fairlead.client.raw.StreamClient;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A connection to a server through a proxy. */
public final class Tunnel {
    private Tunnel() {}

    /**
     * Connects to {@code proxy} and has it connect to {@code target}.
     *
     * @param options for the connection to the proxy; its timeout is for the proxy's answer, too
     * @return a connection to the target; the caller closes it
     * @throws NetException if the proxy cannot be reached
     * @throws CommandException if it does not connect; the message says what it answered
     */
    public static StreamClient connect(Proxy proxy, Endpoint target, ConnectOptions options)
            throws NetException, CommandException {
        StreamClient client = StreamClient.connect(proxy.endpoint(), options);
        AtomicBoolean late = new AtomicBoolean();
        CompletableFuture<Void> limit =
                CompletableFuture.runAsync(
                        () -> {
                            late.set(true);
                            client.close();
                        },
                        CompletableFuture.delayedExecutor(
                                options.timeout().toMillis(), TimeUnit.MILLISECONDS));
        boolean done = false;
        try {
            ask(proxy, target, client);
            done = limit.cancel(false);
        } catch (ProxyException e) {
            throw failure(proxy, target, e.exitCode(), String.valueOf(e.getMessage()));
        } catch (NetException e) {
            if (!late.get()) throw e;
        } finally {
            if (!done) client.close();
            limit.cancel(false);
        }
        if (done) return client;
        throw failure(
                proxy,
                target,
                ExitCode.TIMEOUT,
                "no answer within " + DurationText.brief(options.timeout()));
    }

    private static void ask(Proxy proxy, Endpoint target, StreamClient client)
            throws NetException, ProxyException {
        ProxyStream stream = new ProxyStream(client);
        switch (proxy.kind()) {
            case SOCKS5 -> new Socks5(stream, proxy).connect(target);
            case HTTP -> new HttpConnect(stream, proxy).connect(target);
        }
    }

    private static CommandException failure(
            Proxy proxy, Endpoint target, ExitCode code, String sentence) {
        return new CommandException(
                code, "connect " + target + " through the proxy " + proxy + ": " + sentence);
    }
}
