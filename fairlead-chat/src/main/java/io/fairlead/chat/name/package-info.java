/** What a name may be, and when two names are the same or look the same. Pure. */
package io.fairlead.chat.name;
