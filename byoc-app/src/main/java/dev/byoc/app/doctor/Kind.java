package dev.byoc.app.doctor;

import dev.byoc.event.Finding;
import dev.byoc.event.Finding.Severity;
import java.util.Locale;

/**
 * What the program itself finds: at settings, libraries, ports and stores, which no relay looks at. What a relay finds at its public address is a
 * table of core's, as hosts of every kind ask for it; what both have in common is {@link Finding}. docs/guides/doctor.md says of each what it
 * means; a test sees to that.
 */
enum Kind {
    SETTINGS(
            Severity.FAULT,
            "%s.",
            "Set it right: docs/reference/app.md and docs/reference/settings.md list what there is."),
    SETTINGS_READABLE(
            Severity.WARNING,
            "%s holds secrets, and others than its owner may read it.",
            "Take that right from them (chmod 600), or leave the secrets to environment variables."),
    SERVICE_LOST(
            Severity.FAULT,
            "The class %s is there, and no META-INF/services names it, so its channel is not found.",
            "Keep META-INF/services/dev.byoc.channel.ChannelProvider of every jar (Maven Shade: ServicesResourceTransformer)."),
    OKHTTP_TWICE(
            Severity.FAULT,
            "OkHttp is there twice: %s.",
            "Keep one, of version 5; take the other out of the class path or the folder of channels."),
    KOTLIN_TOO_OLD(
            Severity.FAULT,
            "Kotlin's library is of version %s, which OkHttp cannot use.",
            "Use kotlin-stdlib 1.9.25 or later."),
    DRIVER_MISSING(Severity.FAULT, "The driver of the store is not there: %s.", "Add it to the class path."),
    PORT_TAKEN(Severity.FAULT, "%s cannot be listened on: %s.", "End what listens there, or set another port."),
    ADMIN_OPEN(
            Severity.WARNING,
            "The port of health and metrics is open to all addresses (byoc.admin.bind: %s).",
            "Set byoc.admin.bind to 127.0.0.1, unless a firewall or a container's network keeps strangers from it."),
    STORE_FOLDER(
            Severity.FAULT,
            "The folder of the store, %s, %s.",
            "Make it, and let the user of the relay write there: a log and a lock lie beside the file."),
    STORE_READ_ONLY(
            Severity.FAULT,
            "This user may not write to %s.",
            "Give the file to the user of the relay (chown, chmod 600)."),
    STORE_FILE_SYSTEM(
            Severity.FAULT,
            "%s lies on a network file system (%s), where locks and syncs of SQLite cannot be relied on.",
            "Put the file on a disk of this machine, or use PostgreSQL."),
    STORE_FLEETING(
            Severity.WARNING,
            "%s lies on a file system that ends with the machine or the container (%s).",
            "Put the file on a volume: what was acknowledged and not relayed is lost otherwise."),
    DISK_NEARLY_FULL(
            Severity.WARNING, "%s MB are free on the disk of %s: below 64 MB nothing more is taken.", "Make room."),
    STORE_IN_USE(
            Severity.FAULT,
            "%s is held by process %s, and no relay of these settings answers.",
            "End that process; one process works on a file."),
    STORE_DAMAGED(
            Severity.FAULT,
            "%s is no database, or damaged: %s.",
            "Stop the relay and put the last backup there; docs/guides/store.md says how."),
    STORE_NEWER(
            Severity.FAULT,
            "The store has schema %s, and this program knows %s.",
            "Use the version that wrote it, or a later one."),
    STORE_FOREIGN(
            Severity.FAULT,
            "The store has tables of byoc that no release has made, or not all of them.",
            "Use another file or schema, or put a backup there."),
    STORE_WITHOUT_TABLES(
            Severity.FAULT,
            "The store has no tables, and byoc.store.migrate is no.",
            "Run the scripts of the byoc-jdbc jar; docs/guides/postgresql.md names them. Or set byoc.store.migrate to yes."),
    DATABASE_UNREACHABLE(
            Severity.FAULT,
            "The database cannot be reached (SQLSTATE %s).",
            "Look at byoc.store.url, the network, and the server."),
    DATABASE_LOGIN(
            Severity.FAULT,
            "The database refuses this user (SQLSTATE %s).",
            "Set byoc.store.user and byoc.store.password; look at the server's pg_hba.conf."),
    DATABASE_SCHEMA(
            Severity.FAULT,
            "The search_path names no schema that is there and that this user may use.",
            "Create it, or name another one in the address (currentSchema)."),
    DATABASE_NO_CREATE(
            Severity.FAULT,
            "This user may not create tables in schema %s.",
            "Grant create on it, or run the scripts as another user and set byoc.store.migrate to no."),
    DATABASE_NO_WRITE(
            Severity.FAULT,
            "This user may not %s in table %s.",
            "Grant select, insert, update and delete on all byoc_ tables."),
    DATABASE_READ_ONLY(
            Severity.FAULT,
            "The database takes no changes: it is a standby, or set to read only.",
            "Name the primary in byoc.store.url (targetServerType=primary)."),
    DATABASE_ASYNCHRONOUS(
            Severity.FAULT,
            "synchronous_commit is off: a crash of the server would lose messages that were acknowledged.",
            "Set it to on for this user or database."),
    DATABASE_UNSAFE(
            Severity.WARNING,
            "The server runs with %s off: a power cut would lose messages that were acknowledged.",
            "Set it to on in postgresql.conf."),
    DATABASE_CLOCK(
            Severity.WARNING,
            "The clocks of the database and of this machine are %s s apart.",
            "Let both take their time from the network."),
    FRESHCHAT(Severity.FAULT, "%s", "%s"),
    ACCOUNT(Severity.FAULT, "%s", "%s"),
    RELAY(Severity.FAULT, "%s", "%s"),
    WEBHOOK_ELSEWHERE(
            Severity.FAULT,
            "The messenger sends this account's webhooks elsewhere, to %s.",
            "If that may be replaced: set 'take-over' to yes. Else give the relay an account of its own."),
    WEBHOOK_NOWHERE(
            Severity.WARNING,
            "The messenger sends this account's webhooks to no address.",
            "The relay registers it when it starts; java -jar byoc-app.jar webhook register does it now."),
    PUBLIC_URL_NOT_CHECKED(Severity.NOT_CHECKED, "The public address was not looked at: %s.", "%s"),
    NOT_CHECKED(
            Severity.NOT_CHECKED, "This could not be looked at: %s.", "See to what else was found, and look again.");

    private final Severity severity;
    private final String what;
    private final String remedy;

    Kind(Severity severity, String what, String remedy) {
        this.severity = severity;
        this.what = what;
        this.remedy = remedy;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Severity severity() {
        return severity;
    }

    /** @param details what the sentence leaves open */
    Finding of(String subject, Object... details) {
        return new Finding(code(), severity, subject, what.formatted(details), remedy);
    }

    /** Why the public address was not looked at, and what to do. */
    static Finding publicUrlNotChecked(String why, String advice) {
        return PUBLIC_URL_NOT_CHECKED.said(Severity.NOT_CHECKED, "publicUrl", why, advice);
    }

    /** One whose sentences a relay has said. */
    Finding said(Severity how, String subject, String sentence, String advice) {
        return new Finding(code(), how, subject, what.formatted(sentence), remedy.formatted(advice));
    }
}
