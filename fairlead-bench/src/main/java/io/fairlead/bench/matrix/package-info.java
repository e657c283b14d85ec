/**
 * The benchmark matrix: every workload with every peer, in interleaved rounds, and a page of the
 * results.
 */
@NullMarked
package io.fairlead.bench.matrix;

import org.jspecify.annotations.NullMarked;
