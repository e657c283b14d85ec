package io.fairlead.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel tells in files: proc(5), cgroups(7). What is not there, as elsewhere than on
 * Linux, is empty.
 *
 * @param root the folder that /proc and /sys are in
 */
record Kernel(Path root) {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** Version 1 has no word for no limit, but a number that no machine has. */
    private static final long CGROUP_UNLIMITED = 1L << 60;

    /** The lines of a file; none if there is no such file. */
    List<String> lines(String file) {
        try {
            return Files.readAllLines(root.resolve(file));
        } catch (IOException notThere) {
            return List.of();
        }
    }

    /** The words of a setting, as {@code sysctl} names it: {@code net.ipv4.tcp_rmem}. */
    List<String> sysctl(String name) {
        List<String> lines = lines("proc/sys/" + name.replace('.', '/'));
        return lines.isEmpty() ? List.of() : List.of(BLANKS.split(lines.getFirst().strip()));
    }

    /** The number at {@code index} of a setting. */
    OptionalLong sysctl(String name, int index) {
        List<String> words = sysctl(name);
        return index < words.size() ? number(words.get(index)) : OptionalLong.empty();
    }

    /** The limit on this process that {@code /proc/self/limits} has under that name. */
    OptionalLong soft(String name) {
        Pattern row = Pattern.compile(Pattern.quote(name) + "\\s+(\\S+)\\s+(\\S+).*");
        return lines("proc/self/limits").stream()
                .map(row::matcher)
                .filter(Matcher::matches)
                .map(found -> number(found.group(1)))
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    /** The memory of the machine, in bytes. */
    OptionalLong memoryBytes() {
        return lines("proc/meminfo").stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst();
    }

    /**
     * The lowest of the limits that the cgroups of this process set, its own and those around it.
     *
     * @param controller {@code memory} or {@code pids}
     * @param file of version 2: {@code memory.max}
     * @param fileOfVersion1 {@code memory.limit_in_bytes}
     */
    OptionalLong cgroup(String controller, String file, String fileOfVersion1) {
        List<Long> limits = new ArrayList<>();
        for (String line : lines("proc/self/cgroup")) {
            String[] parts = line.split(":", 3); // number:controllers:path
            if (parts.length < 3) continue;
            if (parts[1].isEmpty()) addLimits(limits, "sys/fs/cgroup", parts[2], file);
            if (List.of(parts[1].split(",", -1)).contains(controller)) {
                addLimits(limits, "sys/fs/cgroup/" + controller, parts[2], fileOfVersion1);
            }
        }
        return limits.stream().mapToLong(Long::longValue).min();
    }

    private void addLimits(List<Long> limits, String mount, String path, String file) {
        Path inside = Path.of("/").relativize(Path.of(path).normalize());
        for (Path group = inside; group != null; group = group.getParent()) {
            limit(mount + "/" + group + "/" + file).ifPresent(limits::add);
        }
        limit(mount + "/" + file).ifPresent(limits::add);
    }

    private Optional<Long> limit(String file) {
        return lines(file).stream()
                .limit(1)
                .map(line -> number(line.strip()).orElse(Limit.NONE))
                .filter(bytes -> bytes < CGROUP_UNLIMITED)
                .findFirst();
    }

    private static OptionalLong number(String text) {
        if (text.equals("unlimited") || text.equals("max")) return OptionalLong.of(Limit.NONE);
        return text.matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }
}
