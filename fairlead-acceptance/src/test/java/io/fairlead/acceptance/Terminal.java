package io.fairlead.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A program on a screen of its own, in tmux; it is typed to, and its screen is read. */
final class Terminal implements AutoCloseable {
    private final Programs programs;
    private final String socket;

    Terminal(Programs programs) {
        this.programs = programs;
        socket = programs.file("tmux.sock").toString();
    }

    void start(String command) throws Exception {
        tmux("-f", "/dev/null", "new-session", "-d", "-x", "150", "-y", "50", command);
    }

    /** Types a line and Enter. */
    void type(String line) throws Exception {
        keys(line);
        key("Enter");
    }

    /** Types characters. */
    void keys(String text) throws Exception {
        tmux("send-keys", "-l", text);
    }

    /** Presses a key, called as tmux(1) calls it: Tab, C-c. */
    void key(String name) throws Exception {
        tmux("send-keys", name);
    }

    /** The lines of the screen that are not empty, without colours. */
    List<String> lines() throws Exception {
        return tmux("capture-pane", "-p").lines().filter(line -> !line.isBlank()).toList();
    }

    /** The screen with its escape codes. */
    String colors() throws Exception {
        return tmux("capture-pane", "-pe");
    }

    /** Waits until the screen shows {@code part}. */
    void await(String part) throws Exception {
        try {
            Wait.until(() -> tmux("capture-pane", "-p").contains(part));
        } catch (AssertionError e) {
            throw new AssertionError(part + " is not in:\n" + tmux("capture-pane", "-p"), e);
        }
    }

    /** Waits until a line editor reads the keys: the terminal itself shows none any more. */
    void awaitEditor() throws Exception {
        String device = tmux("display-message", "-p", "#{pane_tty}").strip();
        Wait.until(() ->
                programs.client("stty", "-F", device, "-a").run().output().contains("-icanon"));
    }

    private String tmux(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("tmux", "-u", "-S", socket));
        command.addAll(List.of(words));
        String output =
                programs.client(command.toArray(String[]::new))
                        .environment("TERM", "xterm")
                        .environment("LC_ALL", "C.UTF-8")
                        .run()
                        .output();
        return new String(output.getBytes(ISO_8859_1), UTF_8); // from a char for each byte
    }

    @Override
    public void close() throws IOException {
        try {
            tmux("kill-server");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
