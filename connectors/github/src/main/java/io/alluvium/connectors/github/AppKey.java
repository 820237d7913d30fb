package io.alluvium.connectors.github;

/**
 * What a GitHub App signs in with.
 *
 * @param id id of the App
 * @param installation id of its installation
 * @param privateKey its key as PEM; secret
 */
record AppKey(String id, String installation, String privateKey) {
  @Override
  public String toString() {
    return "App " + id;
  }
}
