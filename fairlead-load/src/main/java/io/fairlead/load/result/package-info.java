/**
 * The results of a load: latencies, counts, faults, what the kernel and the server used, and
 * whether one result is better than another. It knows nothing about how the load is made.
 */
package io.fairlead.load.result;
