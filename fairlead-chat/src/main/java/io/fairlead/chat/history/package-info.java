/** x */
package io.fairlead.chat.history;
