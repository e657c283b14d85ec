package io.fairlead.server.pooled;

import io.fairlead.posix.Poll;
import io.fairlead.posix.Posix;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/** Threads that post to a loop, and the loop, which falls asleep. */
public class PooledMailMeeting {
    private final Posix posix = new Posix();
    private final PooledMail mail = new PooledMail(posix);
    private boolean sleeps; // the loop's, and read after it

    /** Leaves an action for the loop. */
    @Operation
    public void post() {
        mail.postAction(() -> {});
    }

    /** What the loop does, unless it goes on sleeping. */
    @Operation
    public void turn() {
        if (sleeps && !isRung()) return;
        sleeps = mail.fallAsleep() && !isRung();
        if (sleeps) return;
        mail.wokeUp();
        if (isRung()) mail.drained();
        while (mail.nextAction() != null) {}
    }

    private boolean isRung() {
        return new Poll(posix).poll(mail.fd(), Poll.POLLIN, 0) > 0;
    }

    /** It does not sleep while there is mail. */
    @Validate
    public void check() {
        boolean waits = sleeps && !isRung();
        mail.close();
        if (waits && mail.nextAction() != null) throw new IllegalStateException("it sleeps on");
    }
}
