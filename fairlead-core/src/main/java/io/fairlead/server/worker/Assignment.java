package io.fairlead.server.worker;

import io.fairlead.frame.Codec;
import io.fairlead.service.Handler;
import io.fairlead.service.HomeConsumer;
import io.fairlead.service.Limits;
import io.fairlead.service.Service;
import io.fairlead.tls.layer.TlsOrder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a worker process is to serve, as it travels there: by Java serialization, over a socket that
 * nobody else has.
 *
 * @param endpoint of the server
 * @param service is null where there is a handler
 * @param tls is null where bytes are sent as they are
 */
public record Assignment(
        String endpoint,
        Codec codec,
        @Nullable Service service,
        @Nullable Handler handler,
        Limits limits,
        @Nullable TlsOrder tls)
        implements Serializable {
    /** The same with other certificates and keys. */
    public Assignment with(@Nullable TlsOrder newTls) {
        return new Assignment(endpoint, codec, service, handler, limits, newTls);
    }

    /** In the place of a consumer that stays in the server's process. */
    private record Absent(int index) implements Serializable {}

    /**
     * The bytes that {@link #read} makes a copy of.
     *
     * @param model that wants the copy, by its word
     * @param home gets the consumers that stay, in the order of their numbers
     * @throws IllegalArgumentException if something in it cannot be copied; the message says what,
     *     and what to do
     */
    public byte[] bytes(String model, List<Consumer<String>> home) {
        refuseShared(model);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new Output(bytes, home)) {
            out.writeObject(this);
        } catch (NotSerializableException e) {
            throw new IllegalArgumentException(sentence(model, String.valueOf(e.getMessage())), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the model %s copies the service into other processes, and that failed: %s"
                            .formatted(model, e),
                    e);
        }
        return bytes.toByteArray();
    }

    private void refuseShared(String model) {
        boolean shared = service == null ? sharesState(handler) : service.sharesState();
        if (!shared) return;
        Object which = Objects.requireNonNull(service == null ? handler : service);
        throw new IllegalArgumentException(
                "the model "
                        + model
                        + " serves in several processes, but the connections of "
                        + named(which.getClass().getName())
                        + " share state, and each process would have its own; use a model with one"
                        + " process, such as virtual");
    }

    private static boolean sharesState(@Nullable Handler handler) {
        return handler != null && handler.sharesState();
    }

    private static String sentence(String model, String className) {
        String remedy =
                className.contains("$$Lambda")
                        ? "write (Service & Serializable) before the lambda"
                        : "let it implement java.io.Serializable if a copy works as well";
        return "the model "
                + model
                + " copies the service into other processes, but "
                + named(className)
                + " is not Serializable; "
                + remedy
                + ", or use a model with one process, such as virtual";
    }

    private static String named(String className) {
        int lambda = className.indexOf("$$Lambda");
        return lambda < 0 ? className : "a lambda of " + className.substring(0, lambda);
    }

    /**
     * A copy of what was written.
     *
     * @param home makes the consumer that stands for the one with that number
     */
    static Assignment read(byte[] bytes, IntFunction<Consumer<String>> home)
            throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new Input(new ByteArrayInputStream(bytes), home)) {
            return (Assignment) in.readObject();
        }
    }

    private static final class Output extends ObjectOutputStream {
        private final List<Consumer<String>> home;

        Output(OutputStream to, List<Consumer<String>> home) throws IOException {
            super(to);
            this.home = home;
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object object) {
            if (!(object instanceof HomeConsumer stays)) return object;
            home.add(stays);
            return new Absent(home.size() - 1);
        }
    }

    private static final class Input extends ObjectInputStream {
        private final IntFunction<Consumer<String>> home;

        Input(InputStream from, IntFunction<Consumer<String>> home) throws IOException {
            super(from);
            this.home = home;
            enableResolveObject(true);
        }

        @Override
        protected Object resolveObject(Object object) {
            return object instanceof Absent absent
                    ? new HomeConsumer(home.apply(absent.index()))
                    : object;
        }
    }
}
