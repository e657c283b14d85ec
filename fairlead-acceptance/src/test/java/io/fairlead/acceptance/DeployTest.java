package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.service.Connection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each form of docs/deploy.md, built and started with the commands of that page. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // ends blocked reads
class DeployTest {
    private static final int SIGTERM_EXIT = 128 + 15;

    private final Programs programs = new Programs();
    private Deployment deployment = new Deployment(programs);

    @BeforeEach
    void copyTheExample() throws Exception {
        deployment = new Deployment(programs);
        deployment.copyExample();
    }

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A fat jar", "The class path", "The module path", "An image"})
    void jdkToolsAlone(String form) throws Exception {
        servesUnderModels(Deployment.commandsOf(form));
    }

    /** The Java of the PATH is not that of JAVA_HOME. */
    @Test
    void withMavenAndJavaHome() throws Exception {
        deployment.offerToMaven();
        List<String> commands = Deployment.commandsOf("With Maven");
        assertThat(commands.getFirst()).isEqualTo("export JAVA_HOME=/usr/lib/jvm/jdk-25");
        commands.set(0, "export JAVA_HOME='" + System.getProperty("java.home") + "'");
        servesUnderModels(commands);
    }

    private void servesUnderModels(List<String> commands) throws Exception {
        deployment.build(commands);
        for (String model : List.of("EPOLL", "PREFORK", "POOLED_VIRTUAL")) {
            assertThat(serve(commands, model)).as("errors under " + model).isEmpty();
        }
    }

    @Test
    void withoutTheRightsItServesAndSaysWhatThePageSays() throws Exception {
        List<String> commands = Deployment.commandsOf("The class path");
        deployment.build(commands);
        String command = commands.getLast();
        String noRight = command.replace("--enable-native-access=ALL-UNNAMED ", "");
        String closed = command.replaceAll("--add-opens=\\S+ ", "");
        assertThat(List.of(noRight, closed))
                .as("options that can be left out")
                .doesNotContain(command);
        String denied = noRight.replace("java ", "java --illegal-native-access=deny ");
        assertTold(noRight, "EPOLL", "WARNING: A restricted method in java.lang.foreign.Linker");
        assertTold(denied, "PREFORK", "model prefork: native access is denied: start Java with");
        assertTold(closed, "POOLED_VIRTUAL", "model pooled-virtual: start Java with --add-opens");
    }

    @Test
    void aCacheOfClassesIsMadeAndUsed() throws Exception {
        deployment.build(Deployment.commandsOf("A fat jar"));
        List<String> both = Deployment.commandsOf("A faster start");
        serve(both.subList(0, 1), "EPOLL");
        assertThat(deployment.file("out/upper.aot")).isNotEmptyFile();
        String strict = both.getLast().replace("-jar", "-XX:AOTMode=on -jar");
        assertThat(serve(List.of(strict), "EPOLL")).as("errors").isEmpty();
    }

    /** Talks to it, ends it, and returns what it wrote to standard error. */
    private List<String> serve(List<String> commands, String model) throws Exception {
        Program server = deployment.start(commands, model);
        String endpoint = server.output().await("tcp://127.0.0.1:");
        try (Connection connection = io.fairlead.client.Client.connect(endpoint)) {
            connection.writeLine("hello");
            connection.flush();
            assertThat(connection.readLine()).isEqualTo("HELLO");
        }
        server.signal("TERM");
        assertThat(server.awaitExit()).isEqualTo(SIGTERM_EXIT);
        return server.errors().awaitEnd();
    }

    /** That the server says a sentence that begins so, and that the page has all of it. */
    private void assertTold(String command, String model, String begin) throws Exception {
        String all = String.join("\n", serve(List.of(command), model));
        assertThat(all).contains(begin);
        String line = all.substring(all.indexOf(begin)).lines().findFirst().orElseThrow();
        assertThat(Deployment.page()).contains(line);
    }
}
