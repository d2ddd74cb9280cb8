package dev.byoc.internal.address;

import dev.byoc.event.Finding;
import dev.byoc.event.Finding.Severity;
import java.util.Locale;

/** What can be found at the public address. docs/guides/doctor.md says of each what it means; a test sees to that. */
enum AddressFinding {
    UNKNOWN_NAME(
            Severity.FAULT,
            "The name service does not know %s, the host that publicUrl names.",
            "Add its DNS record, or set publicUrl to the right name."),
    PRIVATE_ADDRESS(
            Severity.WARNING,
            "From here %s, the host that publicUrl names, leads to private addresses alone.",
            "Messengers and Freshchat cannot reach such an address: look the name up from outside. All is well if it leads to a public address"
                    + " there."),
    REFUSED(
            Severity.NOT_CHECKED,
            "From here the connection to your public URL is refused.",
            "Many networks do not lead back to their own public address. If webhooks do not arrive: does the proxy listen at that port, and does"
                    + " the firewall let it pass?"),
    NOTHING_LISTENS(
            Severity.FAULT,
            "Nothing listens at your public URL, an address of this machine.",
            "Start the web server, or set publicUrl to its port."),
    SILENT(
            Severity.NOT_CHECKED,
            "From here your public URL does not answer in time.",
            "Many networks do not lead back to their own public address. If webhooks do not arrive: does the firewall let the port pass?"),
    BROKEN(
            Severity.FAULT,
            "The connection to your public URL ends without an answer.",
            "Look at what listens there: a proxy for another protocol, a limit of connections, a server that ends at once?"),
    CERTIFICATE_NOT_TRUSTED(
            Severity.FAULT,
            "The certificate of your public URL is not trusted: its chain is incomplete, or its issuer is not known.",
            "Let the web server send the whole chain (with Let's Encrypt fullchain.pem, not cert.pem), of an authority that everyone trusts."),
    CERTIFICATE_EXPIRED(
            Severity.FAULT,
            "The certificate of your public URL has expired.",
            "Renew it, and have the web server load it."),
    CERTIFICATE_ENDS_SOON(
            Severity.WARNING,
            "The certificate of your public URL ends on %s.",
            "Renew it, and see why that has not happened by itself."),
    CERTIFICATE_OF_ANOTHER_NAME(
            Severity.FAULT,
            "The certificate of your public URL is for another name than %s.",
            "Get one for that name, or set publicUrl to the name that it is for."),
    NO_TLS(
            Severity.FAULT,
            "TLS cannot be agreed on with your public URL.",
            "Does the port of publicUrl speak https, and TLS 1.2 or later?"),
    REDIRECT_TO_HTTPS(
            Severity.FAULT,
            "Your public URL redirects to https.",
            "Set publicUrl to the https address: messengers do not follow redirects."),
    REDIRECT_OF_A_SLASH(
            Severity.FAULT,
            "Your public URL redirects to the same path with or without a slash at its end.",
            "Have the proxy pass paths on as they are: messengers do not follow redirects."),
    REDIRECT_TO_LOGIN(
            Severity.FAULT,
            "Your public URL redirects to a login page.",
            "Let the paths below publicUrl pass without a login: the relay checks each webhook itself."),
    REDIRECT(
            Severity.FAULT,
            "Your public URL redirects elsewhere (%s).",
            "Set publicUrl to the address where it ends: messengers do not follow redirects."),
    LOGIN(
            Severity.FAULT,
            "Your public URL answered %s: is a login or CSRF filter in front?",
            "Let the paths below publicUrl pass without a login or a check for CSRF: the relay checks each webhook itself."),
    POST_REFUSED(
            Severity.FAULT,
            "Your public URL lets a GET pass, and answered %s to a POST: is a CSRF filter in front, or are methods restricted?",
            "Let POST pass below publicUrl, without a check for CSRF."),
    NOT_FOUND(
            Severity.FAULT,
            "Your public URL answered %s, and this relay was not asked: the proxy leads elsewhere, or knows no such path.",
            "Have the proxy pass the path of publicUrl, and all below it, to this relay."),
    THROTTLED(
            Severity.FAULT,
            "Your public URL answered 429: something in front limits requests.",
            "Raise that limit for the paths below publicUrl: a messenger sends all its webhooks from a few addresses."),
    PROXY_FAILS(
            Severity.FAULT,
            "Your public URL answered %s: the proxy does not reach the relay, or the relay takes nothing now.",
            "Does the relay run, and does the proxy lead to its port? What health() says of the store comes first."),
    WEB_PAGE(
            Severity.FAULT,
            "A web page answers at your public URL in place of the relay.",
            "Have the proxy pass the path of publicUrl, and all below it, to this relay."),
    ANOTHER_ANSWER(
            Severity.FAULT,
            "Your public URL answered %s, and that is not this relay's answer: something else is there, or another relay.",
            "Have the proxy pass the path of publicUrl, and all below it, to this relay."),
    PATH_CUT(
            Severity.FAULT,
            "The path of publicUrl does not arrive whole: something in front takes a part of it off, or adds one.",
            "Have the proxy pass the path on as it is; or, where it takes all of publicUrl's path off, say stripsPublicPath()."),
    PATH_CHANGED(
            Severity.WARNING,
            "Paths with // or %%2F do not arrive as they were sent%s.",
            "That matters to channels alone whose messengers call such paths. Have the proxy pass paths on as they are."),
    METHOD_CHANGED(Severity.FAULT, "A POST arrives as another method.", "Have the proxy pass requests on as they are."),
    QUERY_CHANGED(
            Severity.FAULT,
            "The query of an address %s on its way.",
            "Have the proxy pass the query on as it is: some messengers sign by it."),
    BODY_CHANGED(
            Severity.FAULT,
            "The body of a webhook %s on its way, so no signature holds.",
            "Have proxy and filters pass the body's bytes on as they are."),
    BODY_PACKED(
            Severity.FAULT,
            "Something in front packs the body of webhooks (Content-Encoding).",
            "Switch the compression of requests off: a packed webhook is refused."),
    BODY_LIMIT(
            Severity.WARNING,
            "A webhook of %s bytes, the most that the relay takes of %s, is not let through (%s).",
            "Raise the proxy's limit for bodies to 4 MiB, which Freshchat's may have (nginx: client_max_body_size 4m)."),
    BODY_NOT_ARRIVED(
            Severity.WARNING,
            "A webhook of %s bytes, the most that the relay takes of %s, did not arrive%s.",
            "All is well if the line from here is slow, and such a body arrives from outside within 10 s. Else see what ends requests that are"
                    + " large or take long."),
    CHUNKS_LOST(
            Severity.FAULT,
            "The body of a webhook that is sent in chunks does not arrive (%s).",
            "Have the proxy pass on requests with Transfer-Encoding: chunked, or collect them (nginx: proxy_request_buffering on)."),
    HEADER_LOST(
            Severity.FAULT,
            "The header %s does not arrive as it was sent.",
            "Have the proxy pass all headers on: messengers sign by headers of their own."),
    PROXY_NOT_TRUSTED(
            Severity.WARNING,
            "A proxy in front, or one before that, names who called (X-Forwarded-For) and is not among the trusted ones, so the proxy itself counts"
                    + " as the caller.",
            "Name it by trustedProxy(...), byoc.trusted-proxies: 'allowed-addresses' is compared with the proxy's address until then."),
    CALLER_NOT_NAMED(
            Severity.WARNING,
            "A trusted proxy in front does not name who called (X-Forwarded-For), or not by an address, so the proxy itself counts as the caller, or"
                    + " nobody.",
            "Have it do so (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for): 'allowed-addresses' is compared with the"
                    + " proxy's address until then.");

    static final String SUBJECT = "publicUrl";

    private final Severity severity;
    private final String what;
    private final String remedy;

    AddressFinding(Severity severity, String what, String remedy) {
        this.severity = severity;
        this.what = what;
        this.remedy = remedy;
    }

    /** As the docs and {@link Finding#code} name it. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Severity severity() {
        return severity;
    }

    /** @param details what the sentence leaves open */
    Finding of(Object... details) {
        return new Finding(code(), severity, SUBJECT, what.formatted(details), remedy);
    }
}
