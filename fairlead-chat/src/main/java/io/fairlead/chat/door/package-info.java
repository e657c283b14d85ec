/** x */
package io.fairlead.chat.door;
