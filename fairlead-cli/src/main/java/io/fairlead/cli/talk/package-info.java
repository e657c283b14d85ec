/**
 * A talk with one peer, whoever called the other: bytes or datagrams both ways at the same time.
 */
package io.fairlead.cli.talk;
