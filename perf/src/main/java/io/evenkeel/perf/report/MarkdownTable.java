package io.evenkeel.perf.report;

import java.util.List;

/** A table in Markdown; its first row is the header. */
public final class MarkdownTable {

    private final StringBuilder text = new StringBuilder();

    public void row(List<String> cells) {
        boolean isHeader = text.isEmpty();
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
        if (isHeader) {
            text.append("| --- ".repeat(cells.size())).append("|\n");
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
