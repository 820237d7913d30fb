/**
 * Publishes what happens in repositories of GitHub: issues, pull requests, reviews, comments,
 * releases, workflow runs and commits. Start at {@link GithubSource}; {@link StreamReader} follows
 * one kind of thing of one repository.
 */
@NullMarked
package io.alluvium.connectors.github;

import org.jspecify.annotations.NullMarked;
