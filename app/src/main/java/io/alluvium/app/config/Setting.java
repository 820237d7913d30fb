package io.alluvium.app.config;

/**
 * One value and where it was said, so that an error can point there.
 *
 * @param value the text as given
 * @param origin file, environment variable or flag, as a user would name it
 */
record Setting(String value, String origin) {}
