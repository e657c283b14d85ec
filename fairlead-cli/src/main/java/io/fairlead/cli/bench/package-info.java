/** {@code fairlead bench}: turns options into a load, and its report into a table, JSON or HTML. */
package io.fairlead.cli.bench;
