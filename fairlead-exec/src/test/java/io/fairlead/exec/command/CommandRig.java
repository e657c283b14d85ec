package io.fairlead.exec.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.exec.Caller;
import io.fairlead.exec.Wait;
import io.fairlead.net.Endpoint;
import io.fairlead.proxy.ProxyRules;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.server.ServerBuilder;
import io.fairlead.service.Limits;
import io.fairlead.service.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Serves commands for one test, and checks that nothing of them is left after it. */
final class CommandRig implements AfterEachCallback {
    /** An argument by which this test's own processes are known. */
    final String word = "32" + System.nanoTime() % 1_000_000_000;

    final BlockingQueue<Audit> audits = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    Server serve(Model model, String commands) throws Exception {
        Path folder = folder();
        return serve(builder(folder).model(model), open(folder, commands));
    }

    /** Each connection begins with a PROXY header. */
    Server serveProxied(String commands) throws Exception {
        Path folder = folder();
        ServerBuilder builder = builder(folder).proxyProtocol(ProxyRules.THIS_MACHINE);
        return serve(builder, open(folder, commands));
    }

    private static ServerBuilder builder(Path folder) {
        return Server.at(Endpoint.unix(folder.resolve("sock")))
                .codec(CommandService.codec())
                .limits(CommandService.limits(Limits.DEFAULT));
    }

    private Server serve(ServerBuilder builder, Service service) throws IOException {
        Server server = builder.serve(service);
        open.add(server);
        return server;
    }

    Server serveDatagrams(String commands) throws Exception {
        Service service = open(folder(), commands).datagrams();
        Server server = Server.at("udp://127.0.0.1:0").serve(service);
        open.add(server);
        return server;
    }

    private Path folder() throws IOException {
        Path folder = Files.createTempDirectory("fairlead-commands");
        open.add(() -> Files.delete(folder));
        return folder;
    }

    private CommandService open(Path folder, String commands) throws Exception {
        Path file = Files.writeString(folder.resolve("commands.yaml"), commands);
        open.add(() -> Files.delete(file));
        CommandFile read = CommandFile.read(file);
        CommandService service = CommandService.open(read, user(), true, audits::add);
        open.add(service);
        return service;
    }

    Server serve(String commands) throws Exception {
        return serve(Model.VIRTUAL, commands);
    }

    /** A command of that name, which a shell of the file's own runs. */
    static String script(String name, String script) {
        return "  %s: {program: /bin/sh, arguments: [-c, \"%s\"]}\n".formatted(name, script);
    }

    private static @Nullable String user() throws IOException {
        return isRoot() ? "nobody" : null;
    }

    static boolean isRoot() throws IOException {
        return "root".equals(Files.getOwner(Path.of("/proc/self")).getName());
    }

    static String ask(Server server, String lines) throws IOException {
        try (Caller caller = new Caller(server.endpoint())) {
            return caller.ask(lines);
        }
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        for (AutoCloseable one : open.reversed()) one.close();
        Wait.untilGone(word);
        Wait.until("no child is left", () -> ProcessHandle.current().children().count() == 0);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("fairlead command"));
    }

    /** What the descriptors of this process are. */
    static List<String> descriptors() {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(CommandRig::target).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }
}
