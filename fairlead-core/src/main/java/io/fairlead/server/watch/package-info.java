/**
 * What looks at the time and at failures: deadlines by the hundred thousand, a clock that is read
 * once a turn, a log that a flood of failures cannot fill. Knows nothing of servers.
 */
package io.fairlead.server.watch;
