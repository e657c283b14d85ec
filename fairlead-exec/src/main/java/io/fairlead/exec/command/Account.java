package io.fairlead.exec.command;

import io.fairlead.net.text.Printable;
import java.io.IOException;
import java.util.List;

/**
 * Whom commands run as under a server of root.
 *
 * @param uid above 0
 * @param gid of the user's group
 */
record Account(long uid, long gid) {
    /**
     * Looks a user up, by id(1), which asks whoever knows the users of this machine.
     *
     * @throws IllegalArgumentException if there is no such user, or it is root
     * @throws IOException if id(1) cannot be started
     */
    static Account of(String name) throws IOException {
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")) {
            throw new IllegalArgumentException(
                    "--user " + Printable.of(name) + ": this is not a user name");
        }
        Account account = new Account(id("-u", name), id("-g", name));
        if (account.uid > 0) return account;
        throw new IllegalArgumentException(
                "--user "
                        + name
                        + ": this is root, and no command may run as root; name another user");
    }

    private static long id(String option, String name) throws IOException {
        Process process = new ProcessBuilder("id", option, "--", name).start();
        try (var output = process.inputReader()) {
            String number = output.readLine();
            if (number != null && number.matches("[0-9]+")) return Long.parseLong(number);
        }
        throw new IllegalArgumentException("--user " + name + ": there is no such user");
    }

    /** The options of setpriv(1) that change to it. */
    List<String> options() {
        return List.of("--reuid=" + uid, "--regid=" + gid, "--clear-groups");
    }
}
