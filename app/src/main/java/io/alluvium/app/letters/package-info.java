/**
 * Records that were set aside: looked through, shown, and sent again. Start at {@link
 * io.alluvium.app.letters.DeadLetters}.
 */
@NullMarked
package io.alluvium.app.letters;

import org.jspecify.annotations.NullMarked;
