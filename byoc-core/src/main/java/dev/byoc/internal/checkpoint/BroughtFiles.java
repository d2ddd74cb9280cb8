package dev.byoc.internal.checkpoint;

import dev.byoc.message.Content;
import java.util.Map;

/**
 * How far the files of a customer's message have got.
 *
 * @param contents what is posted in place of what was said, by its number: with the upload, or a line where there is none
 * @param whole the same before a lower form that is being tried; empty: none is
 * @param pictureUploads failures to upload the next content as a picture that were its own
 * @param fileUploads failures to upload it as a file that were its own
 */
public record BroughtFiles(
        Map<Integer, Content> contents,
        Map<Integer, Content> whole,
        int pictureUploads,
        int fileUploads,
        Outage outage) {
    /** None was brought yet. */
    public static final BroughtFiles NONE = new BroughtFiles(Map.of(), Map.of(), 0, 0, Outage.NONE);

    public BroughtFiles {
        contents = Map.copyOf(contents);
        whole = Map.copyOf(whole);
    }
}
