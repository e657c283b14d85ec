/** What commands are told of who may connect. */
package io.fairlead.cli.access;
