package io.fairlead.services.relay;

import io.fairlead.net.ConnectOptions;
import java.util.concurrent.ExecutorService;

/**
 * What the flows of a relay for datagrams have in common, beside {@link RelayTerms}.
 *
 * @param options how targets are looked up
 * @param threads where each flow waits for what its target sends
 */
record DatagramTerms(ConnectOptions options, ExecutorService threads) {}
