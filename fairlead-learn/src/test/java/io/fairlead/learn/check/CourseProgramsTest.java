package io.fairlead.learn.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.posix.Posix;
import io.fairlead.server.Server;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs of the course compile without a warning, and pass the check of the course. */
@Execution(ExecutionMode.CONCURRENT) // each waits more than it works
class CourseProgramsTest {
    private static final Path CODE = Path.of("..", "docs", "course", "code");

    /** Long, as no right program lets one wait for it, but a busy machine does. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    @TempDir private static Path folder;
    private static boolean hasGcc;

    @BeforeAll
    static void compile() throws Exception {
        compileJava("java", "");
        compileJava("fairlead", classPath());
        hasGcc = compileC();
    }

    private static String classPath() throws URISyntaxException {
        return location(Server.class) + File.pathSeparator + location(Posix.class);
    }

    private static String location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    }

    private static List<Path> files(String language, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(CODE.resolve(language))) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    private static void compileJava(String language, String classPath) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        String classes = folder.resolve(language).toString();
        List<String> options =
                List.of("-proc:none", "-Werror", "-Xlint:all", "-d", classes, "-cp", classPath);
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, UTF_8)) {
            var sources = manager.getJavaFileObjectsFromPaths(files(language, ".java"));
            boolean compiled = compiler.getTask(said, manager, null, options, null, sources).call();
            assertThat(compiled).as(said.toString()).isTrue();
        }
    }

    /** All at once; false where there is no gcc. */
    private static boolean compileC() throws Exception {
        List<Process> compilers = new ArrayList<>();
        for (Path source : files("c", ".c")) {
            String program = source.getFileName().toString().replace(".c", "");
            ProcessBuilder gcc =
                    new ProcessBuilder(
                                    "gcc",
                                    "-Wall",
                                    "-Wextra",
                                    "-Werror",
                                    "-O1",
                                    "-pthread",
                                    "-o",
                                    folder.resolve(program).toString(),
                                    source.toString())
                            .redirectErrorStream(true);
            try {
                compilers.add(gcc.start());
            } catch (IOException e) {
                return false;
            }
        }
        for (Process gcc : compilers) {
            String said = new String(gcc.getInputStream().readAllBytes(), UTF_8);
            assertThat(gcc.waitFor()).as(said).isZero();
        }
        return true;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "upper_fork",
                "upper_double_fork",
                "upper_prefork",
                "upper_thread",
                "upper_pool",
                "upper_polling",
                "upper_poll",
                "upper_epoll",
                "upper_coroutine",
                "upper_coroutine_pool",
            })
    void everyUpperServerInCIsRight(String program) throws Exception {
        assertThat(faults(Kind.UPPER, c(program))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "upper_loop, UPPER",
        "ok_server, OK",
        "echo_lines, ECHO",
    })
    void whatServesOneClientAtATimeIsRightButForThat(String program, Kind kind) throws Exception {
        assertThat(faults(kind, c(program))).containsExactly(Topic.SECOND + " " + Verdict.REMARK);
    }

    @ParameterizedTest
    @CsvSource({"udp_echo, UDP_ECHO", "udp_chat, CHAT"})
    void theServersOverUdpAreRight(String program, Kind kind) throws Exception {
        assertThat(faults(kind, c(program))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "java, UpperThread, UPPER",
        "java, UpperPool, UPPER",
        "java, UpperPolling, UPPER",
        "java, UpperSelector, UPPER",
        "java, UpperVirtual, UPPER",
        "java, UdpEcho, UDP_ECHO",
        "fairlead, OkServer, OK",
        "fairlead, UdpEcho, UDP_ECHO",
    })
    void theServersInJavaAreRight(String language, String program, Kind kind) throws Exception {
        assertThat(faults(kind, java(language, program))).isEmpty();
    }

    /** These take text, or one client at a time: they are tried with one line. */
    @ParameterizedTest
    @CsvSource({
        "java, UpperLoop, UPPER",
        "java, OkServer, OK",
        "java, EchoLines, ECHO",
        "fairlead, EchoLines, ECHO",
    })
    void theOthersInJavaAnswer(String language, String program, Kind kind) throws Exception {
        List<String> command = java(language, program);
        try (LearnerServer site =
                new LearnerServer(new Exercise(kind, command, 0, PATIENCE, false))) {
            assertThat(site.start().verdict()).isEqualTo(Verdict.RIGHT);
            assertThat(StreamExchange.goesWell(site)).isTrue();
        }
    }

    private static List<String> c(String program) {
        assumeTrue(hasGcc, "there is no gcc here to compile the programs of the course");
        return List.of(folder.resolve(program).toString(), Exercise.PORT);
    }

    private static List<String> java(String language, String program) throws URISyntaxException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = folder.resolve(language).toString();
        String path = classes + (language.equals("java") ? "" : File.pathSeparator + classPath());
        return List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                path,
                program,
                Exercise.PORT);
    }

    /** All that is not right, with its verdict. */
    private static List<String> faults(Kind kind, List<String> command) throws Exception {
        List<String> faults = new ArrayList<>();
        try (Checker checker = new Checker(new Exercise(kind, command, 0, PATIENCE, false))) {
            checker.run(finding -> {
                if (finding.verdict() == Verdict.WRONG) {
                    String said = String.join("\n", finding.evidence());
                    throw new AssertionError(finding.sentence() + "\n" + said);
                }
                if (finding.verdict() != Verdict.RIGHT) {
                    faults.add(finding.topic() + " " + finding.verdict());
                }
            });
        }
        return faults;
    }
}
