package io.fairlead.server;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Whether what a test serves would be the same in another process. */
final class Portability {
    private Portability() {}

    /** Why it would not be; null if it would. */
    static @Nullable String reasonAgainst(Object served) {
        Class<?> type = served.getClass();
        if (!(served instanceof Serializable)) return type.getName() + " is not Serializable";
        if (!type.isSynthetic()) return null;
        SerializedLambda lambda = written(served);
        for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
            Object captured = lambda.getCapturedArg(i);
            if (captured instanceof String || captured instanceof Integer) continue;
            String what = captured == null ? "nothing" : captured.getClass().getName();
            return "its service looks at something of the test, a " + what;
        }
        return null;
    }

    private static SerializedLambda written(Object lambda) {
        try {
            Method writeReplace = lambda.getClass().getDeclaredMethod("writeReplace");
            writeReplace.setAccessible(true);
            return (SerializedLambda) writeReplace.invoke(lambda);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
