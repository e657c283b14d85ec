/** Tests of the key log. */
@org.jspecify.annotations.NullMarked
package io.fairlead.tls.keylog;
