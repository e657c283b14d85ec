/** Tests of what is said of errors. */
@org.jspecify.annotations.NullMarked
package io.fairlead.explain;
