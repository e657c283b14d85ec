package io.fairlead.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The rules that are read off source files: as lines here, as trees in {@link TreeRules}. */
final class SourceRules {
    private static final int LINE_LENGTH_MAX = 100;
    private static final int FILE_LINES_MAX = 300;

    private SourceRules() {}

    /** All at once: a compiler takes longer to begin than to read a file. */
    static List<Finding> check(List<Source> sources) {
        List<Finding> findings = new ArrayList<>();
        for (Source source : sources) checkLines(source, findings);
        checkTrees(sources, findings);
        return findings;
    }

    private static void checkLines(Source source, List<Finding> findings) {
        List<String> lines = source.text().lines().toList();
        if (lines.size() > FILE_LINES_MAX) {
            String message =
                    "the file has %d lines; limit %d: split it"
                            .formatted(lines.size(), FILE_LINES_MAX);
            findings.add(
                    new Finding(
                            Rule.FILE_LINES, source.file(), FILE_LINES_MAX + 1, "file", message));
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int length = line.codePointCount(0, line.length());
            // The formatter never breaks an import, nor could a person.
            if (length > LINE_LENGTH_MAX && !line.startsWith("import ")) {
                String message =
                        "the line has %d characters; limit %d: break it"
                                .formatted(length, LINE_LENGTH_MAX);
                findings.add(new Finding(Rule.LINE_LENGTH, source.file(), i + 1, "line", message));
            }
        }
    }

    private static void checkTrees(List<Source> sources, List<Finding> findings) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        Map<URI, Source> byName =
                new LinkedHashMap<>(); // what the compiler hands back is a wrapper
        for (Source source : sources) byName.put(InMemory.uri(source), source);
        List<InMemory> files = byName.values().stream().map(InMemory::new).toList();
        JavacTask task = (JavacTask) compiler.getTask(null, null, problems, null, null, files);
        try {
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                Source source = Objects.requireNonNull(byName.get(unit.getSourceFile().toUri()));
                new TreeRules(source, unit, positions, findings).scan(unit, 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!problems.getDiagnostics().isEmpty()) {
            throw new IllegalArgumentException(problems.getDiagnostics().toString());
        }
    }

    private static final class InMemory extends SimpleJavaFileObject {
        private final Source source;

        InMemory(Source source) {
            super(uri(source), Kind.SOURCE);
            this.source = source;
        }

        static URI uri(Source source) {
            return URI.create("memory:///" + source.file());
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source.text();
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return true;
        }
    }
}
