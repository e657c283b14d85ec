package io.fairlead.tls.key;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a file of PEM (RFC 7468) into its blocks. What is between blocks is text and ignored; lines
 * may be indented and may end with CR LF; a block may begin in the line in which another ends, as
 * after {@code cat} of files without a last line end.
 */
final class PemParser {
    private static final int BLOCKS_MAX = 1_000;
    private static final String DASHES = "-----";
    private static final Pattern BEGIN =
            Pattern.compile("-----BEGIN ([A-Z0-9][A-Z0-9. ]*)-----(.*)");
    private static final Pattern END = Pattern.compile("-----END ([A-Z0-9][A-Z0-9. ]*)-----(.*)");
    private static final Pattern HEADER = Pattern.compile("([A-Za-z0-9-]+): *(.*)");
    private static final Pattern NOT_BASE64 = Pattern.compile("[^A-Za-z0-9+/=]");

    private final KeyInput in;
    private final List<PemBlock> blocks = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private Map<String, String> headers = Map.of();
    private String label = ""; // of the block that is open; empty between blocks
    private int begin; // its line
    private int line;

    private PemParser(KeyInput in) {
        this.in = in;
    }

    /** The blocks, in their order; at least one. */
    static List<PemBlock> parse(KeyInput in) throws KeyFileException {
        if (in.startsWith(DerGuess.SEQUENCE) && !in.text().contains(DASHES + "BEGIN ")) {
            throw DerGuess.fault(in);
        }
        return new PemParser(in).blocks();
    }

    private List<PemBlock> blocks() throws KeyFileException {
        for (String each : in.text().lines().toList()) {
            line++;
            take(each.strip());
        }
        if (!label.isEmpty()) {
            String end = DASHES + "END " + label + DASHES;
            throw in.fault(begin, "what begins here has no \"" + end + "\": the file was cut off");
        }
        if (blocks.isEmpty()) throw nothing();
        return blocks;
    }

    private KeyFileException nothing() {
        String text = in.text().strip();
        boolean bare = text.matches("[A-Za-z0-9+/=\\s]{64,}");
        return in.fault(
                bare
                        ? "the line -----BEGIN ...----- is missing before the base64 text, and the"
                                + " line -----END ...----- after it"
                        : "it has no -----BEGIN ...----- line: it is no PEM, the form that"
                                + " certificates and keys are wanted in");
    }

    private void take(String text) throws KeyFileException {
        boolean isDashed = text.startsWith(DASHES + "BEGIN") || text.startsWith(DASHES + "END");
        if (!label.isEmpty() && text.startsWith(DASHES + "END")) {
            end(text);
        } else if (!label.isEmpty() && isDashed) {
            throw in.fault(line, "a block begins within the one that begins in line " + begin);
        } else if (!label.isEmpty()) {
            addBody(text);
        } else if (text.startsWith(DASHES + "BEGIN")) {
            begin(text);
        } else if (isDashed) {
            throw in.fault(line, "an END line without a BEGIN line before it");
        }
    }

    private void begin(String text) throws KeyFileException {
        Matcher matcher = BEGIN.matcher(text);
        if (!matcher.matches()) {
            throw in.fault(
                    line,
                    "the BEGIN line is damaged; it is -----BEGIN, a space, what it"
                            + " is in capitals, and -----");
        }
        if (matcher.group(2).startsWith("\\n")) {
            throw in.fault(
                    line,
                    "the line ends are written as \\n, a backslash and a letter; make them line"
                            + " ends: printf '%b' \"$(cat FILE)\" > FILE.pem");
        }
        if (!matcher.group(2).isEmpty()) {
            throw in.fault(line, "the BEGIN line goes on after its dashes; begin a line there");
        }
        if (blocks.size() == BLOCKS_MAX) {
            throw in.fault(line, "more than " + BLOCKS_MAX + " blocks are in the file");
        }
        label = matcher.group(1);
        begin = line;
        headers = Map.of();
        body.setLength(0);
    }

    private void addBody(String text) throws KeyFileException {
        Matcher header = HEADER.matcher(text);
        if (body.isEmpty() && header.matches()) {
            if (headers.isEmpty()) headers = new LinkedHashMap<>();
            headers.put(header.group(1), header.group(2));
            return;
        }
        Matcher wrong = NOT_BASE64.matcher(text);
        if (wrong.find()) {
            throw in.fault(
                    line,
                    "column "
                            + (wrong.start() + 1)
                            + " (without the indent) is no base64: the file is damaged");
        }
        body.append(text);
    }

    private void end(String text) throws KeyFileException {
        Matcher matcher = END.matcher(text);
        if (!matcher.matches() || !matcher.group(1).equals(label)) {
            String wanted = DASHES + "END " + label + DASHES;
            throw in.fault(
                    line, "the END line is not \"" + wanted + "\", as line " + begin + " has it");
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(body.toString());
            if (bytes.length == 0) throw in.fault(begin, "the block is empty");
            blocks.add(new PemBlock(label, begin, headers, bytes));
        } catch (IllegalArgumentException e) {
            throw in.fault(
                    begin, "the base64 text that begins here is not whole: lines are missing", e);
        }
        label = "";
        body.setLength(0);
        if (!matcher.group(2).isEmpty()) take(matcher.group(2).strip());
    }
}
