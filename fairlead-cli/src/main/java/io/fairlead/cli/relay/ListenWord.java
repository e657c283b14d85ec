package io.fairlead.cli.relay;

import io.fairlead.net.Endpoint;
import io.fairlead.net.EndpointException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads where to listen, which may be a socket that is given. */
final class ListenWord implements ITypeConverter<Endpoint> {
    ListenWord() {}

    @Override
    public Endpoint convert(String text) {
        try {
            return Endpoint.parse(text);
        } catch (EndpointException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
