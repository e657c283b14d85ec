/** Text on a command line and on a screen: durations, sizes, escapes, hex dumps. */
package io.fairlead.cli.text;
