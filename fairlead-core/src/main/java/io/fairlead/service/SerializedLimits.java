package io.fairlead.service;

import java.io.InvalidObjectException;
import java.io.Serial;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.TreeMap;

/**
 * Limits as they are serialized: each with its name, so that reader and writer need not know the
 * same ones.
 */
record SerializedLimits(TreeMap<String, Object> byName) implements Serializable {
    /** Through the builder, so that what was read is checked as what is written in code is. */
    @Serial
    private Object readResolve() throws InvalidObjectException {
        LimitsBuilder builder = Limits.builder();
        for (Method setter : LimitsBuilder.class.getDeclaredMethods()) {
            Object value = byName.get(setter.getName());
            if (value != null && setter.getParameterCount() == 1) set(builder, setter, value);
        }
        return builder.build();
    }

    private static void set(LimitsBuilder builder, Method setter, Object value)
            throws InvalidObjectException {
        try {
            setter.invoke(builder, value);
        } catch (InvocationTargetException | IllegalAccessException | IllegalArgumentException e) {
            throw new InvalidObjectException(setter.getName() + " cannot be " + value, e);
        }
    }
}
