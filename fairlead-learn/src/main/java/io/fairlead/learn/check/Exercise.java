package io.fairlead.learn.check;

import java.time.Duration;
import java.util.List;

/**
 * What is to be checked. Immutable.
 *
 * @param command the program and its arguments; {@code {port}} in an argument stands for the port
 * @param port where the program will listen; 0: it is told, or it is found out
 * @param patience how long a program that waits may take to do something; one that works may take
 *     ten times as long
 * @param concurrent whether a program that serves one client at a time is wrong
 */
public record Exercise(
        Kind kind, List<String> command, int port, Duration patience, boolean concurrent) {
    /** Stands for the port in an argument. */
    public static final String PORT = "{port}";

    /** How long a program may take if nobody says otherwise. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Copies the list, so that this stays as it is. */
    public Exercise {
        command = List.copyOf(command);
    }

    /** Whether the program is told its port. */
    boolean tellsPort() {
        return command.stream().anyMatch(word -> word.contains(PORT));
    }

    /** The command for that port. */
    List<String> commandFor(int told) {
        return command.stream().map(word -> word.replace(PORT, Integer.toString(told))).toList();
    }
}
