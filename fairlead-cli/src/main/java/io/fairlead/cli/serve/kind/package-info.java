/**
 * The kinds of services that {@code serve} offers, the classic ones, programs and the chat: what
 * each takes from the command line, and what it makes of it.
 */
package io.fairlead.cli.serve.kind;
