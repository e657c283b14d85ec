/** What one end of a TCP connection wrote, in the order in which it wrote it. */
@org.jspecify.annotations.NullMarked
package io.fairlead.stream;
