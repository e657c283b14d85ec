package io.fairlead.explain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.explain.Entry.Check;
import io.fairlead.explain.Entry.Code;
import io.fairlead.explain.Entry.Kind;
import io.fairlead.posix.Errno;
import io.fairlead.posix.InetConstants;
import io.fairlead.posix.diag.TcpMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each entry is complete, and what it says of this system is so. */
class EntriesTest {
    private static final Glossary GLOSSARY = Glossary.load();

    /** What only the source of a program shows. */
    private static final Set<String> UNSEEN = Set.of("EDOM");

    /** Commands that are no program of their own, or that Debian has in a package of its own. */
    private static final Set<String> ELSEWHERE = Set.of("fairlead");

    @TestFactory
    Stream<DynamicTest> entriesAreComplete() {
        return GLOSSARY.entries().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.name(), () -> isComplete(entry)));
    }

    private static void isComplete(Entry entry) {
        isSentence(entry.says());
        assertThat(entry.causes()).allSatisfy(EntriesTest::isSentence);
        assertThat(entry.advice()).allSatisfy(EntriesTest::isSentence);
        assertThat(entry.calls().values()).allSatisfy(EntriesTest::isSentence);
        assertThat(entry.facts().values()).noneMatch(String::isBlank);
        assertThat(entry.see()).isNotEmpty().doesNotContain(entry.name());
        for (String other : entry.see()) assertThat(GLOSSARY.byName(other)).as(other).isPresent();
        if (entry.kind() != Kind.WINSOCK && !needsNoCheck(entry)) {
            assertThat(entry.checks()).isNotEmpty();
        }
        hasWhatItsKindNeeds(entry);
        assertThat(entry.ladder().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(79));
    }

    private static boolean needsNoCheck(Entry entry) {
        boolean ofWindows = entry.codes().stream().allMatch(c -> c.platform() == Platform.WINDOWS);
        return entry.kind() == Kind.ERROR && (ofWindows || UNSEEN.contains(entry.name()));
    }

    private static void hasWhatItsKindNeeds(Entry entry) {
        switch (entry.kind()) {
            case ERROR -> assertThat(entry.codes()).isNotEmpty();
            case STATE, FLAG -> assertThat(entry.ladder()).isNotEmpty();
            case OPTION -> assertThat(entry.facts()).containsKeys("level", "value");
            case SIGNAL -> assertThat(entry.facts()).containsKey("default");
            case WINSOCK -> assertThat(entry.facts()).containsKey("linux");
            case CALL -> assertThat(entry.facts()).containsKeys("c", "returns");
            case CONSTANT, TERM -> assertThat(entry.codes().size()).isLessThan(4);
            case ALERT -> assertThat(entry.names()).anyMatch(name -> name.matches("alert \\d+"));
        }
        if (entry.kind() != Kind.ALERT) {
            assertThat(entry.texts().isEmpty()).isEqualTo(entry.kind() != Kind.ERROR);
        }
        if (entry.kind() != Kind.CALL) assertThat(entry.advice()).isNotEmpty();
        if (entry.kind() != Kind.CALL && entry.kind() != Kind.TERM) {
            assertThat(entry.causes()).isNotEmpty();
        }
    }

    private static void isSentence(String text) {
        assertThat(text).matches(".{6,}(\\.|\\.\\)|\\?)");
    }

    @Test
    void numbersOfLinuxAreThoseOfItsHeaders() throws IllegalAccessException {
        Map<String, Integer> numbers = new HashMap<>();
        for (Field field : Errno.class.getFields()) {
            numbers.put(field.getName(), field.getInt(null));
        }
        for (Entry entry : GLOSSARY.entries()) {
            boolean isErrno = entry.name().startsWith("E") && !entry.name().startsWith("EAI_");
            if (entry.kind() != Kind.ERROR || !isErrno || entry.name().equals("EPROCLIM")) continue;
            assertThat(entry.code(Platform.LINUX).map(Code::number))
                    .as(entry.name())
                    .contains(numbers.get(entry.name()));
            assertThat(entry.text()).isEqualTo(Errno.text(numbers.getOrDefault(entry.name(), 0)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "socket(2), EACCES EAFNOSUPPORT EINVAL EMFILE ENFILE ENOBUFS ENOMEM EPROTONOSUPPORT",
        "bind(2), EACCES EADDRINUSE EBADF EINVAL ENOTSOCK EADDRNOTAVAIL EFAULT ELOOP ENAMETOOLONG"
                + " ENOENT ENOMEM ENOTDIR EROFS",
        "listen(2), EADDRINUSE EBADF ENOTSOCK EOPNOTSUPP",
        "connect(2), EACCES EPERM EADDRINUSE EADDRNOTAVAIL EAFNOSUPPORT EAGAIN EALREADY EBADF"
                + " ECONNREFUSED EFAULT EINPROGRESS EINTR EISCONN ENETUNREACH ENOTSOCK EPROTOTYPE"
                + " ETIMEDOUT",
        "accept(2), EAGAIN EWOULDBLOCK EBADF ECONNABORTED EFAULT EINTR EINVAL EMFILE ENFILE ENOBUFS"
                + " ENOMEM ENOTSOCK EOPNOTSUPP EPERM EPROTO ENETDOWN ENOPROTOOPT EHOSTDOWN ENONET"
                + " EHOSTUNREACH ENETUNREACH ENOSR ESOCKTNOSUPPORT EPROTONOSUPPORT ETIMEDOUT",
        "send(2), EACCES EAGAIN EALREADY EBADF ECONNRESET EDESTADDRREQ EFAULT EINTR EINVAL EISCONN"
                + " EMSGSIZE ENOBUFS ENOMEM ENOTCONN ENOTSOCK EOPNOTSUPP EPIPE",
        "recv(2), EAGAIN EBADF ECONNREFUSED EFAULT EINTR EINVAL ENOMEM ENOTCONN ENOTSOCK",
        "setsockopt(2), EBADF EFAULT EINVAL ENOPROTOOPT ENOTSOCK EDOM",
        "shutdown(2), EBADF EINVAL ENOTCONN ENOTSOCK",
        "sendfile(2), EAGAIN EBADF EFAULT EINVAL EIO ENOMEM EOVERFLOW ESPIPE",
        "ip(7), EACCES EADDRINUSE EADDRNOTAVAIL EAGAIN EALREADY ECONNABORTED EHOSTUNREACH EINVAL"
                + " EISCONN EMSGSIZE ENOBUFS ENOMEM ENOENT ENOPKG ENOPROTOOPT EOPNOTSUPP ENOTCONN"
                + " EPERM EPIPE ESOCKTNOSUPPORT",
        "tcp(7), EAFNOTSUPPORT EPIPE ETIMEDOUT",
        "udp(7), ECONNREFUSED",
        "unix(7), EADDRINUSE EBADF ECONNREFUSED ECONNRESET EFAULT EINVAL EISCONN ENFILE ENOENT"
                + " ENOMEM ENOTCONN EOPNOTSUPP EPERM EPIPE EPROTONOSUPPORT EPROTOTYPE"
                + " ESOCKTNOSUPPORT ESRCH ETOOMANYREFS",
        "getaddrinfo(3), EAI_AGAIN EAI_FAIL EAI_FAMILY EAI_MEMORY EAI_NODATA EAI_NONAME EAI_SERVICE"
                + " EAI_SYSTEM",
    })
    void whatAManualPageDocumentsHasAnEntry(String page, String names) {
        for (String name : names.split(" ", -1)) {
            assertThat(GLOSSARY.byName(name)).as(page + " " + name).isPresent();
        }
    }

    @Test
    void whatWinsockDocumentsHasAnEntry() {
        List<Integer> documented = new ArrayList<>(List.of(6, 8, 87, 995, 996, 997));
        documented.addAll(List.of(10004, 10009, 10013, 10014, 10022, 10024));
        IntStream.rangeClosed(10035, 10071).forEach(documented::add);
        documented.addAll(List.of(10091, 10092, 10093));
        IntStream.rangeClosed(10101, 10112).forEach(documented::add);
        IntStream.rangeClosed(11001, 11031).forEach(documented::add);
        for (int number : documented) {
            assertThat(GLOSSARY.find(Integer.toString(number)))
                    .as("Winsock " + number)
                    .anySatisfy(entry -> assertThat(hasCode(entry, number)).isTrue());
        }
    }

    private static boolean hasCode(Entry entry, int number) {
        return entry.codes().contains(new Code(Platform.WINDOWS, number, ""))
                || entry.codes().stream()
                        .anyMatch(c -> c.platform() == Platform.WINDOWS && c.number() == number);
    }

    @Test
    void everyStateOfTheKernelHasAnEntry() {
        for (int state = InetConstants.TCP_ESTABLISHED;
                state <= InetConstants.TCP_CLOSING;
                state++) {
            assertThat(GLOSSARY.byName(TcpMetrics.stateName(state)))
                    .as(TcpMetrics.stateName(state))
                    .map(Entry::kind)
                    .contains(Kind.STATE);
        }
    }

    @Test
    void noNumberOfAPlatformIsGivenTwice() {
        Map<String, String> given = new HashMap<>();
        for (Entry entry : GLOSSARY.entries(Kind.ERROR)) {
            for (Code code : entry.codes()) {
                // getaddrinfo(3) has numbers of its own beside those of errno(3).
                boolean names = entry.name().startsWith("EAI_");
                String key = code.platform() + " " + code.number() + (names ? " EAI" : "");
                assertThat(given.put(key, entry.name())).as(key + " " + entry.name()).isNull();
            }
        }
    }

    @Test
    void noNameIsThatOfTwoEntries() {
        Map<String, String> owners = new HashMap<>();
        for (Entry entry : GLOSSARY.entries()) {
            List<String> names = new ArrayList<>(entry.names());
            names.add(entry.name());
            for (String name : names) {
                assertThat(owners.put(name, entry.name())).as(name).isNull();
            }
        }
    }

    @Test
    void numbersOfOptionsConstantsAndSignalsAreThoseOfTheHeaders(@TempDir Path folder)
            throws Exception {
        List<Entry> numbered =
                Stream.of(Kind.OPTION, Kind.CONSTANT, Kind.SIGNAL)
                        .flatMap(kind -> GLOSSARY.entries(kind).stream())
                        .filter(entry -> entry.code(Platform.LINUX).isPresent())
                        .toList();
        assertThat(numbered).hasSizeGreaterThan(100);
        List<String> said = numbersOfHeaders(folder, numbered);
        for (int i = 0; i < numbered.size(); i++) {
            Code code = numbered.get(i).code(Platform.LINUX).orElseThrow();
            assertThat(numbered.get(i).name() + " " + code.number()).isEqualTo(said.get(i));
        }
    }

    /** What a C program prints of each: its name and its number. */
    private static List<String> numbersOfHeaders(Path folder, List<Entry> entries)
            throws Exception {
        List<String> headers =
                List.of(
                        "stdio.h",
                        "fcntl.h",
                        "signal.h",
                        "netinet/in.h",
                        "netinet/tcp.h",
                        "netinet/udp.h",
                        "sys/epoll.h",
                        "sys/socket.h");
        StringBuilder text = new StringBuilder("#define _GNU_SOURCE\n");
        headers.forEach(header -> text.append("#include <").append(header).append(">\n"));
        text.append("int main(void) {\n");
        for (Entry entry : entries) {
            String name = entry.name();
            text.append("printf(\"%s %%d\\n\", (int) %s);\n".formatted(name, name));
        }
        Files.writeString(folder.resolve("x.c"), text.append("}\n"));
        String program = folder.resolve("x").toString();
        List<String> said = new ArrayList<>();
        try {
            said.addAll(output("gcc", "-w", "-o", program, folder.resolve("x.c").toString()));
        } catch (IOException e) {
            assumeTrue(false, "there is no gcc here to ask the headers");
        }
        assertThat(said).isEmpty();
        return output(program);
    }

    private static List<String> output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream out = process.getInputStream()) {
            return new String(out.readAllBytes(), UTF_8).lines().toList();
        }
    }

    @Test
    void everyCommandToCheckIsThere() {
        for (Entry entry : GLOSSARY.entries()) {
            for (Check check : entry.checks()) {
                String program = check.command().split(" ", 2)[0];
                if (ELSEWHERE.contains(program)) continue;
                assertThat(isInstalled(program)).as(entry.name() + ": " + program).isTrue();
            }
        }
    }

    private static boolean isInstalled(String program) {
        // As a user's path need not have: sysctl and ip are in sbin.
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin:/usr/bin:/bin";
        return Stream.of(path.split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
    }

    @Test
    void aLineThatIsNoneOfTheFormatIsRefused() {
        assertThatThrownBy(() -> EntryReader.read("# EX\nnonsense: x\n", Map.of()))
                .hasMessageContaining("EX: what is \"nonsense: x\"?");
        assertThatThrownBy(() -> EntryReader.read("# EX\nladder: x\n", Map.of()))
                .hasMessageContaining("no ladder");
        assertThatThrownBy(() -> EntryReader.read("# EX\ncheck: ls\n", Map.of()))
                .hasMessageContaining("what does");
    }
}
