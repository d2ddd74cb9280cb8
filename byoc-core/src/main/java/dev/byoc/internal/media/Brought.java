package dev.byoc.internal.media;

import dev.byoc.event.Loss;
import dev.byoc.internal.checkpoint.BroughtFiles;
import dev.byoc.internal.http.Fetched;
import dev.byoc.internal.http.KeptFile;
import dev.byoc.message.Content;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far the contents of a customer's message have got in one attempt. Pictures that were uploaded are kept until its end, as the post may
 * not take them as pictures: of one message as many bytes as one file may have. Used by one thread. To be closed.
 */
public final class Brought implements AutoCloseable {
    private final long mostKept;
    private final Map<Integer, Content> contents;
    private final Map<Integer, Content> whole;
    private final Map<Integer, KeptFile> copies = new HashMap<>();
    private final FileOutage outage;
    private final Map<Integer, Loss> losses = new TreeMap<>();

    /** Of the content that is being brought: each counts what its name says, and an outage of Freshchat counts as none. */
    private int pictureUploads;

    private int fileUploads;

    /** Goes on from what earlier attempts have brought. */
    Brought(BroughtFiles before, FileOutage outage, long mostKept) {
        this.mostKept = mostKept;
        this.contents = new HashMap<>(before.contents());
        this.whole = new HashMap<>(before.whole());
        this.outage = outage;
        this.pictureUploads = before.pictureUploads();
        this.fileUploads = before.fileUploads();
    }

    /** The contents as they are posted, as far as they are brought. */
    public List<Content> of(List<Content> said) {
        if (contents.isEmpty()) {
            return said;
        }
        List<Content> known = new ArrayList<>();
        for (int i = 0; i < said.size(); i++) {
            known.add(contents.getOrDefault(i, said.get(i)));
        }
        return known;
    }

    /** For the next attempt. */
    public BroughtFiles state() {
        return new BroughtFiles(contents, whole, pictureUploads, fileUploads, outage.state());
    }

    /** What this attempt had to leave out, by the number of the content. */
    public Map<Integer, Loss> losses() {
        return losses;
    }

    /** What is posted in place of a content; null: it is not brought yet. */
    @Nullable
    Content at(int number) {
        return contents.get(number);
    }

    /** A content is brought. Of a picture the bytes are of use still. */
    void put(int number, Content now) {
        contents.put(number, now);
        pictureUploads = 0;
        fileUploads = 0;
        KeptFile copy = copies.get(number);
        if (copy != null && !(now instanceof Content.Image && copy.isWhole() && kept() <= mostKept)) {
            copies.remove(number);
            copy.close();
        }
    }

    private long kept() {
        return copies.values().stream().mapToLong(KeptFile::taken).sum();
    }

    /** Keeps what is read of a content's file, until the content is brought as anything but a picture. */
    KeptFile keep(int number, Fetched file) {
        KeptFile copy = new KeptFile(file);
        copies.put(number, copy);
        return copy;
    }

    /** All the bytes of a content that is brought as a picture; null: they are not here. */
    @Nullable
    KeptFile copyOf(int number) {
        KeptFile copy = copies.get(number);
        return copy != null && copy.isWhole() ? copy : null;
    }

    void lost(int number, Loss loss) {
        losses.put(number, loss);
    }

    /** What is posted in place of the contents, and what is left out for it. */
    public record Mark(Map<Integer, Content> contents, Map<Integer, Loss> losses, Map<Integer, Content> whole) {}

    public Mark mark() {
        return new Mark(Map.copyOf(contents), Map.copyOf(losses), Map.copyOf(whole));
    }

    /** Takes back what was made of the contents since. A picture's bytes may not be here any more. */
    public void backTo(Mark mark) {
        contents.clear();
        contents.putAll(mark.contents());
        losses.clear();
        losses.putAll(mark.losses());
        whole.clear();
        whole.putAll(mark.whole());
    }

    /** A lower form is about to be posted: what it stands for is kept until that has arrived, also if the host dies meanwhile. */
    public void triesInPlaceOf(Mark mark) {
        if (whole.isEmpty()) {
            whole.putAll(mark.contents());
        }
    }

    /** Takes back a lower form that an earlier attempt has tried, and that has not arrived. */
    public void takeBack() {
        if (!whole.isEmpty()) {
            contents.clear();
            contents.putAll(whole);
            whole.clear();
        }
    }

    /** What a lower form that is being tried stands for, by the number of the content; empty: none is tried. */
    public Map<Integer, Content> whole() {
        return Map.copyOf(whole);
    }

    FileOutage outage() {
        return outage;
    }

    /** Freshchat has failed for this picture alone: how often by now. */
    int pictureFailed() {
        return ++pictureUploads;
    }

    /** The same, for an upload as a file. */
    int fileFailed() {
        return ++fileUploads;
    }

    /** Gives back what was kept. */
    @Override
    public void close() {
        copies.values().forEach(KeptFile::close);
        copies.clear();
    }
}
