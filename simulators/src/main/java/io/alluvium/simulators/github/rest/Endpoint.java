package io.alluvium.simulators.github.rest;

/** Answers one kind of request. */
@FunctionalInterface
interface Endpoint {
  /**
   * Answers from one moment of the state.
   *
   * @throws ApiErrorException when the answer is an error
   */
  Reply answer(Call call);
}
