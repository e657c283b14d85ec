/** What both ends of a conversation wrote, put back in order: as text or as bytes. */
@org.jspecify.annotations.NullMarked
package io.fairlead.follow;
