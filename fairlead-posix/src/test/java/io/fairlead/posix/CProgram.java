package io.fairlead.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks the C compiler of this machine what its headers say. */
public final class CProgram {
    private final Path folder;

    /** Skips the test, with the reason, where there is no gcc. */
    public CProgram(Path folder) {
        this.folder = folder;
        assumeTrue(isInstalled(), "there is no gcc on the PATH to compare with");
    }

    private static boolean isInstalled() {
        try {
            run(List.of("gcc", "--version"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The value of each C expression, as a long. */
    public Map<String, Long> values(List<String> headers, List<String> expressions)
            throws IOException {
        StringBuilder body = new StringBuilder();
        for (String expression : expressions) {
            body.append("printf(\"%lld\\n\", (long long) (").append(expression).append("));\n");
        }
        List<String> lines = lines(headers, body.toString());
        Map<String, Long> values = new LinkedHashMap<>();
        for (int i = 0; i < expressions.size(); i++) {
            values.put(expressions.get(i), Long.valueOf(lines.get(i)));
        }
        return values;
    }

    /** What a program with this main function prints. */
    public List<String> lines(List<String> headers, String main) throws IOException {
        StringBuilder text = new StringBuilder("#define _GNU_SOURCE\n");
        List<String> all = new ArrayList<>(List.of("stdio.h", "stddef.h", "string.h"));
        all.addAll(headers);
        all.forEach(header -> text.append("#include <").append(header).append(">\n"));
        text.append("int main(void) {\n").append(main).append("return 0;\n}\n");
        Path source = Files.writeString(folder.resolve("program.c"), text);
        String program = folder.resolve("program").toString();
        List<String> said = run(List.of("gcc", "-w", "-o", program, source.toString()));
        assertThat(said).as("what gcc says").isEmpty();
        return run(List.of(program));
    }

    private static List<String> run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (var output = process.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
