/** Measures the memory of idle connections, and how many of them several processes hold. */
@org.jspecify.annotations.NullMarked
package io.fairlead.bench.idle;
