/** What an idle connection costs in memory, and how many of them several processes hold. */
@org.jspecify.annotations.NullMarked
package io.fairlead.bench.idle;
