/** {@code fairlead trace}: captures conversations and explains them. */
package io.fairlead.cli.trace;
