/** What was said, for ever: a database behind JDBC, and the thread that writes it. */
package io.fairlead.chat.history;
