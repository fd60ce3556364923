package dev.covey.benchmarks.peers;

import dev.covey.engine.wire.AddressFamily;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Words of the form name=value. */
final class PeerArguments {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> known = new HashSet<>();

    /** @param from the first of the words that is an argument. */
    PeerArguments(final String[] words, final int from) {
        for (int i = from; i < words.length; i++) {
            final int split = words[i].indexOf('=');
            if (split < 0) {
                throw new IllegalArgumentException("not name=value: " + words[i]);
            }
            values.put(words[i].substring(0, split), words[i].substring(split + 1));
        }
    }

    String word(final String name, final String fallback) {
        known.add(name);
        return values.getOrDefault(name, fallback);
    }

    String[] words(final String name, final String fallback) {
        return word(name, fallback).split(",", -1);
    }

    /** A whole number in a range. */
    int number(final String name, final int fallback, final int min, final int max) {
        return parse(name, word(name, Integer.toString(fallback)), min, max);
    }

    /** Whole numbers in a range, with commas between them. */
    int[] numbers(final String name, final int fallback, final int min, final int max) {
        return Arrays.stream(words(name, Integer.toString(fallback)))
                .mapToInt(word -> parse(name, word, min, max))
                .toArray();
    }

    private static int parse(final String name, final String text, final int min, final int max) {
        try {
            final int number = Integer.parseInt(text);
            if (number < min || number > max) {
                throw new IllegalArgumentException(
                        "out of range: " + name + "=" + number + ", min=" + min + ", max=" + max);
            }
            return number;
        } catch (final NumberFormatException notANumber) {
            throw new IllegalArgumentException("not a number: " + name + "=" + text, notANumber);
        }
    }

    /** Refuse what no program has asked for: it says something that would not be done. */
    void refuseUnknown() {
        for (final String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("no such argument: " + name);
            }
        }
    }

    int rounds() {
        return number("rounds", 3, 1, 1000);
    }

    AddressFamily family() {
        return switch (word("family", "ipv4")) {
            case "ipv4" -> AddressFamily.IPV4;
            case "ipv6" -> AddressFamily.IPV6;
            default -> throw new IllegalArgumentException("no such family: " + values.get("family"));
        };
    }
}
