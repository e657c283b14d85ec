/** Labs. Addresses: their bytes, their families, their names. */
package io.fairlead.lab.experiment.address;
