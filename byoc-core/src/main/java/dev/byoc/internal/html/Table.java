package dev.byoc.internal.html;

import dev.byoc.internal.html.RichText.Picture;
import dev.byoc.internal.html.RichText.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;

/** A table as lines: a row each, its columns told apart. */
final class Table {
    private static final String COLUMN = " | ";
    private static final String LINE = " / ";
    private static final int MOST_SPANNED = 20;
    private static final String NESTED = "table, ul, ol, dl, pre, blockquote, h1, h2, h3, h4, h5, h6, hr, form";

    /** Writes a cell with the look that its row gives it, and the part of the table in which the row stands. */
    interface Writer {
        List<RichText.Piece> write(Element part, Element row, Element cell);
    }

    private record Row(Element part, Element row, List<Element> cells) {
        Stream<Element> streamed() {
            return cells.stream();
        }
    }

    private record Cell(String text, List<Picture> pictures) {
        boolean isEmpty() {
            return text.isEmpty() && pictures.isEmpty();
        }
    }

    private final List<Row> rows;
    private final List<Element> hidden;
    private final boolean layout;

    private Table(List<Row> rows, List<Element> hidden, boolean layout) {
        this.rows = rows;
        this.hidden = hidden;
        this.layout = layout;
    }

    static Table of(Element table) {
        List<Element> ordered = new ArrayList<>();
        List<Element> feet = new ArrayList<>();
        for (Element part : table.children()) {
            // A foot may be written before the body, and is shown behind it.
            (part.normalName().equals("tfoot") ? feet : ordered).add(part);
        }
        ordered.addAll(feet);
        List<Row> rows = new ArrayList<>();
        List<Element> hidden = new ArrayList<>();
        for (Element part : ordered) {
            for (Element row : part.children()) {
                if (isHidden(row) || isHidden(part)) {
                    hidden.add(isHidden(part) ? part : row);
                } else if (row.normalName().equals("tr")) {
                    rows.add(new Row(
                            part,
                            row,
                            row.children().stream().filter(Table::isCell).toList()));
                }
            }
        }
        boolean columns = rows.stream().anyMatch(row -> row.cells().size() > 1);
        boolean forLayout = table.attr("role").matches("presentation|none");
        return new Table(rows, hidden, forLayout || !columns || holdsBlocks(rows));
    }

    /** Tables beside each other, or lists and headings in a table that names no columns. */
    private static boolean holdsBlocks(List<Row> rows) {
        boolean named = rows.stream()
                .flatMap(Row::streamed)
                .anyMatch(cell -> cell.normalName().equals("th"));
        String blocks = named ? "table" : NESTED;
        return rows.stream().flatMap(Row::streamed).anyMatch(cell -> cell.selectFirst(blocks) != null);
    }

    private static boolean isCell(Element element) {
        return element.normalName().matches("td|th");
    }

    private static boolean isHidden(Element element) {
        return Look.isNothing(element) || Look.isHidden(element, Style.of(element));
    }

    /** It only puts blocks beside each other: its cells are read one after the other. */
    boolean isLayout() {
        return layout;
    }

    /** Rows that are not seen. */
    List<Element> hidden() {
        return hidden;
    }

    /** What each row says, without the rows and the columns in which nothing is to be seen. */
    List<List<RichText.Piece>> rows(Writer writer) {
        List<List<Cell>> grid = grid(writer);
        grid.removeIf(row -> row.stream().allMatch(Cell::isEmpty));
        int columns = grid.stream().mapToInt(List::size).max().orElse(0);
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            int column = i;
            if (grid.stream()
                    .anyMatch(row ->
                            column < row.size() && !row.get(column).text().isEmpty())) {
                seen.add(column);
            }
        }
        // Words alone are told apart by blanks.
        boolean words =
                grid.stream().flatMap(List::stream).allMatch(cell -> cell.text().matches("\\p{L}+"));
        return grid.stream()
                .map(cells -> row(cells, seen, words ? " " : COLUMN))
                .toList();
    }

    private List<List<Cell>> grid(Writer writer) {
        List<List<Cell>> grid = new ArrayList<>();
        Map<Integer, Spanned> spanned = new TreeMap<>();
        for (Row row : rows) {
            List<Cell> cells = new ArrayList<>();
            for (Element element : row.cells()) {
                fill(cells, spanned);
                Cell cell = cell(writer.write(row.part(), row.row(), element));
                int down = span(element, "rowspan");
                if (down > 1) {
                    spanned.put(cells.size(), new Spanned(cell.text(), down - 1));
                }
                cells.add(cell);
            }
            fill(cells, spanned);
            grid.add(cells);
        }
        return grid;
    }

    private record Spanned(String text, int rows) {}

    /** Puts in what earlier rows reach down to this place. */
    private static void fill(List<Cell> cells, Map<Integer, Spanned> spanned) {
        for (Spanned above = spanned.get(cells.size()); above != null; above = spanned.get(cells.size())) {
            spanned.remove(cells.size());
            if (above.rows() > 1) {
                spanned.put(cells.size(), new Spanned(above.text(), above.rows() - 1));
            }
            cells.add(new Cell(above.text(), List.of()));
        }
    }

    private static int span(Element cell, String attribute) {
        String span = cell.attr(attribute).strip();
        return span.matches("\\d{1,5}") ? Math.min(MOST_SPANNED, Integer.parseInt(span)) : 1;
    }

    private static Cell cell(List<RichText.Piece> written) {
        List<Picture> pictures = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (RichText.Piece piece : written) {
            if (piece instanceof Picture picture) {
                pictures.add(picture);
            } else if (piece instanceof Words words) {
                text.append(text.length() == 0 ? "" : "\n").append(words.text());
            }
        }
        return new Cell(text.toString(), pictures);
    }

    private static List<RichText.Piece> row(List<Cell> cells, List<Integer> seen, String between) {
        List<RichText.Piece> pieces = new ArrayList<>();
        pieces.add(new Words(text(cells, seen, between)));
        cells.forEach(cell -> pieces.addAll(cell.pictures()));
        return pieces;
    }

    private static String text(List<Cell> cells, List<Integer> seen, String between) {
        List<String> texts = seen.stream()
                .filter(column -> column < cells.size())
                .map(column -> cells.get(column).text())
                .toList();
        if (seen.size() == 1) {
            return String.join("", texts);
        }
        String text = texts.stream().map(Table::onOneLine).collect(Collectors.joining(between));
        return withoutEnd(text).strip();
    }

    private static String onOneLine(String cell) {
        return cell.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining(LINE));
    }

    /** Empty columns at the end say nothing. */
    private static String withoutEnd(String row) {
        int end = row.length();
        while (end > 0 && (row.charAt(end - 1) == '|' || Character.isWhitespace(row.charAt(end - 1)))) {
            end--;
        }
        return row.substring(0, end);
    }
}
