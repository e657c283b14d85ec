/** Whether a source may connect: tables of networks, and the files they come from. */
package io.fairlead.server.access;
