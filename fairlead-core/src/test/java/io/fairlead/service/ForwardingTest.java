package io.fairlead.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.SharedFrame;
import io.fairlead.frame.TypedCodec;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a new method does must be passed on, too; a default would answer for it. */
class ForwardingTest {
    private static final Map<Class<?>, Object> ANSWERS =
            Map.of(
                    long.class,
                    7L,
                    int.class,
                    8,
                    boolean.class,
                    true,
                    SendResult.class,
                    SendResult.QUEUED);

    @Test
    void aPeerPassesEveryMethodOn() throws Exception {
        everyMethodIsPassedOn(Peer.class, peer -> new ForwardingPeer(peer) {});
    }

    @Test
    void aServicePassesEveryMethodOn() throws Exception {
        everyMethodIsPassedOn(Service.class, service -> new ForwardingService(service) {});
    }

    private static <T> void everyMethodIsPassedOn(Class<T> type, UnaryOperator<T> around)
            throws Exception {
        List<Method> called = new ArrayList<>();
        Object target =
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, _) -> {
                            called.add(method);
                            return answer(method.getReturnType());
                        });
        T forwarding = around.apply(type.cast(target));
        for (Method method : type.getMethods()) {
            called.clear();
            Object[] arguments =
                    Arrays.stream(method.getParameterTypes())
                            .map(ForwardingTest::argument)
                            .toArray();
            Object answer = method.invoke(forwarding, arguments);
            assertThat(called).as("%s", method).hasSize(1);
            assertThat(called.getFirst().getName()).isEqualTo(method.getName());
            assertThat(answer).as("%s", method).isEqualTo(answer(method.getReturnType()));
        }
    }

    private static @Nullable Object answer(Class<?> type) {
        if (type.equals(java.net.SocketAddress.class))
            return InetSocketAddress.createUnresolved("a", 1);
        return ANSWERS.get(type);
    }

    private static @Nullable Object argument(Class<?> type) {
        if (type.equals(String.class)) return "text";
        if (type.equals(Class.class)) return String.class;
        if (type.equals(byte[].class)) return new byte[1];
        if (type.equals(TypedCodec.class)) return new Nothing();
        if (type.equals(SharedFrame.class)) return SharedFrame.of(Frame.of("frame"));
        return ANSWERS.get(type);
    }

    /** Makes a frame of nothing. */
    private static final class Nothing implements TypedCodec<Object> {
        @Override
        public Codec framing() {
            return Codec.raw();
        }

        @Override
        public Object toMessage(Frame frame) {
            return frame;
        }

        @Override
        public Frame toFrame(Object message) {
            return Frame.of("frame");
        }
    }
}
