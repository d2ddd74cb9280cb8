package dev.byoc.event;

/**
 * A {@link RelayListener} with a method for each kind of {@link RelayEvent}, of which it overrides those that it wants to hear. {@link
 * #onWebhookTaken} and {@link #onRemoteCalled} are called where it is a {@link MeasuringListener} too.
 */
public interface RelayEventListener extends RelayListener {
    default void onRequestRefused(RelayEvent.RequestRefused event) {}

    default void onWebhookTaken(RelayEvent.WebhookTaken event) {}

    default void onRemoteCalled(RelayEvent.RemoteCalled event) {}

    default void onStored(RelayEvent.Stored event) {}

    default void onDuplicate(RelayEvent.Duplicate event) {}

    default void onIgnored(RelayEvent.Ignored event) {}

    default void onDelivered(RelayEvent.Delivered event) {}

    default void onCompleted(RelayEvent.Completed event) {}

    default void onDiscarded(RelayEvent.Discarded event) {}

    default void onRetrying(RelayEvent.Retrying event) {}

    default void onDeadLettered(RelayEvent.DeadLettered event) {}

    default void onDegraded(RelayEvent.Degraded event) {}

    default void onReceiptReceived(RelayEvent.ReceiptReceived event) {}

    default void onPaused(RelayEvent.Paused event) {}

    default void onResumed(RelayEvent.Resumed event) {}

    default void onCaughtUp(RelayEvent.CaughtUp event) {}

    default void onHealthChanged(RelayEvent.HealthChanged event) {}

    /** Calls the method of the event's kind. Who overrides this as well hears all events, and calls it for the methods to be called. */
    @Override
    default void on(RelayEvent event) {
        if (event instanceof RelayEvent.RequestRefused refused) {
            onRequestRefused(refused);
        } else if (event instanceof RelayEvent.WebhookTaken taken) {
            onWebhookTaken(taken);
        } else if (event instanceof RelayEvent.RemoteCalled called) {
            onRemoteCalled(called);
        } else if (event instanceof RelayEvent.Stored stored) {
            onStored(stored);
        } else if (event instanceof RelayEvent.Duplicate duplicate) {
            onDuplicate(duplicate);
        } else if (event instanceof RelayEvent.Ignored ignored) {
            onIgnored(ignored);
        } else if (event instanceof RelayEvent.Delivered delivered) {
            onDelivered(delivered);
        } else if (event instanceof RelayEvent.Completed completed) {
            onCompleted(completed);
        } else if (event instanceof RelayEvent.Discarded discarded) {
            onDiscarded(discarded);
        } else if (event instanceof RelayEvent.Retrying retrying) {
            onRetrying(retrying);
        } else if (event instanceof RelayEvent.DeadLettered deadLettered) {
            onDeadLettered(deadLettered);
        } else if (event instanceof RelayEvent.Degraded degraded) {
            onDegraded(degraded);
        } else if (event instanceof RelayEvent.ReceiptReceived receipt) {
            onReceiptReceived(receipt);
        } else if (event instanceof RelayEvent.Paused paused) {
            onPaused(paused);
        } else if (event instanceof RelayEvent.Resumed resumed) {
            onResumed(resumed);
        } else if (event instanceof RelayEvent.CaughtUp caught) {
            onCaughtUp(caught);
        } else if (event instanceof RelayEvent.HealthChanged changed) {
            onHealthChanged(changed);
        }
    }
}
