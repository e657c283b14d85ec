package io.fairlead.bench.matrix;

/**
 * A figure of a round: its name in the raw files, its heading, and which end is the good one.
 *
 * @param digits behind the point in a table
 */
record Metric(String key, String heading, boolean higherIsBetter, int digits) {
    static final Metric THROUGHPUT = new Metric("messages_per_s", "messages/s", true, 0);
    static final Metric VISITS = new Metric("messages_per_s", "connections/s", true, 0);
    static final Metric DELIVERIES = new Metric("messages_per_s", "deliveries/s", true, 0);
    static final Metric P999 = new Metric("p999_us", "p99.9 µs", false, 0);
    static final Metric P50 = new Metric("p50_us", "p50 µs", false, 0);
    static final Metric CPU_A_MESSAGE = new Metric("cpu_us_per_message", "CPU µs", false, 2);
    static final Metric CPU_A_GIB = new Metric("cpu_s_per_gib", "CPU s/GiB", false, 2);
    static final Metric CPU_A_HANDSHAKE =
            new Metric("cpu_us_per_message", "CPU µs a handshake", false, 0);
    static final Metric BACK = new Metric("back_ms", "ms until all are back", false, 0);
    static final Metric MEMORY =
            new Metric("rss_bytes_per_connection", "RSS bytes/connection", false, 0);
    static final Metric FIRST_ANSWER =
            new Metric("first_answer_ms", "ms to first answer", false, 0);
}
