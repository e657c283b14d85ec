/** TLS: how it begins, how it ends, and how it goes on later. */
@org.jspecify.annotations.NullMarked
package io.fairlead.lab.experiment.tls;
