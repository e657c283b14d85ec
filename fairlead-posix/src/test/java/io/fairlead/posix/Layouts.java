package io.fairlead.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What we say of structs, by the C expression that tells. */
public final class Layouts {
    private final Path folder;
    private final Map<String, Long> ours = new LinkedHashMap<>();
    private String struct = "";

    /**
     * Nothing yet.
     *
     * @param folder for the program that is compiled to ask
     */
    public Layouts(Path folder) {
        this.folder = folder;
    }

    public Layouts struct(String name, long bytes) {
        struct = name;
        ours.put("sizeof(struct %s)".formatted(name), bytes);
        return this;
    }

    public Layouts field(String name, long offset, long bytes) {
        ours.put("offsetof(struct %s, %s)".formatted(struct, name), offset);
        ours.put("sizeof(((struct %s *) 0)->%s)".formatted(struct, name), bytes);
        return this;
    }

    public void value(String expression, long value) {
        ours.put(expression, value);
    }

    public void check(String... headers) throws IOException {
        List<String> expressions = new ArrayList<>(ours.keySet());
        assertThat(new CProgram(folder).values(List.of(headers), expressions)).isEqualTo(ours);
    }
}
