/** The example of docs/testing.md. */
@org.jspecify.annotations.NullMarked
package io.fairlead.testkit.guide;
