/** A device gateway, tested as a user of the library would: with the public API alone. */
@org.jspecify.annotations.NullMarked
package io.fairlead.testkit.gateway;
