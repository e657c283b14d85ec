package io.fairlead.cli.connect.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.cli.ExitCode;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The client's side of HTTP's method CONNECT (RFC 9110 section 9.3.6), over HTTP/1.1. */
final class HttpConnect {
    private static final int HEAD_BYTES_MAX = 16 * 1024;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: (.*))?");

    private final ProxyStream stream;
    private final Proxy proxy;

    HttpConnect(ProxyStream stream, Proxy proxy) {
        this.stream = stream;
        this.proxy = proxy;
    }

    /** Has the proxy connect to {@code target}; it looks names up itself. */
    void connect(Endpoint target) throws NetException, ProxyException {
        String place = target.toString().substring("tcp://".length());
        stream.write(
                ("CONNECT " + place + " HTTP/1.1\r\nHost: " + place + "\r\n" + login() + "\r\n")
                        .getBytes(ISO_8859_1));
        Matcher status = STATUS.matcher(firstLine());
        if (!status.matches()) {
            throw new ProxyException(
                    ExitCode.FAILED, "it does not speak HTTP; is it one for socks5://?");
        }
        int code = Integer.parseInt(status.group(1));
        if (code / 100 != 2) throw refused(code, status.group(2) == null ? "" : status.group(2));
    }

    /** RFC 7617. */
    private String login() {
        if (proxy.user().isEmpty()) return "";
        byte[] both = (proxy.user() + ":" + proxy.password()).getBytes(UTF_8);
        return "Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString(both) + "\r\n";
    }

    /** Reads the head of the answer to its empty line, one byte at a time. */
    private String firstLine() throws NetException, ProxyException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) (stream.read(1)[0] & 255));
            boolean other = head.length() == 5 && !head.toString().equals("HTTP/");
            if (other || head.length() > HEAD_BYTES_MAX) break;
        }
        int end = head.indexOf("\r\n");
        return head.substring(0, end < 0 ? head.length() : end);
    }

    private ProxyException refused(int code, String reason) {
        String said = "it answered " + code + (reason.isBlank() ? "" : " " + reason.strip());
        return switch (code) {
            case 403 -> new ProxyException(ExitCode.PERMISSION, said + ": it does not allow that");
            case 405, 501 ->
                    new ProxyException(ExitCode.FAILED, said + ": it makes no such connections");
            case 407 ->
                    new ProxyException(
                            ExitCode.PERMISSION,
                            said
                                    + (proxy.user().isEmpty()
                                            ? ": write http://USER:PASSWORD@HOST:PORT"
                                            : ": it does not take this user and password"));
            case 502, 503 ->
                    new ProxyException(ExitCode.ADDRESS, said + ": it cannot reach that server");
            case 504 ->
                    new ProxyException(
                            ExitCode.TIMEOUT, said + ": the server did not answer it in time");
            default -> new ProxyException(ExitCode.FAILED, said);
        };
    }
}
