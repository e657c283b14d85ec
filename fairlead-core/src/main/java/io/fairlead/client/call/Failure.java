package io.fairlead.client.call;

import io.fairlead.client.call.CallException.Kind;
import io.fairlead.net.Endpoint;
import org.jspecify.annotations.Nullable;

/** Why calls to {@code endpoint} have no answer, in a few words. */
record Failure(Kind kind, Endpoint endpoint, String reason, @Nullable Throwable cause) {
    CallException exception(boolean maybeSent) {
        return new CallException(kind, endpoint, reason, maybeSent, cause);
    }
}
