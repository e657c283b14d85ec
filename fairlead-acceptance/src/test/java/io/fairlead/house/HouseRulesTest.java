package io.fairlead.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.house.Exemptions.Exemption;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules find what they should, and nothing else. */
class HouseRulesTest {
    private static final String MAIN = "m/src/main/java/io/fairlead/frame/A.java";
    private static final String TEST = "m/src/test/java/io/fairlead/frame/ATest.java";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class ConnectionManager {}",
                "class AbstractCodec {}",
                "class A { interface SocketUtils {} }",
                "record PeerInfo(int x) {}",
                "enum DataKind {}",
                "class TLSContext {}",
            })
    void namesThatSayNothing(String text) {
        assertThat(rules(MAIN, text)).containsExactly(Rule.CLASS_NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Datagram", "Database", "Base64Codec", "Basement", "Informed"})
    void namesThatOnlyBeginAlike(String name) {
        assertThat(rules(MAIN, "class " + name + " {}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "A, class A {}, ''",
        "A, class A { class B {} }, ''",
        "A, enum A { B }, ''",
        "A, class B {}, FILE_NAME",
        "A, class A {} record B(int x) {}, FILE_NAME",
        "A, class AA {}, FILE_NAME",
        "AA, class A {}, FILE_NAME",
    })
    void aFileIsNamedAsItsType(String name, String text, String expected) {
        Source source = new Source(MAIN.replace("A.java", name + ".java"), text);
        List<Finding> findings = SourceRules.check(List.of(source));
        assertThat(names(findings.stream().map(Finding::rule).toList())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "36, ''", // 38 statements and 2 braces make 40 lines
        "38, ''",
        "39, METHOD_LINES"
    })
    void methodLength(int statements, String expected) {
        String body = "int x = 0;\n".repeat(statements);
        String text = "class A {\nvoid a() {\n" + body + "}\n}\n";
        assertThat(names(rules(MAIN, text))).isEqualTo(expected);
    }

    @Test
    void fileLength() {
        assertThat(rules(MAIN, "class A {}\n" + "\n".repeat(299))).isEmpty();
        assertThat(rules(MAIN, "class A {}\n" + "\n".repeat(300))).containsExactly(Rule.FILE_LINES);
    }

    @Test
    void lineLength() {
        assertThat(rules(MAIN, "class A {} //" + "x".repeat(87))).isEmpty();
        assertThat(rules(MAIN, "class A {} //" + "x".repeat(88))).containsExactly(Rule.LINE_LENGTH);
        assertThat(rules(MAIN, "import a." + "x".repeat(120) + ";\nclass A {}")).isEmpty();
    }

    @Test
    void parameters() {
        String six = "int a, int b, int c, int d, int e, int f";
        assertThat(rules(MAIN, "class A { void a(int a, int b, int c, int d, int e) {} }"))
                .isEmpty();
        assertThat(rules(MAIN, "class A { void a(" + six + ") {} }"))
                .containsExactly(Rule.PARAMETERS);
        assertThat(rules(MAIN, "class A { A(" + six + ") {} }")).containsExactly(Rule.PARAMETERS);
        assertThat(rules(MAIN, "record A(" + six + ") { A { } }")).isEmpty();
        assertThat(rules(MAIN, "record A(" + six + ") {\nA(" + six + ") {}\n}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'if (x) { for (;;) { while (x) { a(); } } }', ''",
        "'if (x) { for (;;) { while (x) { if (x) { a(); } } } }', NESTING",
        "'if (x) {} else if (x) {} else if (x) {} else if (x) {} else { a(); }', ''",
        "'for (;;) { try { switch (1) { default: synchronized (x) { } } } finally { } }', NESTING",
        "'run(() -> { if (x) { do { for (var y : z) { } } while (x); } });', NESTING",
        "'if (x) { if (x) { if (x) { new A() { void b() { if (x) { } } }; } } }', ''",
    })
    void nesting(String body, String expected) {
        String text = "class A { void a() {\n" + body + "\n} }";
        assertThat(names(rules(MAIN, text))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Thread.sleep(1), SLEEP",
        "java.lang.Thread.sleep(1), SLEEP",
        "run(Thread::sleep), SLEEP",
        "System.exit(1), EXIT",
        "run(System::exit), EXIT",
        "Runtime.getRuntime().halt(1), EXIT",
        "e.printStackTrace(), STACK_TRACE",
        "print(\"Thread.sleep(1); System.exit(1)\"), ''",
    })
    void callsThatHaveNoPlace(String call, String expected) {
        String text = "class A { void a() { " + call + "; } }";
        assertThat(names(rules(TEST, text))).isEqualTo(expected);
    }

    @Test
    void staticImportsAreNoWayRound() {
        assertThat(rules(TEST, "import static java.lang.Thread.sleep;"))
                .containsExactly(Rule.SLEEP);
    }

    @Test
    void sleepOutsideTestsAndExitInCliAreFine() {
        assertThat(rules(MAIN, "class A { void a() { Thread.sleep(1); } }")).isEmpty();
        String cli = MAIN.replace("frame", "cli");
        assertThat(rules(cli, "class A { void a() { System.exit(1); } }")).isEmpty();
    }

    @Test
    void sourcesThatDoNotParseAreRefused() {
        assertThatThrownBy(() -> rules(MAIN, "clas A {}")).hasMessageContaining(MAIN);
    }

    @ParameterizedTest
    @CsvSource({
        "frame.A, service.B, ARROW",
        "service.A, frame.B, ''",
        "net.A, server.B, ARROW",
        "session.A, net.B, ARROW",
        "server.A, session.B, ''",
        "server.A, services.B, ARROW",
        "client.A, server.B, ''",
        "server.A, client.B, ARROW",
        "services.echo.A, server.B, ''",
        "services.A, session.B, ARROW",
        "load.A, net.B, ''",
        "load.A, server.B, ARROW",
        "server.A, load.B, ARROW",
        "cli.A, client.B, ''",
        "core.A, core.B, ARROW",
        "server.loop.A, server.site.B, ''",
        "server.site.A, server.loop.B, ARROW",
        "chat.door.A, server.report.B, ''",
        "chat.door.A, server.site.B, ARROW",
        "posix.A, posix.libc.B, ''",
        "posix.A, posix.uring.B, ARROW",
        "net.A, posix.libc.B, ARROW",
    })
    void arrows(String from, String to, String expected) {
        ClassDesc seen = ClassDesc.of("io.fairlead." + to);
        assertThat(names(fieldOf(from, seen))).isEqualTo(expected);
        assertThat(names(fieldOf(from, seen.arrayType()))).isEqualTo(expected);
    }

    @Test
    void nativeCallsAreForPosix() {
        ClassDesc linker = ClassDesc.of("java.lang.foreign.Linker");
        assertThat(fieldOf("net.A", linker)).containsExactly(Rule.LINKER);
        assertThat(fieldOf("net.A", linker.nested("Option"))).containsExactly(Rule.LINKER);
        assertThat(fieldOf("posix.A", linker)).containsExactly(Rule.LINKER);
        assertThat(fieldOf("posix.libc.A", linker)).isEmpty();
    }

    @Test
    void arrowsInMethodTypesAndTheirMessage() {
        ClassDesc peer = ClassDesc.of("io.fairlead.service.Peer");
        byte[] classFile =
                ClassFile.of()
                        .build(
                                ClassDesc.of("io.fairlead.frame.A"),
                                builder ->
                                        builder.withMethod(
                                                "a",
                                                MethodTypeDesc.of(peer, peer),
                                                ClassFile.ACC_ABSTRACT,
                                                method -> {}));
        assertThat(ClassRules.check("m/src/main/java", classFile))
                .singleElement()
                .hasToString(
                        "m/src/main/java/io/fairlead/frame/A.class:1 refers to"
                                + " io.fairlead.service.Peer, but frame may see only []:"
                                + " turn the dependency round [ARROW frame->service]");
    }

    @Test
    void findingsSayWhereAndWhatToDo() {
        String text = "class A {\n\nvoid bar() {\n" + "int x = 0;\n".repeat(53) + "}\n}\n";
        assertThat(SourceRules.check(List.of(new Source(MAIN, text))))
                .singleElement()
                .hasToString(
                        MAIN + ":3 method bar has 55 lines; limit 40: split it [METHOD_LINES bar]");
    }

    @Test
    void exemptionsCoverOnePlaceAndMustBeNeeded() {
        String file = MAIN.replace("A.java", "PeerInfo.java");
        List<Finding> findings = SourceRules.check(List.of(new Source(file, "class PeerInfo {}")));
        LocalDate since = LocalDate.of(2026, 1, 1);
        var needed = new Exemption(since, Rule.CLASS_NAME, file, "PeerInfo", "why");
        var other = new Exemption(since, Rule.CLASS_NAME, file, "PeerData", "why");
        assertThat(Exemptions.apply(List.of(), findings)).hasSize(1);
        assertThat(Exemptions.apply(List.of(needed), findings)).isEmpty();
        assertThat(Exemptions.apply(List.of(needed, other), findings))
                .singleElement()
                .asString()
                .startsWith("no longer needed")
                .contains("PeerData");
    }

    /** But for the name of the file, which most sources here have not. */
    private static List<Rule> rules(String file, String text) {
        return SourceRules.check(List.of(new Source(file, text))).stream()
                .map(Finding::rule)
                .filter(rule -> rule != Rule.FILE_NAME)
                .toList();
    }

    private static List<Rule> fieldOf(String className, ClassDesc type) {
        byte[] classFile =
                ClassFile.of()
                        .build(
                                ClassDesc.of("io.fairlead." + className),
                                builder -> builder.withField("field", type, 0));
        return ClassRules.check("m/src/main/java", classFile).stream().map(Finding::rule).toList();
    }

    private static String names(List<Rule> rules) {
        return String.join(" ", rules.stream().map(Rule::name).toList());
    }
}
