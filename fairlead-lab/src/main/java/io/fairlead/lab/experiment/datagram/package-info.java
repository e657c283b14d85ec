/** Labs. Datagrams: UDP. */
package io.fairlead.lab.experiment.datagram;
