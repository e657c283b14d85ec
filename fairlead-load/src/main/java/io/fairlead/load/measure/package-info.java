/**
 * How results are made: counts of a loop, use of processes, counters of the kernel, and which of
 * several servers stands first. For Fairlead's own modules.
 */
package io.fairlead.load.measure;
