/**
 * The benchmark matrix: workloads times peers, in interleaved rounds, and a page of the outcome.
 */
@NullMarked
package io.fairlead.bench.matrix;

import org.jspecify.annotations.NullMarked;
