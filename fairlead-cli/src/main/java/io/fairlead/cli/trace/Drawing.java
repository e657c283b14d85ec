package io.fairlead.cli.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.OutputException;
import io.fairlead.cli.OutputFile;
import io.fairlead.cli.ScreenWidth;
import io.fairlead.cli.Shell;
import io.fairlead.cli.text.Ascii;
import io.fairlead.ladder.Folder;
import io.fairlead.ladder.LadderPage;
import io.fairlead.ladder.Row;
import io.fairlead.ladder.Summary;
import io.fairlead.ladder.SvgLadder;
import io.fairlead.ladder.TextLadder;
import io.fairlead.ladder.TextStyle;
import io.fairlead.payload.tls.TlsSecrets;
import io.fairlead.pcap.PcapngWriter;
import io.fairlead.trace.Conversation;
import io.fairlead.trace.Conversations;
import io.fairlead.trace.Figures;
import io.fairlead.trace.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of a capture: lines as it goes on, and files at its end. For one thread. */
final class Drawing {
    /** A conversation of more packets has a list of its events above it. */
    private static final int LONG_STEPS = 60;

    private final Shell shell;
    private final DrawOptions options;
    private final TlsSecrets secrets;
    private final boolean live;
    private final boolean ascii;
    private final TextLadder ladder;
    private final Map<Conversation, Folder> folders = new LinkedHashMap<>();
    private final TraceJson json;
    private final @Nullable Following following;

    /**
     * @param secrets go into the packets that are written
     * @param live whether packets are drawn as they come; else conversation for conversation
     */
    Drawing(Shell shell, DrawOptions options, TlsSecrets secrets, boolean live) {
        this.secrets = secrets;
        this.shell = shell;
        this.options = options;
        this.live = live;
        TextStyle style =
                new TextStyle(ScreenWidth.of(shell), shell.isColored(), options.rawNumbers);
        ladder = new TextLadder(style);
        ascii = options.ascii || !shell.knowsUnicode();
        following =
                options.follow == null ? null : new Following(this::print, style, options.follow);
        json = new TraceJson(shell);
    }

    /** The capture has begun. */
    void begin(String what) throws OutputException {
        if (options.json) {
            json.start(what);
        } else if (live) {
            shell.say(what);
        }
    }

    /** A conversation has new steps; returns how many. */
    int steps(Conversation conversation) throws OutputException {
        List<Step> steps = conversation.takeNew();
        for (Step step : steps) {
            if (options.json) {
                json.packet(conversation, step);
            } else if (live && !options.quiet) {
                draw(conversation, step);
            }
        }
        return steps.size();
    }

    /** No packet came for a moment: what is held back, to be folded, is shown. */
    void pause() throws OutputException {
        for (Map.Entry<Conversation, Folder> each : folders.entrySet()) {
            print(each.getKey(), each.getValue().flush());
        }
    }

    private void draw(Conversation conversation, Step step) throws OutputException {
        if (following != null) {
            following.add(conversation, step);
        } else if (options.unfold) {
            print(ladder.draw(conversation, step));
        } else {
            Folder folder = folders.computeIfAbsent(conversation, _ -> new Folder());
            print(conversation, folder.add(step));
        }
    }

    private void print(Conversation conversation, List<Row> rows) throws OutputException {
        for (Row row : rows) print(ladder.draw(conversation, row));
    }

    private void print(String text) throws OutputException {
        shell.print(ascii ? Ascii.of(text) : text);
    }

    /** The capture has ended: the rest is drawn, and the files are written. */
    void end(Conversations conversations, long drops) throws IOException, CommandException {
        if (options.json) {
            json.end(conversations, drops);
        } else {
            if (!live && !options.quiet) drawAll(conversations);
            pause();
            if (following != null) following.end();
            summarize(conversations, drops);
        }
        List<Conversation> all = conversations.all();
        if (options.svg != null)
            write(options.svg, text(SvgLadder.of(all, options.rawNumbers, !options.unfold)));
        if (options.html != null) {
            write(
                    options.html,
                    text(new LadderPage(all, options.rawNumbers, !options.unfold, drops).text()));
        }
        if (options.pcapng != null) {
            String lines = secretsOf(all);
            write(options.pcapng, packets(all, lines));
            if (!lines.isEmpty()) shell.say("its secrets are in it: who has the file can read it");
        }
    }

    private void drawAll(Conversations conversations) throws OutputException {
        for (Conversation conversation : conversations.all()) {
            if (following != null) {
                following.addAll(conversation);
                continue;
            }
            boolean isLong = conversation.steps().size() > LONG_STEPS;
            if (isLong) print(ladder.events(conversation));
            for (Step step : conversation.steps()) draw(conversation, step);
            pause();
        }
    }

    private void summarize(Conversations conversations, long drops) {
        for (Conversation conversation : conversations.all()) {
            String name = conversation.protocol().word() + " " + conversation.number();
            shell.say(name + ": " + Summary.of(conversation));
            String closed = conversation.tlsClosedReason();
            if (!closed.isEmpty()) shell.say(name + ": TLS stays closed: " + closed);
        }
        if (conversations.all().isEmpty()) shell.say(nothing(conversations));
        if (conversations.seenTwice() > 0) {
            shell.say(
                    Figures.count(conversations.seenTwice())
                            + " packets were also seen at a second interface; each is drawn once");
        }
        if (conversations.unknownLinks() > 0) {
            shell.say(
                    Figures.count(conversations.unknownLinks())
                            + " packets of an interface with an unknown link type were"
                            + " skipped");
        }
        if (conversations.lostPieces() > 0) {
            shell.say(
                    Figures.count(conversations.lostPieces())
                            + " IP fragments came without the first one, which has the"
                            + " ports: they belong to no conversation");
        }
        if (drops > 0) {
            shell.say(
                    Figures.count(drops)
                            + " packets were lost by the capture: they arrived faster than they"
                            + " were read");
        }
    }

    private static String nothing(Conversations conversations) {
        String seen = "none of %s packets".formatted(Figures.count(conversations.frames()));
        String unread =
                conversations.undecoded() == 0
                        ? ""
                        : " (%s cannot be decoded, the first because %s)"
                                .formatted(
                                        Figures.count(conversations.undecoded()),
                                        conversations.firstReason());
        return seen + " is of the conversation that is watched" + unread;
    }

    private void write(Path file, OutputFile.Content content) throws CommandException {
        new OutputFile(file).write(content);
        if (!options.json) shell.say("wrote " + file);
    }

    private static OutputFile.Content text(String text) {
        return to -> to.write(text.getBytes(UTF_8));
    }

    private String secretsOf(List<Conversation> all) {
        Set<String> randoms = new LinkedHashSet<>();
        for (Conversation conversation : all) randoms.add(conversation.tlsRandom());
        return secrets.linesOf(randoms);
    }

    private static OutputFile.Content packets(List<Conversation> all, String secrets) {
        List<Step> steps =
                all.stream()
                        .flatMap(conversation -> conversation.steps().stream())
                        .sorted(Comparator.comparingInt(Step::number))
                        .toList();
        return to -> {
            PcapngWriter writer = new PcapngWriter(to);
            writer.writeSecrets(secrets);
            for (Step step : steps) writer.write(step.frame(), step.sentence());
        };
    }
}
