/** Results of runs in files, and two of them compared. */
package io.fairlead.cli.bench.saved;
