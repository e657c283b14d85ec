package io.fairlead.bench.matrix;

import io.fairlead.bench.peer.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A server to be measured.
 *
 * @param command the words that start it; {@code ROLE}, {@code ORIGIN} (the port that a relay
 *     connects to) and {@code PORT} (a free one) among them are replaced
 * @param roles what it can do
 * @param connectionsMax more than these it is not meant for
 * @param remark what a reader should know, or nothing
 */
record BenchPeer(
        String name, List<String> command, Set<Role> roles, int connectionsMax, String remark) {
    static final int ANY_NUMBER = 20_000;

    /**
     * The words for this time.
     *
     * @param originPort 0 if there is none
     */
    List<String> command(Role role, int originPort) throws IOException {
        List<String> words = new ArrayList<>();
        for (String word : command) words.add(replaced(word, role, originPort));
        return words;
    }

    private static String replaced(String word, Role role, int originPort) throws IOException {
        return switch (word) {
            case "ROLE" -> role.word();
            case "ORIGIN" -> String.valueOf(originPort);
            case "PORT" -> String.valueOf(Loopback.freePort());
            default -> word;
        };
    }

    boolean isJava() {
        return command.contains("-cp");
    }

    boolean suits(Cell cell) {
        return roles.contains(cell.role()) && cell.connections() <= connectionsMax;
    }
}
