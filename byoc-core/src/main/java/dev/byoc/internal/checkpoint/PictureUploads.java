package dev.byoc.internal.checkpoint;

import dev.byoc.message.Media;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How far the pictures within the text of an answer have got. Each is named by the digest of its address, which holds all of it.
 *
 * @param taken as what each was uploaded
 * @param refused those that Freshchat does not take
 * @param failures failures to upload the next one that were its own
 */
public record PictureUploads(Map<String, Media> taken, Set<String> refused, int failures) {
    /** None was uploaded yet. */
    public static final PictureUploads NONE = new PictureUploads(Map.of(), Set.of(), 0);

    public PictureUploads {
        taken = Map.copyOf(taken);
        refused = Set.copyOf(refused);
    }

    /** Whether all is done about a picture that can be. */
    public boolean knows(String picture) {
        return taken.containsKey(picture) || refused.contains(picture);
    }

    public PictureUploads taken(String picture, Media uploaded) {
        Map<String, Media> more = new HashMap<>(taken);
        more.put(picture, uploaded);
        return new PictureUploads(more, refused, 0);
    }

    public PictureUploads refused(String picture) {
        Set<String> more = new HashSet<>(refused);
        more.add(picture);
        return new PictureUploads(taken, more, 0);
    }

    public PictureUploads failed() {
        return new PictureUploads(taken, refused, failures + 1);
    }
}
