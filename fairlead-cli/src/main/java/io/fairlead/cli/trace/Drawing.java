package io.fairlead.cli.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.OutputException;
import io.fairlead.cli.OutputFile;
import io.fairlead.cli.ScreenWidth;
import io.fairlead.cli.Shell;
import io.fairlead.ladder.LadderPage;
import io.fairlead.ladder.Summary;
import io.fairlead.ladder.SvgLadder;
import io.fairlead.ladder.TextLadder;
import io.fairlead.ladder.TextStyle;
import io.fairlead.pcap.PcapngWriter;
import io.fairlead.trace.Conversation;
import io.fairlead.trace.Conversations;
import io.fairlead.trace.Figures;
import io.fairlead.trace.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** What becomes of a capture: lines as it goes on, and files at its end. For one thread. */
final class Drawing {
    private final Shell shell;
    private final DrawOptions options;
    private final boolean live;
    private final TextLadder ladder;
    private final TraceJson json;

    /**
     * @param live whether packets are drawn as they come; else conversation for conversation
     */
    Drawing(Shell shell, DrawOptions options, boolean live) {
        this.shell = shell;
        this.options = options;
        this.live = live;
        ladder =
                new TextLadder(
                        new TextStyle(
                                ScreenWidth.of(shell), shell.isColored(), options.rawNumbers));
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
            } else if (live) {
                draw(conversation, step);
            }
        }
        return steps.size();
    }

    private void draw(Conversation conversation, Step step) throws OutputException {
        if (!options.quiet) shell.print(ladder.draw(conversation, step));
    }

    /** The capture has ended: the rest is drawn, and the files are written. */
    void end(Conversations conversations, long drops) throws IOException, CommandException {
        if (options.json) {
            json.end(conversations, drops);
        } else {
            if (!live) drawAll(conversations);
            summarize(conversations, drops);
        }
        List<Conversation> all = conversations.all();
        if (options.svg != null) write(options.svg, text(SvgLadder.of(all, options.rawNumbers)));
        if (options.html != null) {
            write(options.html, text(new LadderPage(all, options.rawNumbers, drops).text()));
        }
        if (options.pcapng != null) write(options.pcapng, packets(all));
    }

    private void drawAll(Conversations conversations) throws OutputException {
        for (Conversation conversation : conversations.all()) {
            for (Step step : conversation.steps()) draw(conversation, step);
        }
    }

    private void summarize(Conversations conversations, long drops) {
        for (Conversation conversation : conversations.all()) {
            String name = conversation.protocol().word() + " " + conversation.number();
            shell.say(name + ": " + Summary.of(conversation));
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
                            + " were"
                            + " read");
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

    private static OutputFile.Content packets(List<Conversation> all) {
        List<Step> steps =
                all.stream()
                        .flatMap(conversation -> conversation.steps().stream())
                        .sorted(Comparator.comparingInt(Step::number))
                        .toList();
        return to -> {
            PcapngWriter writer = new PcapngWriter(to);
            for (Step step : steps) writer.write(step.frame(), step.sentence());
        };
    }
}
