/** Tests of the services, most of them through real servers and plain java.net clients. */
@org.jspecify.annotations.NullMarked
package io.fairlead.services;
