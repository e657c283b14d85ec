package io.fairlead.cli;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with options of the PROXY protocol is a sentence. */
class ProxyUsageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "serve echo --proxy-from ::1|are for --proxy-protocol; give that, too",
                "serve echo --proxy-protocol --proxy-from 1.2.3|--proxy-from: \"1.2.3\" is no",
                "serve echo=udp://:7 --proxy-protocol|--proxy-protocol: a PROXY header is the",
                "serve echo --proxy-protocol --proxy-timeout 0|--proxy-timeout must be above 0",
                "connect 7 --send-proxy 3|--send-proxy: there are versions 1 and 2",
                "connect 7 --proxy-source 1.2.3.4:5|--proxy-source is for --send-proxy; give both",
                "connect 7 --send-proxy 1 --proxy-source ::1|\"::1\" is no address with a port",
                "connect 7 --send-proxy 1 --proxy-source a.b:1|\"a.b:1\" is no address with",
                "connect udp://:7 --send-proxy 2|--send-proxy: datagrams are no connection",
                "connect 7 --send-proxy 2 --proxy socks5://h:1|--send-proxy: what goes through",
                "relay 7000 7001 --send-proxy 0|--send-proxy: there are versions 1 and 2",
                "relay udp://:7 udp://:8 --send-proxy 1|--send-proxy: datagrams are no",
                "relay unix:x unix:y --datagram --send-proxy 1|--send-proxy: datagrams are no",
                "relay unix:x unix:y --datagram --proxy-protocol|--proxy-protocol: a PROXY header",
                "relay 7000 7001 --proxy-from ::1|are for --proxy-protocol; give that, too",
            })
    void aWrongWordIsASentence(String line, String sentence) throws Exception {
        UsageTest.assertUsage(line, sentence);
    }
}
