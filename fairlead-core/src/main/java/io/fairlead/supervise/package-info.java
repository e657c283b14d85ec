/** Tells who has started this process how it goes: systemd, or another that speaks as it does. */
package io.fairlead.supervise;
