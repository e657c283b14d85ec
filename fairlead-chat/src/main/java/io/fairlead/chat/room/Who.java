package io.fairlead.chat.room;

/**
 * A member at the time of an event, when it had this name.
 *
 * @param name as shown
 * @param user who it says it is on its own machine
 * @param host where it comes from, in a form that gives no address away
 */
public record Who(String name, String user, String host) {
    /** In the notation of IRC: {@code name!user@host}. */
    public String mask() {
        return name + "!" + user + "@" + host;
    }
}
