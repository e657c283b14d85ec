package io.fairlead.cli.access;

import io.fairlead.access.AccessRules;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say which networks may connect. */
public final class AccessOptions {
    @Option(
            names = "--allow",
            paramLabel = "NETWORK",
            description =
                    "Only these may connect: an address, or a network such as 10.0.0.0/8. The"
                            + " narrowest network of --allow and --deny decides.")
    private List<String> allowed = List.of();

    @Option(
            names = "--allow-file",
            paramLabel = "FILE",
            description = "The same, a network a line; read again when it changes, or on SIGHUP.")
    private List<Path> allowFiles = List.of();

    @Option(
            names = "--deny",
            paramLabel = "NETWORK",
            description = "These may not connect: they are reset without a word.")
    private List<String> denied = List.of();

    @Option(names = "--deny-file", paramLabel = "FILE", description = "The same, a network a line.")
    private List<Path> denyFiles = List.of();

    /** None is given yet. */
    public AccessOptions() {}

    /**
     * What they mean.
     *
     * @throws IllegalArgumentException if one is no network; the message names the option
     */
    public AccessRules rules() {
        AccessRules rules = AccessRules.EVERYBODY;
        String option = "--allow";
        try {
            for (String one : allowed) rules = rules.allow(one);
            option = "--deny";
            for (String one : denied) rules = rules.deny(one);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
        for (Path file : allowFiles) rules = rules.allowFile(file);
        for (Path file : denyFiles) rules = rules.denyFile(file);
        return rules;
    }
}
