package dev.byoc.message;

/**
 * Makes something of a content, by its kind: what a channel writes for it, for instance. Each kind that is not named is {@link #otherwise}.
 *
 * <pre>{@code
 * private final ContentFold<Json, RuntimeException> fields = new ContentFold<>() {
 *     @Override
 *     public Json text(Content.Text text) {
 *         return Json.object().put("text", text.text()).build();
 *     }
 *
 *     @Override
 *     public Json otherwise(Content content) {
 *         return Json.ABSENT;
 *     }
 * };
 * ...
 * Json json = fields.of(part);
 * }</pre>
 *
 * @param <T> what is made
 * @param <X> what making it may throw, as where files are opened; {@link RuntimeException}: nothing
 */
public interface ContentFold<T, X extends Exception> {
    /** For each kind without a method of its own. */
    T otherwise(Content content) throws X;

    default T text(Content.Text text) throws X {
        return otherwise(text);
    }

    default T image(Content.Image image) throws X {
        return otherwise(image);
    }

    default T video(Content.Video video) throws X {
        return otherwise(video);
    }

    default T audio(Content.Audio audio) throws X {
        return otherwise(audio);
    }

    default T file(Content.File file) throws X {
        return otherwise(file);
    }

    default T location(Content.Location location) throws X {
        return otherwise(location);
    }

    default T contact(Content.Contact contact) throws X {
        return otherwise(contact);
    }

    default T sticker(Content.Sticker sticker) throws X {
        return otherwise(sticker);
    }

    default T link(Content.Link link) throws X {
        return otherwise(link);
    }

    default T buttons(Content.Buttons buttons) throws X {
        return otherwise(buttons);
    }

    default T cards(Content.Cards cards) throws X {
        return otherwise(cards);
    }

    default T unsupported(Content.Unsupported unsupported) throws X {
        return otherwise(unsupported);
    }

    /** What is made of a content. */
    default T of(Content content) throws X {
        if (content instanceof Content.Text text) {
            return text(text);
        }
        if (content instanceof Content.Image image) {
            return image(image);
        }
        if (content instanceof Content.Video video) {
            return video(video);
        }
        if (content instanceof Content.Audio audio) {
            return audio(audio);
        }
        if (content instanceof Content.File file) {
            return file(file);
        }
        if (content instanceof Content.Location location) {
            return location(location);
        }
        if (content instanceof Content.Contact contact) {
            return contact(contact);
        }
        if (content instanceof Content.Sticker sticker) {
            return sticker(sticker);
        }
        if (content instanceof Content.Link link) {
            return link(link);
        }
        if (content instanceof Content.Buttons buttons) {
            return buttons(buttons);
        }
        return content instanceof Content.Cards cards ? cards(cards) : unsupported((Content.Unsupported) content);
    }
}
