package dev.byoc.internal.handler;

import dev.byoc.internal.admin.AccountIdentity;
import dev.byoc.internal.catchup.ReadingHandler;
import dev.byoc.internal.dispatch.Attempt;
import dev.byoc.internal.dispatch.DeadLetterCause;
import dev.byoc.internal.dispatch.Handler;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.internal.outbound.OrphanHandler;
import dev.byoc.internal.task.Task;
import dev.byoc.internal.task.TaskCodec;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.Lane;

/** Reads an entry's task and calls the handler of its kind. Thread-safe. */
public final class TaskHandler implements Handler {
    private final AccountIdentity identity;
    private final OrphanHandler orphans;
    private final ReadingHandler readings;
    private final AccountTasks tasks;
    private final AgentNotes told;

    public TaskHandler(
            AccountIdentity identity,
            OrphanHandler orphans,
            ReadingHandler readings,
            AccountTasks tasks,
            AgentNotes told) {
        this.identity = identity;
        this.orphans = orphans;
        this.readings = readings;
        this.tasks = tasks;
        this.told = told;
    }

    @Override
    public Outcome handle(Attempt attempt) {
        return identity.admission(attempt.entry()) instanceof AccountIdentity.Admission.Held held
                ? held.outcome()
                : work(attempt);
    }

    @Override
    public Change onDeadLettered(Entry entry, DeadLetterCause cause, Change last) {
        return told.onDeadLettered(entry, cause, last);
    }

    @Override
    public boolean isOut(Lane lane) {
        return tasks.isOut(lane);
    }

    private Outcome work(Attempt attempt) {
        Task work = TaskCodec.read(attempt.entry().body());
        if (work instanceof Task.Orphan orphan) {
            return orphans.adopt(attempt, orphan);
        }
        if (work instanceof Task.AfterReading reading) {
            return readings.readFirst(attempt, reading);
        }
        return tasks.handle(attempt, work);
    }
}
