package dev.covey.tools.profile;

import java.util.List;
import java.util.Map;

/**
 * One benchmark that there is.
 *
 * @param name with package and class.
 * @param parameters by name, with the values that JMH would try, in its order.
 */
record BenchmarkEntry(String name, Map<String, List<String>> parameters) {
    /** Class and method without the package. */
    String shortName() {
        final int method = name.lastIndexOf('.');
        return name.substring(name.lastIndexOf('.', method - 1) + 1);
    }
}
