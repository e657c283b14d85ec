package io.fairlead.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    static List<Finding> check(Source source) {
        List<Finding> findings = new ArrayList<>();
        checkLines(source, findings);
        checkTree(source, findings);
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

    private static void checkTree(Source source, List<Finding> findings) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        JavaFileObject file = new InMemory(source);
        JavacTask task =
                (JavacTask) compiler.getTask(null, null, problems, null, null, List.of(file));
        try {
            for (CompilationUnitTree unit : task.parse()) {
                Trees trees = Trees.instance(task);
                new TreeRules(source, unit, trees.getSourcePositions(), findings).scan(unit, 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!problems.getDiagnostics().isEmpty()) {
            throw new IllegalArgumentException(source.file() + ": " + problems.getDiagnostics());
        }
    }

    private static final class InMemory extends SimpleJavaFileObject {
        private final String text;

        InMemory(Source source) {
            super(uri(source), Kind.SOURCE);
            this.text = source.text();
        }

        private static URI uri(Source source) {
            return URI.create("memory:///" + source.file().toLowerCase(Locale.ROOT));
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return true;
        }
    }
}
