package dev.covey.tools.profile;

import java.nio.file.Path;
import java.util.Map;

/**
 * What to profile.
 *
 * @param benchmark all of its name.
 * @param parameters one value for each.
 * @param event to sample.
 * @param durationS seconds of measurement, after the warm-up.
 * @param output file for the flame graph.
 */
record ProfileRequest(
        String benchmark, Map<String, String> parameters, ProfileEvent event, int durationS, Path output) {}
