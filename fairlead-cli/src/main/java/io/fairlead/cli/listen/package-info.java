/** {@code fairlead listen}: bytes between a person, or a pipe, and whoever connects. */
package io.fairlead.cli.listen;
