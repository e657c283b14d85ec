/**
 * What labs of several chapters share; the labs themselves are in the rooms below, one file each.
 */
package io.fairlead.lab.experiment;
