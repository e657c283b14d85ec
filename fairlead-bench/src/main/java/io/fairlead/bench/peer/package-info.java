/** Servers that do the same work in other ways: the peers of the matrix, each a process. */
@NullMarked
package io.fairlead.bench.peer;

import org.jspecify.annotations.NullMarked;
