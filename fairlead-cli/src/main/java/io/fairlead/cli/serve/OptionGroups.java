package io.fairlead.cli.serve;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The options of {@code fairlead serve} in its help, under headings. */
public final class OptionGroups {
    private static final String LIMITS = "Limits";
    private static final SequencedMap<String, List<String>> GROUPS = new LinkedHashMap<>();

    static {
        GROUPS.put(
                "What is served",
                List.of(
                        "--list",
                        "--model",
                        "--loops",
                        "--workers",
                        "--codec",
                        "--encoding",
                        "--close",
                        "--max-frame",
                        "--delay"));
        GROUPS.put(
                "Chat",
                List.of("--history", "--motd", "--server-name", "--per-address", "--line-rate"));
        GROUPS.put("Commands", List.of("--config", "--user", "--insecure-loopback"));
        GROUPS.put(
                "Safety",
                List.of(
                        "--public",
                        "--allow-public-udp",
                        "--i-am-root",
                        "--allow",
                        "--allow-file",
                        "--deny",
                        "--deny-file"));
        GROUPS.put(
                "Behind a proxy", List.of("--proxy-protocol", "--proxy-from", "--proxy-timeout"));
        GROUPS.put(
                "TLS",
                List.of("--cert", "--key", "--key-password-file", "--client-ca", "--keylog"));
        GROUPS.put("Restart", List.of("--name", "--retire-timeout"));
        GROUPS.put("Output", List.of("--log-format", "--quiet"));
        GROUPS.put(LIMITS, List.of()); // what is in no other group
        GROUPS.put(
                "UDP",
                List.of(
                        "--join",
                        "--receive-buffer",
                        "--answer-rate",
                        "--rfc-udp",
                        "--udp-peers",
                        "--udp-peer-timeout"));
        GROUPS.put("Help", List.of("--help", "--debug"));
    }

    private OptionGroups() {}

    /** The command line of {@code serve}, with headings in its help. */
    public static CommandLine of(ServeCommand serve) {
        CommandLine line = new CommandLine(serve);
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, OptionGroups::text);
        return line;
    }

    private static String text(Help help) {
        Map<String, Help.Layout> layouts = new LinkedHashMap<>();
        GROUPS.keySet().forEach(heading -> layouts.put(heading, help.createDefaultLayout()));
        for (OptionSpec option : help.commandSpec().options()) {
            Help.Layout layout = layouts.get(headingOf(option));
            if (layout != null && !option.hidden()) {
                layout.addOption(option, help.createDefaultParamLabelRenderer());
            }
        }
        StringBuilder text = new StringBuilder();
        layouts.forEach((heading, layout) ->
                text.append('\n').append(heading).append(":\n").append(layout));
        return text.toString();
    }

    private static String headingOf(OptionSpec option) {
        return GROUPS.entrySet().stream()
                .filter(group -> group.getValue().contains(option.longestName()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(LIMITS);
    }
}
