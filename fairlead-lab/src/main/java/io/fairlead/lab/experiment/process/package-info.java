/** Labs. Descriptors, and the processes and threads that hold them. */
package io.fairlead.lab.experiment.process;
