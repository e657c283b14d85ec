/** Measures how fast a chat delivers; see scripts/measure-chat. */
@org.jspecify.annotations.NullMarked
package io.fairlead.bench.chat;
