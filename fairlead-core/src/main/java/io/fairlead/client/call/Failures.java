package io.fairlead.client.call;

import java.util.ArrayList;
import java.util.List;

/** Calls that have failed, and why: found under a lock, and told without it. */
final class Failures {
    private final List<PendingCall> calls = new ArrayList<>();
    private final List<CallException> reasons = new ArrayList<>();

    void add(PendingCall call, CallException reason) {
        calls.add(call);
        reasons.add(reason);
    }

    /** Completes the futures, and with them what depends on them. */
    void tell() {
        for (int i = 0; i < calls.size(); i++) {
            calls.get(i).answer.completeExceptionally(reasons.get(i));
        }
    }
}
