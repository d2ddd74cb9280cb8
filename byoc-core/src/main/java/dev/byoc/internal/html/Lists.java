package dev.byoc.internal.html;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jsoup.nodes.Element;

/** Lists in lists: where each item's lines begin, and with which mark. */
final class Lists {
    private static final String INDENT = "  ";

    private final Lines out;
    private final Deque<ListMarks> open = new ArrayDeque<>();
    private int items;
    private boolean rightInList;

    Lists(Lines out) {
        this.out = out;
    }

    boolean isInItem() {
        return items > 0;
    }

    void list(Element element, Runnable children) {
        // A list right inside a list is one of its depths; one inside an item is indented by the item.
        boolean wasRightInList = rightInList;
        int depth = rightInList ? 1 : items == 0 ? ListMarks.depth(element) : 0;
        open.push(new ListMarks(element));
        out.enter(INDENT.repeat(depth));
        rightInList = true;
        children.run();
        rightInList = wasRightInList;
        out.leave();
        open.pop();
    }

    void item(Element element, Runnable children) {
        if (open.isEmpty()) {
            // An item without its list.
            open.push(new ListMarks(new Element("ul")));
        }
        // An editor that nests its lists may write the depth as well.
        out.enter(INDENT.repeat(Math.max(0, ListMarks.depth(element) - open.size() + 1)));
        String mark = open.element().next(element);
        out.mark(mark);
        out.enter(mark.isEmpty() ? "" : INDENT);
        boolean wasRightInList = rightInList;
        rightInList = false;
        items++;
        children.run();
        items--;
        rightInList = wasRightInList;
        out.leave();
        out.leave();
        out.noMark();
    }
}
