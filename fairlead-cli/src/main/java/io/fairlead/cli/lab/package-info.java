/** {@code fairlead lab}: experiments on real sockets. */
package io.fairlead.cli.lab;
