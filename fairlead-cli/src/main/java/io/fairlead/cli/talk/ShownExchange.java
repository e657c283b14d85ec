package io.fairlead.cli.talk;

import io.fairlead.cli.Shell;
import io.fairlead.cli.talk.local.LocalEnd;
import io.fairlead.cli.talk.local.Source;
import org.jspecify.annotations.Nullable;

/** One exchange between this end and a peer, shown while it goes on. */
public final class ShownExchange {
    private final Shell shell;
    private final LocalEnd local;
    private final boolean quiet;

    /**
     * @param quiet whether nothing is said about how far it is
     */
    public ShownExchange(Shell shell, LocalEnd local, boolean quiet) {
        this.shell = shell;
        this.local = local;
        this.quiet = quiet;
    }

    /**
     * Returns when both have said all.
     *
     * @param source what is sent
     * @return false if a person broke it off
     */
    public boolean hold(Talk talk, Source source, Progress progress) throws Exception {
        local.about(progress);
        try (@Nullable TransferLine _ = line(progress)) {
            Exchange exchange = new Exchange(talk, source, local.display(), progress);
            boolean finished = exchange.run();
            if (local.isEdited()) exchange.awaitSender(); // it leaves the terminal in order
            return finished;
        } finally {
            source.leave();
        }
    }

    private @Nullable TransferLine line(Progress progress) {
        return quiet || !TransferLine.isWanted(shell)
                ? null
                : TransferLine.start(shell, progress, local.inputBytes());
    }
}
