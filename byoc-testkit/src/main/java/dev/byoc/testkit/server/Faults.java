package dev.byoc.testkit.server;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Which calls a fake spoils, and how. A call takes the first plan that fits its route, in the order they were made, the counted ones
 * before the lasting ones; so two {@code next} spoil two calls one after the other. Thread-safe.
 *
 * <p>Routes are written as in the ledger: {@code "POST /users"}, {@code "GET /conversations/{id}/messages"}, {@code "*"} for all. One
 * address is its method and its whole path: {@code "POST /v2/conversations/77/messages"}.
 */
public final class Faults {
    private static final class Plan {
        private final String route;
        private final Fault fault;
        private int left;

        Plan(String route, Fault fault, int left) {
            this.route = route;
            this.fault = fault;
            this.left = left;
        }
    }

    private final List<Plan> counted = new ArrayList<>();
    private final List<Plan> lasting = new ArrayList<>();
    private final List<Gate> gates = new ArrayList<>();
    private boolean closed;

    Faults() {}

    /** Spoils the next call of that route. */
    public Faults next(String route, Fault fault) {
        return next(route, 1, fault);
    }

    /** Spoils the next calls of that route. */
    public synchronized Faults next(String route, int calls, Fault fault) {
        counted.add(new Plan(route, know(fault), calls));
        return this;
    }

    /** Lets that many calls of the route through unharmed, before the plans made later apply. */
    public Faults pass(String route, int calls) {
        return next(route, calls, Fault.none());
    }

    /** Spoils every call of that route, until {@link #clear}. */
    public synchronized Faults always(String route, Fault fault) {
        lasting.add(new Plan(route, know(fault), 1));
        return this;
    }

    /** From now on the server behaves; calls that wait at a gate keep waiting. */
    public synchronized void clear() {
        counted.clear();
        lasting.clear();
    }

    private Fault know(Fault fault) {
        if (fault.before() != null) {
            gates.add(fault.before());
        }
        if (fault.after() != null) {
            gates.add(fault.after());
        }
        if (closed) {
            gates.forEach(Gate::open);
        }
        return fault;
    }

    synchronized Fault take(String route, String address) {
        for (Iterator<Plan> plans = counted.iterator(); plans.hasNext(); ) {
            Plan plan = plans.next();
            if (fits(plan, route, address)) {
                plan.left--;
                if (plan.left <= 0) {
                    plans.remove();
                }
                return plan.fault;
            }
        }
        for (Plan plan : lasting) {
            if (fits(plan, route, address)) {
                return plan.fault;
            }
        }
        return Fault.none();
    }

    private static boolean fits(Plan plan, String route, String address) {
        return plan.route.equals("*") || plan.route.equals(route) || plan.route.equals(address);
    }

    /** Opens every gate. */
    synchronized void close() {
        closed = true;
        gates.forEach(Gate::open);
    }
}
