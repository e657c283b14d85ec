/** {@code exec}: a process for each connection, by pipes. */
package io.fairlead.exec;
