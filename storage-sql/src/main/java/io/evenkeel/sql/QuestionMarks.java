package io.evenkeel.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Lists of parameters in a few lengths only, so that their statements stay prepared: a list is padded with its last
 * element.
 */
final class QuestionMarks {

    /** The longest list; cut longer ones into chunks. */
    static final int MOST = 512;

    private static final int[] LENGTHS = {1, 16, 128, MOST};

    private QuestionMarks() {}

    /** {@code (?, ?, …)} for a list of {@code size} elements. */
    static String forSize(int size) {
        return "(?" + ", ?".repeat(lengthFor(size) - 1) + ")";
    }

    /** Binds {@code values} from parameter {@code first} on; returns the parameter after them. */
    static int bind(PreparedStatement statement, int first, List<Long> values) throws SQLException {
        int length = lengthFor(values.size());
        for (int i = 0; i < length; i++) {
            statement.setLong(first + i, values.get(Math.min(i, values.size() - 1)));
        }
        return first + length;
    }

    private static int lengthFor(int size) {
        for (int length : LENGTHS) {
            if (size <= length) {
                return length;
            }
        }
        throw new IllegalArgumentException(size + " parameters, at most " + MOST);
    }
}
