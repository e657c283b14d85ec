/** Tests of results in files. */
package io.fairlead.cli.bench.saved;
