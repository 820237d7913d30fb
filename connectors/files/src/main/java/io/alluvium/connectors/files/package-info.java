/**
 * Publishes the files below a directory and the commits of the git repository it lies in. Start at
 * {@link FilesSource}; {@link FileTreeReader} reads the files.
 */
@NullMarked
package io.alluvium.connectors.files;

import org.jspecify.annotations.NullMarked;
