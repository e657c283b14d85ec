/** Text on a command line and on a screen: durations, sizes, escapes, hex dumps, lines of JSON. */
package io.fairlead.cli.text;
