/** Requests and their answers over one connection, pipelined; and connections to borrow. */
package io.fairlead.client.call;
