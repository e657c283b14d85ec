/**
 * What a load has measured: latencies, faults, intervals, findings, and what the server used. Knows
 * nothing of how the load was made.
 */
package io.fairlead.load.result;
