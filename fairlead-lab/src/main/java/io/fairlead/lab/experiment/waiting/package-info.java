/** Labs. Calls that wait, and calls that do not. */
package io.fairlead.lab.experiment.waiting;
