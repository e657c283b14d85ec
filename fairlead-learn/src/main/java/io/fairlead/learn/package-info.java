/** The course: chapters and steps, read from the pages in docs/course. */
package io.fairlead.learn;
