/** What the tests of keys and certificates share. */
@org.jspecify.annotations.NullMarked
package io.fairlead.tls;
