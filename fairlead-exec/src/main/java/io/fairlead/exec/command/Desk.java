package io.fairlead.exec.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.net.text.Printable;
import io.fairlead.program.Program;
import io.fairlead.program.ProgramRunner;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Takes lines, and has the commands they call run, or says why not. Safe for any thread. */
final class Desk implements AutoCloseable {
    private final SequencedMap<String, Command> commands;
    private final Confinement confinement;
    private final ProgramRunner runner;
    private final Consumer<Audit> audit;
    private final Map<String, Semaphore> places = new HashMap<>();
    private final ScheduledThreadPoolExecutor clock;

    Desk(
            SequencedMap<String, Command> commands,
            Confinement confinement,
            ProgramRunner runner,
            Consumer<Audit> audit) {
        this.commands = commands;
        this.confinement = confinement;
        this.runner = runner;
        this.audit = audit;
        commands.forEach((name, one) -> places.put(name, new Semaphore(one.limits().atOnce())));
        clock =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("fairlead command clock").factory());
        clock.setRemoveOnCancelPolicy(true);
    }

    /** What the one who starts the server should know; empty if there is nothing. */
    String warning() {
        List<String> gaining =
                commands.values().stream()
                        .filter(Command::mayGainPrivileges)
                        .map(Command::name)
                        .toList();
        if (!confinement.warning().isEmpty()) return confinement.warning();
        if (gaining.isEmpty() || !confinement.isOfUser()) return "";
        return "warning: may-gain-privileges (%s) has no effect outside the user namespace that"
                        .formatted(String.join(", ", gaining))
                + " commands run in, because the server is not root; let root start it with"
                + " --user NAME";
    }

    /** Serves one line; {@code call} hears of its end in any case. */
    void serve(Call call, byte[] line) {
        try {
            serve(call, UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString());
        } catch (CharacterCodingException e) {
            refuse(call, "", "the line is not UTF-8");
        }
    }

    private void serve(Call call, String line) {
        List<String> words = Stream.of(line.strip().split("[ \t]+")).toList();
        String name = words.getFirst();
        Command command = commands.get(name);
        if (command == null) {
            serveOther(call, name);
            return;
        }
        try {
            List<String> arguments = command.argumentsWith(words.subList(1, words.size()));
            String mark = UUID.randomUUID().toString();
            Program program = confinement.program(command, arguments, mark);
            if (places(command).tryAcquire()) {
                CommandRun run = run(call, command, arguments, mark);
                run.begin(runner, program, clock);
            } else {
                refuse(
                        call,
                        name,
                        String.format(
                                Locale.ROOT,
                                "busy: %d of it run already; try again later",
                                command.limits().atOnce()));
            }
        } catch (BadValueException e) {
            refuse(call, name, String.valueOf(e.getMessage()));
        }
    }

    private Semaphore places(Command command) {
        return places.getOrDefault(command.name(), new Semaphore(0));
    }

    private CommandRun run(Call call, Command command, List<String> arguments, String mark) {
        String argv =
                Audit.quoted(
                        Stream.concat(Stream.of(command.program().toString()), arguments.stream())
                                .toList());
        return new CommandRun(
                call,
                command,
                audited -> {
                    if (!confinement.isSure()) Stragglers.kill(mark);
                    places(command).release();
                    audit.accept(audited);
                },
                argv);
    }

    private void serveOther(Call call, String name) {
        if (name.equals("help")) {
            call.ended((help() + "end exit 0\n").getBytes(UTF_8));
        } else if (name.isEmpty()) {
            refuse(call, "", "no command; help lists them");
        } else {
            String meant = Similar.question(name, commands.keySet());
            refuse(call, name, "there is no such command%s (help lists them)".formatted(meant));
        }
    }

    private String help() {
        StringBuilder help = new StringBuilder();
        for (Command command : commands.values()) {
            help.append("out ").append(command.usage().substring("usage: ".length()));
            if (!command.summary().isEmpty()) {
                help.append("  - ").append(Printable.of(command.summary()));
            }
            help.append('\n');
            for (Parameter parameter : command.parameters()) {
                help.append("out     ").append(parameter.name()).append(": ");
                help.append(Printable.of(parameter.type().words())).append('\n');
            }
        }
        return help.toString();
    }

    private void refuse(Call call, String name, String words) {
        refused(call, name, "refused " + words);
        call.ended(("end refused " + words + "\n").getBytes(UTF_8));
    }

    /** Writes down a call of which nothing was run. */
    void refused(Call call, String name, String end) {
        String shown = Printable.of(name.length() <= 80 ? name : name.substring(0, 80) + "...");
        audit.accept(new Audit(call.who(), shown, "", end, 0, Duration.ZERO));
    }

    @Override
    public void close() {
        runner.close();
        clock.close();
    }
}
