/** Tests in a simulated network, run by JUnit. */
package io.fairlead.testkit.junit;
