package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Observers that are joined: each is told of everything, whatever the other does. */
class ServerObserverTest {
    private final List<String> told = new ArrayList<>();

    static List<Method> events() {
        return Arrays.stream(ServerObserver.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getName().startsWith("on"))
                .toList();
    }

    private ServerObserver observer(String name, boolean throwing) {
        return (ServerObserver)
                Proxy.newProxyInstance(
                        ServerObserver.class.getClassLoader(),
                        new Class<?>[] {ServerObserver.class},
                        (_, method, _) -> {
                            told.add(name + " " + method.getName());
                            if (throwing) throw new IllegalStateException(name);
                            return null;
                        });
    }

    private static void tell(ServerObserver observer, Method event) throws Exception {
        event.invoke(
                observer,
                Arrays.stream(event.getParameterTypes())
                        .map(ServerObserverTest::argument)
                        .toArray());
    }

    private static @Nullable Object argument(Class<?> type) {
        if (type.equals(int.class)) return 1;
        return type.equals(long.class) ? Long.valueOf(1) : null;
    }

    @ParameterizedTest
    @MethodSource("events")
    void bothAreToldInTurnAndWhatOneThrowsHarmsNoOther(Method event) throws Exception {
        ServerObserver joined = new JoinedObserver(observer("a", true), observer("b", false));
        tell(joined.andThen(observer("c", false)), event);
        String name = event.getName();
        assertThat(told).containsExactly("a " + name, "b " + name, "c " + name);
    }

    @Test
    void thereAreEvents() {
        assertThat(events()).hasSizeGreaterThan(10);
    }

    @Test
    void theDefaultLogCanBeJoined() {
        assertThat(ServerObserver.logging()).isInstanceOf(LogObserver.class);
        ServerObserver.logging().andThen(observer("mine", false)).onMemoryRecovered(7);
        assertThat(told).containsExactly("mine onMemoryRecovered");
    }
}
