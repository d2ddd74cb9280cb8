package dev.byoc.message;

/** How large a picture or film is, in pixels as it is shown; both at least 1. */
public record Pixels(int width, int height) {
    public Pixels {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("not a size in pixels: " + width + " x " + height);
        }
    }
}
