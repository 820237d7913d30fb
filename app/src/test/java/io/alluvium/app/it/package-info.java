/**
 * The product as a whole, from a file or commit to an answer. Start at {@code TestNode}, the one
 * node that these tests share.
 */
package io.alluvium.app.it;
