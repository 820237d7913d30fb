/**
 * Looks at everything a node needs and says what to do about what is not right. Start at {@link
 * Doctor}.
 */
@NullMarked
package io.alluvium.app.doctor;

import org.jspecify.annotations.NullMarked;
