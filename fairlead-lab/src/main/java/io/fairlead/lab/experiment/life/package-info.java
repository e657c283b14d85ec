/** Labs. How connections begin and end. */
package io.fairlead.lab.experiment.life;
