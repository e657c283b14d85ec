/** Which names are valid, and when two names are equal or look alike. Pure. */
package io.fairlead.chat.name;
