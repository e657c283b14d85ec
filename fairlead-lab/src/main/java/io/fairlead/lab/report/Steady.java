package io.fairlead.lab.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Takes out of a page what differs from run to run, so that two pages differ where the kernel did.
 * Pure.
 */
final class Steady {
    /** The ports that the kernel gives out, ip(7); each becomes another of five digits. */
    private static final Pattern PORT =
            Pattern.compile("(?<=(?:127\\.0\\.0\\.1|0\\.0\\.0\\.0):)[3-6]\\d{4}\\b");

    private static final Pattern PORT_OF_SENTENCE = Pattern.compile("(?<=port )[3-6]\\d{4}\\b");
    private static final int FIRST_PORT = 40001;

    /** When a packet came, at the beginning of a line of a ladder. */
    private static final Pattern TIME = Pattern.compile("(?m)^ *\\d+\\.\\d{6}(?= )");

    /** A line of a ladder that says how long nothing was sent. */
    private static final Pattern PAUSE =
            Pattern.compile("(?m)^.*\u22ee [\\d.]+ (?:ms|s) later.*\n");

    private static final Pattern PID = Pattern.compile("(?<=\\(pid )\\d+");
    private static final Pattern AGE = Pattern.compile("for at least \\d+ m?s: ");

    /** As long as before, so that a ladder stays straight. */
    private static final Pattern SILENCE = Pattern.compile("(?<=o answer for \\d{1,3}\\.)\\d+");

    private static final Pattern NEXT = Pattern.compile("(?<=(?:again|next) in )\\d+ (?:ms|s)\\b");
    private static final Pattern LEFT = Pattern.compile("(?<=free in )\\d+ s\\b");

    private static final Pattern TAKES = Pattern.compile("about \\d+ ms of processor time");

    /** How many connections the kernel's hash gave to one of two listeners. */
    private static final Pattern SHARE = Pattern.compile("(?<=backlog )\\d+(?= of 40 used)");

    private Steady() {}

    static String of(String page) {
        Map<String, String> ports = new LinkedHashMap<>();
        String steady = PORT.matcher(page).replaceAll(port -> steady(ports, port.group()));
        steady =
                PORT_OF_SENTENCE
                        .matcher(steady)
                        .replaceAll(port -> ports.getOrDefault(port.group(), port.group()));
        steady = TIME.matcher(steady).replaceAll(time -> " ".repeat(time.group().length()));
        steady = PAUSE.matcher(steady).replaceAll("");
        steady = PID.matcher(steady).replaceAll("4711");
        steady = AGE.matcher(steady).replaceAll("");
        steady = SILENCE.matcher(steady).replaceAll(part -> "0".repeat(part.group().length()));
        steady = NEXT.matcher(steady).replaceAll("1 s");
        steady = LEFT.matcher(steady).replaceAll("60 s");
        steady = TAKES.matcher(steady).replaceAll("about 40 ms of processor time");
        steady = SHARE.matcher(steady).replaceAll("20");
        return steady.replaceAll("(?m) +$", "");
    }

    private static String steady(Map<String, String> ports, String port) {
        return ports.computeIfAbsent(port, any -> Integer.toString(FIRST_PORT + ports.size()));
    }
}
