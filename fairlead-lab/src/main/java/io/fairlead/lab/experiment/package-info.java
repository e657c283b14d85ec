/** The labs, one file each; {@link io.fairlead.lab.Labs} lists them. */
package io.fairlead.lab.experiment;
