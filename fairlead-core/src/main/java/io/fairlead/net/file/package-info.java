/** Whether files have changed. */
package io.fairlead.net.file;
