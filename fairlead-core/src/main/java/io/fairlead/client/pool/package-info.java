/** Connections in blocking style that are lent, one borrower at a time, and used again. */
package io.fairlead.client.pool;
