/** {@code exec}: one process per connection, through pipes. */
package io.fairlead.exec;
