package io.fairlead.cli.lab;

import io.fairlead.cli.OutputException;
import io.fairlead.cli.Shell;
import io.fairlead.lab.Part;
import java.io.IOException;

/** Waits between the steps of a lab until the person who reads wants to go on. For one thread. */
final class Steps {
    private final Shell shell;
    private boolean waits = true;

    Steps(Shell shell) {
        this.shell = shell;
    }

    /** The person wants no more of it. */
    static final class EndedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        EndedException() {
            super("ended", null, false, false);
        }
    }

    /**
     * After a sentence or a question: waits for Enter. At the end of standard input it waits no
     * more.
     *
     * @throws EndedException after q
     */
    void after(Part part) throws IOException {
        boolean pauses = part instanceof Part.Sentence || part instanceof Part.Question;
        if (!pauses || !waits) return;
        shell.print(part instanceof Part.Question ? "  Your answer? Then Enter: " : "  Enter: ");
        if (line().strip().equalsIgnoreCase("q")) throw new EndedException();
    }

    private String line() throws IOException, OutputException {
        StringBuilder line = new StringBuilder();
        int next = shell.in().read();
        while (next >= 0 && next != '\n') {
            line.append((char) next);
            next = shell.in().read();
        }
        if (next < 0) {
            waits = false;
            shell.print("\n");
        }
        return line.toString();
    }
}
