/**
 * Who may connect, by where they come from: networks that are allowed or denied, in files or in the
 * program.
 */
package io.fairlead.access;
