package io.fairlead.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every limit, found by its name, so that one that is added is tested too. */
class LimitsTest {
    static List<Method> setters() {
        return Arrays.stream(LimitsBuilder.class.getMethods())
                .filter(method -> method.getReturnType() == LimitsBuilder.class)
                .toList();
    }

    @Test
    void everyLimitHasASetter() {
        assertThat(setters().stream().map(Method::getName))
                .containsExactlyInAnyOrderElementsOf(new LimitValues().byName().keySet());
    }

    @ParameterizedTest
    @MethodSource("setters")
    void isSetAndReadUnderOneName(Method setter) throws Exception {
        Limits changed = changed(setter);
        assertThat(value(changed, setter.getName())).isEqualTo(another(setter));
        assertThat(changed).isNotEqualTo(Limits.DEFAULT);
        for (Method other : setters()) {
            if (other.equals(setter)) continue;
            assertThat(value(changed, other.getName()))
                    .as(other.getName())
                    .isEqualTo(value(Limits.DEFAULT, other.getName()));
        }
    }

    @ParameterizedTest
    @MethodSource("setters")
    void isCopiedByABuilderAndBySerialization(Method setter) throws Exception {
        Limits changed = changed(setter);
        assertThat(changed.toBuilder().build()).isEqualTo(changed).hasSameHashCodeAs(changed);
        assertThat(copy(changed)).isEqualTo(changed);
    }

    @ParameterizedTest
    @MethodSource("setters")
    void whatIsNoLimitIsRefused(Method setter) {
        assertThatThrownBy(() -> set(Limits.builder(), setter, senseless(setter)))
                .cause()
                .isInstanceOfAny(IllegalArgumentException.class, NullPointerException.class)
                .hasMessageStartingWith(setter.getName());
    }

    @Test
    void aTimeoutHasAnEnd() {
        LimitsBuilder builder = Limits.builder();
        assertThatThrownBy(() -> builder.idleTimeout(Limits.TIMEOUT_MAX.plusNanos(1)))
                .hasMessageStartingWith("idleTimeout must be above 0 and at most 366 days");
        assertThat(builder.build()).isEqualTo(Limits.DEFAULT);
    }

    @Test
    void aBuilderChangesNothingThatItHasBuilt() {
        LimitsBuilder builder = Limits.builder();
        Limits built = builder.build();
        var _ = builder.backlog(1);
        assertThat(built).isEqualTo(Limits.DEFAULT);
        var _ = Limits.DEFAULT.toBuilder().backlog(1);
        assertThat(Limits.DEFAULT.backlog()).isGreaterThan(1);
    }

    @Test
    void readerAndWriterNeedNotKnowTheSameLimits() throws Exception {
        TreeMap<String, Object> written = new TreeMap<>();
        written.put("backlog", 7);
        written.put("limitOfANewerVersion", Duration.ofSeconds(1));
        assertThat(copy(new SerializedLimits(written)))
                .isEqualTo(Limits.builder().backlog(7).build());
    }

    @Test
    void whatIsReadIsChecked() {
        TreeMap<String, Object> written = new TreeMap<>();
        written.put("backlog", 0);
        assertThatThrownBy(() -> copy(new SerializedLimits(written)))
                .isInstanceOf(InvalidObjectException.class)
                .hasMessage("backlog cannot be 0");
        written.put("backlog", "many");
        assertThatThrownBy(() -> copy(new SerializedLimits(written)))
                .isInstanceOf(InvalidObjectException.class)
                .hasMessage("backlog cannot be many");
    }

    @Test
    void saysWhatItIs() {
        assertThat(Limits.DEFAULT.toString())
                .startsWith("Limits{backlog=1024, ")
                .contains("idleTimeout=PT10M");
    }

    private static Limits changed(Method setter) throws Exception {
        return set(Limits.builder(), setter, another(setter)).build();
    }

    /** A value that is not the default. */
    private static Object another(Method setter) {
        Class<?> type = setter.getParameterTypes()[0];
        return Stream.<Object>of(
                        3,
                        4L,
                        Duration.ofSeconds(5),
                        "no",
                        OverLimit.REFUSE,
                        new KeepAlive(Duration.ofHours(1), Duration.ofHours(1), 9, Duration.ZERO))
                .filter(value -> boxed(type).isInstance(value))
                .findFirst()
                .orElseThrow();
    }

    private static @Nullable Object senseless(Method setter) {
        Class<?> type = boxed(setter.getParameterTypes()[0]);
        if (type == Integer.class) return -1;
        if (type == Long.class) return -1L;
        return type == Duration.class ? Duration.ZERO : null;
    }

    private static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    private static Object value(Limits limits, String name) throws Exception {
        return Limits.class.getMethod(name).invoke(limits);
    }

    private static LimitsBuilder set(LimitsBuilder builder, Method setter, @Nullable Object value)
            throws InvocationTargetException, IllegalAccessException {
        return (LimitsBuilder) setter.invoke(builder, value);
    }

    private static Object copy(Object original) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(original);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
