package dev.byoc;

import java.util.regex.Pattern;

/**
 * Tells the environment variables that Kubernetes sets for each service of a pod's namespace from settings: those of a service that is called
 * {@code byoc}, or {@code byoc-web}, begin as settings do. Their names are those of <a
 * href="https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables">Kubernetes' documentation</a>. Thread-safe.
 */
public final class ServiceLink {
    private static final Pattern NAME = Pattern.compile(
            "(?:[A-Z0-9_]+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?|PORT_[0-9]+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)");

    private static final Pattern PORT = Pattern.compile("(?:[A-Z0-9_]+_)?PORT");
    private static final Pattern ADDRESS = Pattern.compile("(?:tcp|udp|sctp)://.*");

    private ServiceLink() {}

    /**
     * Whether it is one. A setting of a channel may be called so too: not to be asked of an account's variables.
     *
     * @param variable in upper case, with or without what all names of settings begin with
     */
    public static boolean is(String variable, String value) {
        return NAME.matcher(variable).matches()
                || (PORT.matcher(variable).matches() && ADDRESS.matcher(value).matches());
    }
}
