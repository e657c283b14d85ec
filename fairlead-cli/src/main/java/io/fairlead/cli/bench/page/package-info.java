/** Charts, HTML pages without script, and figures with their units. */
package io.fairlead.cli.bench.page;
