/**
 * The kinds of services that {@code serve} offers: the classic ones, programs and the chat, each
 * with its options.
 */
package io.fairlead.cli.serve.kind;
