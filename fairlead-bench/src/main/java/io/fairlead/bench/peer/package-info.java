/** The peers of the matrix: other servers for the same work, each a process. */
@NullMarked
package io.fairlead.bench.peer;

import org.jspecify.annotations.NullMarked;
