package io.evenkeel.assembly.config;

/** A setting that is not allowed. The message names the setting, the value (never a password) and what is allowed. */
public final class BadSettingException extends RuntimeException {

    private final String name;
    private final String complaint;

    private BadSettingException(String name, String origin, String shown, String complaint) {
        super(origin + ": \"" + shown + "\" " + complaint, null, false, false);
        this.name = name;
        this.complaint = complaint;
    }

    /**
     * A value out of bounds.
     *
     * @param shown the value as it may be printed
     * @param allowed what would have been allowed
     */
    static BadSettingException outOfBounds(String name, Object shown, String allowed) {
        return new BadSettingException(name, "--" + name, shown.toString(), "is not allowed; allowed is " + allowed);
    }

    /**
     * A text that cannot be read.
     *
     * @param shown the text as it may be printed
     * @param reason its message says why and repeats nothing secret
     * @param allowed what would have been allowed
     */
    static BadSettingException unreadable(String name, String shown, IllegalArgumentException reason, String allowed) {
        var complaint = "is not allowed: " + reason.getMessage() + "; allowed is " + allowed;
        return new BadSettingException(name, "--" + name, shown, complaint);
    }

    /** A configuration file that cannot be used. */
    static BadSettingException badFile(String path, String complaint) {
        return new BadSettingException(ConfigFile.FLAG, "--" + ConfigFile.FLAG, path, complaint);
    }

    static void require(boolean holds, String name, Object shown, String allowed) {
        if (!holds) {
            throw outOfBounds(name, shown, allowed);
        }
    }

    /** Name of the setting, without dashes. */
    public String name() {
        return name;
    }

    /** The same complaint about the text as it was given, begun with the place it was given in. */
    BadSettingException about(String origin, String shown) {
        return new BadSettingException(name, origin, shown, complaint);
    }
}
