/** How servers and clients speak TLS: what they show, and whom they trust. */
@org.jspecify.annotations.NullMarked
package io.fairlead.tls;
