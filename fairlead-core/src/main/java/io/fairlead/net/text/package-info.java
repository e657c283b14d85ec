/** Text and times as all of Fairlead shows them. For Fairlead's own modules. */
package io.fairlead.net.text;
