/** The few places where two threads meet, tried in every order of their steps. */
package io.fairlead.interleaving;
