/** Labs. Who waits at a listener. */
package io.fairlead.lab.experiment.queue;
