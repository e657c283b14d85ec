package io.fairlead.cli.talk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.cli.Shell;
import io.fairlead.cli.talk.local.LocalEnd;
import io.fairlead.cli.talk.local.LocalOptions;
import io.fairlead.cli.talk.local.Look;
import io.fairlead.cli.text.ByteCount;
import io.fairlead.client.raw.StreamClient;
import io.fairlead.frame.Codec;
import io.fairlead.net.Endpoint;
import java.nio.charset.Charset;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every talk: what is sent, and how it is shown. */
public final class TalkOptions {
    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description =
                    "How long the peer may stay silent after the end of input. Default: no limit;"
                            + " for connect over UDP 1s.")
    private @Nullable Duration wait;

    @Option(
            names = "--keep-open",
            description =
                    "Send no FIN at the end of input, for peers that stop answering then. The peer,"
                            + " --wait or Ctrl-C ends the connection.")
    private boolean keepOpen;

    @Option(names = "--crlf", description = "Send CR LF for each LF.")
    private boolean crlf;

    @Option(names = "--raw", description = "Show bytes unchanged; the default in a pipe.")
    private boolean raw;

    @Option(
            names = "--text",
            description =
                    "Show UTF-8 text, with control characters escaped and telnet's commands"
                            + " removed; the default on a terminal.")
    private boolean text;

    @Option(names = "--hex", description = "Show both directions in hex: > to the peer, < from it.")
    private boolean hex;

    @Option(
            names = {"-t", "--timestamps"},
            description =
                    "Show the local time before each line, to the millisecond; implies --text"
                            + " unless --hex is given.")
    private boolean timestamps;

    @Option(
            names = "--codec",
            paramLabel = "CODEC",
            description =
                    "Talk in frames: each line typed is sent as one, without its end, and each one"
                            + " received is shown as a line. lines, crlf, length:4, length:4le,"
                            + " fixed:32, varint, delimiter:TEXT, ...")
    private @Nullable Codec codec;

    @Option(
            names = "--encoding",
            paramLabel = "CHARSET",
            defaultValue = "utf-8",
            description =
                    "The peer's encoding of text, both ways: utf-16le, utf-16be, utf-32le,"
                            + " iso-8859-1, ... Implies --text unless --hex is given. Default:"
                            + " utf-8.")
    private Charset encoding = UTF_8;

    @Option(
            names = "--datagram",
            description = "unix: endpoints: exchange datagrams (SOCK_DGRAM); each line is one.")
    private boolean datagram;

    @Option(
            names = "--whole",
            description =
                    "Send all of the input as one datagram or frame (--codec), instead of each"
                            + " line as one.")
    private boolean whole;

    @Option(
            names = "--datagram-size",
            paramLabel = "SIZE",
            description =
                    "Split longer lines or input into datagrams of this size. Default: refuse more"
                            + " than 65507 bytes.")
    private @Nullable ByteCount datagramSize;

    @Option(
            names = "--escape",
            description =
                    "On a terminal: Ctrl-] opens a menu: quit, eof (half-close), break, status,"
                            + " hex on|off.")
    private boolean escape;

    @Option(names = "--no-history", description = "Do not remember typed lines.")
    private boolean noHistory;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show no progress and no summary.")
    private boolean quiet;

    /** Nothing but the defaults. */
    public TalkOptions() {}

    /**
     * Checks that they fit each other and {@code endpoint}.
     *
     * @throws IllegalArgumentException if they do not; the message names the options
     */
    public void check(Endpoint endpoint) {
        if ((hex && (raw || text)) || (raw && text)) {
            throw new IllegalArgumentException("--raw, --text and --hex exclude each other");
        }
        if (escape && raw) {
            throw new IllegalArgumentException("--escape needs lines, but --raw shows bytes");
        }
        if (timestamps && raw) {
            throw new IllegalArgumentException("--timestamps needs lines, but --raw shows bytes");
        }
        boolean unix = endpoint.scheme() == Endpoint.Scheme.UNIX;
        if (datagram && !unix) {
            throw new IllegalArgumentException(
                    "--datagram is for unix: endpoints; UDP is udp://HOST:PORT");
        }
        boolean udp = isDatagrams(endpoint);
        if (!udp && datagramSize != null) {
            throw new IllegalArgumentException(
                    "--datagram-size is for udp:// endpoints and --datagram");
        }
        if (!udp && whole && codec == null) {
            throw new IllegalArgumentException(
                    "--whole is for udp:// endpoints, --datagram and --codec");
        }
        checkCodec(udp);
        if (udp && keepOpen) {
            throw new IllegalArgumentException(
                    "--keep-open: datagrams have no FIN that could be left out");
        }
        int _ = datagramBytes();
    }

    /** Whether messages are exchanged, and not a stream. */
    public boolean isDatagrams(Endpoint endpoint) {
        return datagram || endpoint.scheme() == Endpoint.Scheme.UDP;
    }

    private void checkCodec(boolean udp) {
        if (codec == null) return;
        if (udp) throw new IllegalArgumentException("--codec: each datagram is a message already");
        if (crlf) throw new IllegalArgumentException("--crlf beside --codec: write --codec crlf");
    }

    /** What this end does in a talk with {@code endpoint}. */
    public LocalOptions local(Shell shell, Endpoint endpoint) {
        boolean framed = codec != null || isDatagrams(endpoint);
        return new LocalOptions(
                look(shell), crlf, !noHistory, timestamps, encoding, escape, framed);
    }

    private Look look(Shell shell) {
        if (hex) return Look.HEX;
        if (raw) return Look.RAW;
        boolean lines = text || timestamps || codec != null || !encoding.equals(UTF_8);
        return lines || shell.isTerminal(Shell.Stream.OUT) ? Look.TEXT : Look.RAW;
    }

    /** What of the input is a datagram. */
    public DatagramCut cut() {
        return new DatagramCut(whole, datagramBytes(), encoding);
    }

    private int datagramBytes() {
        if (datagramSize == null) return 0;
        long bytes = datagramSize.bytes();
        if (bytes >= 1 && bytes <= DatagramCut.DATAGRAM_BYTES_MAX) return (int) bytes;
        throw new IllegalArgumentException(
                "--datagram-size must be from 1 to " + DatagramCut.DATAGRAM_BYTES_MAX);
    }

    /**
     * How long one direction may be silent after the other has ended.
     *
     * @param unasked for the peer, if nobody asked for anything; null is without limit
     */
    public Patience patience(Shell shell, @Nullable Duration unasked) {
        boolean typed = shell.isTerminal(Shell.Stream.IN);
        return new Patience(
                wait == null ? unasked : wait, typed ? Duration.ZERO : Duration.ofSeconds(1));
    }

    /** The talk over a connection, which it takes over. */
    public Talk over(StreamClient client, LocalEnd local) {
        if (codec == null) return new StreamTalk(client, keepOpen, encoding);
        TalkFraming framing = new TalkFraming(codec, encoding, whole, keepOpen);
        return new FramedTalk(client, framing, local.isEdited() ? local::say : null);
    }

    /** Whether nothing is said but errors. */
    public boolean isQuiet() {
        return quiet;
    }
}
