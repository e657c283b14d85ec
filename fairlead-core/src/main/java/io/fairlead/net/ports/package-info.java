/** Names of ports, services(5). */
package io.fairlead.net.ports;
