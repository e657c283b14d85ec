package io.fairlead.interleaving;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * A program that runs what threads do in many orders of their steps, and ends with 1 if one of them
 * breaks a rule. Its arguments: how many orders of each meeting, and the meetings, such as {@code
 * session.OutboxMeeting:send:one,two}: a class, and the operations of each thread.
 */
final class Interleavings {
    private Interleavings() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        int orders = Integer.parseInt(args[0]);
        for (int i = 1; i < args.length; i++) {
            String[] parts = args[i].split(":");
            long startNs = System.nanoTime();
            run(Class.forName("io.fairlead." + parts[0]), orders, Stream.of(parts).skip(1));
            System.out.println(args[i] + ": " + (System.nanoTime() - startNs) / 1_000_000 + " ms");
        }
    }

    private static void run(Class<?> meeting, int orders, Stream<String> operations)
            throws ReflectiveOperationException {
        List<List<Actor>> threads = operations.map(each -> actors(meeting, each)).toList();
        Actor check = new Actor(meeting.getMethod("check"), List.of());
        new ModelCheckingOptions()
                .iterations(0)
                .addCustomScenario(new ExecutionScenario(List.of(), threads, List.of(), check))
                .invocationsPerIteration(orders)
                .minimizeFailedScenario(false)
                .check(meeting);
    }

    private static List<Actor> actors(Class<?> meeting, String operations) {
        return Stream.of(operations.split(",")).map(name -> actor(meeting, name)).toList();
    }

    private static Actor actor(Class<?> meeting, String name) {
        Method method =
                Arrays.stream(meeting.getMethods())
                        .filter(each -> each.getName().equals(name))
                        .findFirst()
                        .orElseThrow();
        return new Actor(method, List.of());
    }
}
