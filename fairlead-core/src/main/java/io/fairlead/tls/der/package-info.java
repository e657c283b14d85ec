/**
 * ASN.1 values in the distinguished encoding (ITU-T X.690), as certificates and keys need them:
 * written, and read as far as it takes to say what a file holds.
 */
package io.fairlead.tls.der;
