package dev.byoc.testkit.server;

/**
 * A request that a fake was sent, as its ledger keeps it.
 *
 * @param route the method and the path with names in place of ids, {@code "GET /users/{id}"}; as it came for an unknown path
 * @param target the path and query exactly as sent
 * @param status what was answered; 0 if the connection was cut or nothing was answered
 * @param connection which of the server's connections it came over, counted from 0
 */
public record Call(String route, String target, int status, int connection) {}
