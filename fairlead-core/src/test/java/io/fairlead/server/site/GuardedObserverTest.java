package io.fairlead.server.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.server.report.EngineObserver;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GuardedObserverTest {
    /** Also those that are added later: each is passed on, and none lets anything through. */
    @Test
    void nothingComesOutOfAnObserver() throws Exception {
        List<String> called = new ArrayList<>();
        EngineObserver thrower =
                (EngineObserver)
                        Proxy.newProxyInstance(
                                EngineObserver.class.getClassLoader(),
                                new Class<?>[] {EngineObserver.class},
                                (proxy, method, arguments) -> {
                                    called.add(method.getName());
                                    throw new StackOverflowError();
                                });
        EngineObserver guarded = new GuardedObserver(thrower);
        List<String> all = new ArrayList<>();
        for (Method method : EngineObserver.class.getDeclaredMethods()) {
            if (Modifier.isStatic(method.getModifiers())) continue;
            all.add(method.getName());
            Object[] arguments = Stream.of(method.getParameterTypes()).map(this::any).toArray();
            Object _ = method.invoke(guarded, arguments);
        }
        assertThat(called).containsExactlyElementsOf(all).isNotEmpty();
    }

    private @Nullable Object any(Class<?> type) {
        if (type == int.class) return 1;
        return type == long.class ? 1L : null;
    }
}
