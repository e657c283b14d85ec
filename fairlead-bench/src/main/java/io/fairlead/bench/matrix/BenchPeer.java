package io.fairlead.bench.matrix;

import io.fairlead.bench.peer.Role;
import java.util.List;
import java.util.Set;

/**
 * A server to be measured.
 *
 * @param command the words that start it; {@code ROLE} among them is replaced
 * @param roles what it can do
 * @param connectionsMax more than these it is not meant for
 * @param remark what a reader should know, or nothing
 */
record BenchPeer(
        String name, List<String> command, Set<Role> roles, int connectionsMax, String remark) {
    static final int ANY_NUMBER = 20_000;

    List<String> command(Role role) {
        return command.stream().map(word -> word.equals("ROLE") ? role.word() : word).toList();
    }

    boolean isJava() {
        return command.contains("-cp");
    }

    boolean suits(Cell cell) {
        return roles.contains(cell.role()) && cell.connections() <= connectionsMax;
    }
}
