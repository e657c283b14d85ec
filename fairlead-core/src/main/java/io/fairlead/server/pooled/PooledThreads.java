package io.fairlead.server.pooled;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Virtual threads with a scheduler of our own, through a constructor of the JDK's that is not
 * public: {@code ThreadBuilders.VirtualThreadBuilder(Executor)}, opened by {@code --add-opens
 * java.base/java.lang}. Safe for any thread.
 *
 * <p>The executor gets a task whenever such a thread may run on. The task returns when the thread
 * waits for something or ends. See docs/decisions/0007.
 */
public final class PooledThreads {
    private static final String BUILDER = "java.lang.ThreadBuilders$VirtualThreadBuilder";

    private PooledThreads() {}

    /** What the JDK gave, or why it did not. */
    private record Opening(@Nullable Constructor<?> constructor, @Nullable String reason) {
        static final Opening MADE = make(BUILDER);

        static Opening make(String builder) {
            try {
                Constructor<?> found =
                        Class.forName(builder).getDeclaredConstructor(Executor.class);
                found.setAccessible(true);
                return new Opening(found, null);
            } catch (InaccessibleObjectException e) {
                return new Opening(null, "start Java with " + flag());
            } catch (ReflectiveOperationException e) {
                String version = System.getProperty("java.specification.version", "unknown");
                return new Opening(
                        null, "Java " + version + " does not let virtual threads have a scheduler");
            }
        }
    }

    private static String flag() {
        Module module = PooledThreads.class.getModule();
        String who = module.isNamed() ? module.getName() : "ALL-UNNAMED";
        return "--add-opens java.base/java.lang=" + who;
    }

    /** Why such threads cannot be had, as a sentence; null when they can. */
    public static @Nullable String reason() {
        return Opening.MADE.reason();
    }

    /** As {@link #reason}, on a JDK whose builder has another name: for tests. */
    public static @Nullable String reason(String builder) {
        return Opening.make(builder).reason();
    }

    /** Makes threads of that name, which run when {@code scheduler} runs what it is given. */
    public static ThreadFactory factory(Executor scheduler, String name) {
        Constructor<?> constructor = Opening.MADE.constructor();
        if (constructor == null) throw new IllegalStateException(reason());
        try {
            return ((Thread.Builder.OfVirtual) constructor.newInstance(scheduler))
                    .name(name)
                    .inheritInheritableThreadLocals(false)
                    .factory();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The thread that a task of the executor's runs on; null if this JDK does not show it. Slow:
     * for reports.
     */
    public static @Nullable Thread threadOf(Runnable task) {
        try {
            for (Field field : task.getClass().getDeclaredFields()) {
                if (!Thread.class.isAssignableFrom(field.getType())) continue;
                field.setAccessible(true);
                return (Thread) field.get(task);
            }
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            // the report then shows the loop's own stack
        }
        return null;
    }
}
