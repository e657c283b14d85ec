/** Services and clients with a fault each, and the tests that find them. */
@org.jspecify.annotations.NullMarked
package io.fairlead.testkit.planted;
