/** The stored messages: a database behind JDBC, and the thread that writes to it. */
package io.fairlead.chat.history;
