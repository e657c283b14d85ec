/**
 * What a load has measured: latencies, counts and faults, what the kernel and the server used, and
 * whether one result is better than another. Knows nothing of how the load was made.
 */
package io.fairlead.load.result;
