package io.fairlead.net.ports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Names in the place of port numbers, as in {@code example.org:http}: those of {@code
 * /etc/services} (services(5)), and a few that are known where that file is missing. Immutable.
 */
public final class PortNames {
    private static final int PORT_MAX = 65_535;
    private static final Path FILE = Path.of("/etc/services");

    /** From the registry of service names at IANA (RFC 6335), the same for TCP and UDP. */
    private static final Map<String, Integer> USUAL =
            Map.ofEntries(
                    Map.entry("ftp", 21),
                    Map.entry("ssh", 22),
                    Map.entry("telnet", 23),
                    Map.entry("smtp", 25),
                    Map.entry("domain", 53),
                    Map.entry("http", 80),
                    Map.entry("pop3", 110),
                    Map.entry("ntp", 123),
                    Map.entry("imap", 143),
                    Map.entry("snmp", 161),
                    Map.entry("ldap", 389),
                    Map.entry("https", 443),
                    Map.entry("submission", 587),
                    Map.entry("imaps", 993),
                    Map.entry("pop3s", 995),
                    Map.entry("mysql", 3306),
                    Map.entry("postgresql", 5432),
                    Map.entry("redis", 6379));

    private PortNames() {}

    /**
     * The port of a name; empty if nobody here knows it.
     *
     * @param protocol tcp or udp
     */
    public static OptionalInt find(String name, String protocol) {
        return find(name, protocol, FILE);
    }

    static OptionalInt find(String name, String protocol, Path file) {
        String wanted = name.toLowerCase(Locale.ROOT);
        Integer port = read(file, protocol).get(wanted);
        if (port == null) port = USUAL.get(wanted);
        return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }

    private static Map<String, Integer> read(Path file, String protocol) {
        Map<String, Integer> ports = new HashMap<>();
        try {
            // A byte for each character: comments may be in any encoding.
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                add(line, protocol, ports);
            }
        } catch (IOException noFile) {
            return Map.of();
        }
        return ports;
    }

    /** A line: the name, the port and the protocol, aliases; {@code http 80/tcp www}. */
    private static void add(String line, String protocol, Map<String, Integer> ports) {
        String[] words = line.replaceFirst("#.*", "").strip().split("\\s+", -1);
        if (words.length < 2 || !words[1].matches("[0-9]{1,5}/" + protocol)) return;
        int port = Integer.parseInt(words[1].substring(0, words[1].indexOf('/')));
        if (port > PORT_MAX) return;
        for (int i = 0; i < words.length; i++) {
            if (i != 1) ports.putIfAbsent(words[i].toLowerCase(Locale.ROOT), port);
        }
    }
}
