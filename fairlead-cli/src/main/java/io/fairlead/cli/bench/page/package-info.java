/** Charts and pages of HTML without a script, and figures with their units. */
package io.fairlead.cli.bench.page;
