package io.fairlead.cli;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;

/**
 * An endpoint that other machines may reach: nothing is opened to strangers unasked.
 *
 * @param what the command so far, for messages
 * @param endpoint where it listens
 */
public record PublicAddress(String what, Endpoint endpoint) {
    /**
     * Refuses what other machines can reach, unless that is meant.
     *
     * @param allowPublic whether --public was given
     * @param iAmRoot whether --i-am-root was given
     * @throws NetException if the host has no address
     */
    public void check(boolean allowPublic, boolean iAmRoot, Shell shell)
            throws CommandException, NetException {
        if (endpoint.isLoopback()) {
            if (allowPublic) {
                shell.say(
                        "note: --public has no effect: "
                                + endpoint
                                + " is on loopback; write 0.0.0.0:PORT");
            }
            return;
        }
        if (!endpoint.isWildcard()) endpoint.resolve(); // or there is no such host
        checkPublic(allowPublic);
        checkRoot(iAmRoot, shell);
    }

    /** Refuses it unless {@code allowed}. */
    public void checkPublic(boolean allowed) throws CommandException {
        if (allowed) return;
        throw refusal(
                "other machines can reach that address, without encryption or a password",
                "--public");
    }

    /** Refuses it for root, unless {@code allowed}. */
    public void checkRoot(boolean allowed, Shell shell) throws CommandException {
        if (!shell.isRoot() || allowed) return;
        throw refusal(
                "you are root, so an attacker who finds a fault in the server becomes root; run"
                        + " it as another user",
                "--i-am-root");
    }

    /**
     * The refusal of this address, to throw.
     *
     * @param why it is refused
     * @param flag the option that allows it
     */
    public CommandException refusal(String why, String flag) {
        return new CommandException(
                ExitCode.USAGE, what + ": " + why + "; if you mean that, add " + flag);
    }
}
