/**
 * {@code fairlead bench}: from options to a load, and from its report to a table, JSON and HTML.
 */
package io.fairlead.cli.bench;
