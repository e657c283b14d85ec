/** Labs. What becomes of bytes on their way. */
package io.fairlead.lab.experiment.stream;
