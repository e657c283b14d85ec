package io.fairlead.testkit.junit;

import io.fairlead.testkit.SeedRuns;
import io.fairlead.testkit.SimulatedNetwork;
import io.fairlead.testkit.fault.SimulatedFaults;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs a method of {@link Seeds}, which registers it: there is no need to name it elsewhere. */
public final class SeedsExtension implements InvocationInterceptor, ParameterResolver {
    private @Nullable SimulatedNetwork simulation; // of the run under way

    /** A new one, as JUnit makes it for each method. */
    public SeedsExtension() {}

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> call,
            ExtensionContext context) {
        Method method = call.getExecutable();
        Seeds seeds =
                AnnotationSupport.findAnnotation(method, Seeds.class)
                        .orElseThrow(() -> new IllegalStateException("no @Seeds: " + method));
        invocation.skip(); // it is called below, as often as there are seeds
        Object test = context.getRequiredTestInstance();
        SeedRuns.of(seeds.value())
                .faults(faults(seeds.faults()))
                .named(name(context.getRequiredTestClass()) + '#' + method.getName())
                .check(net -> {
                    simulation = net;
                    context.getExecutableInvoker().invoke(method, test);
                });
    }

    private static SimulatedFaults faults(Seeds.Faults which) {
        return switch (which) {
            case USUAL -> SimulatedFaults.usual();
            case NONE -> SimulatedFaults.none();
        };
    }

    /** As build tools take it: without its package. */
    private static String name(Class<?> test) {
        String name = test.getName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SimulatedNetwork.class;
    }

    /** Null for JUnit's own call, which does not take place. */
    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return simulation;
    }
}
