#!/usr/bin/env python3
"""Cuts GitHub's OpenAPI description down to the answers that the simulator gives.

    npm pack @octokit/openapi@23.0.2 && tar xzf octokit-openapi-23.0.2.tgz
    python3 src/test/openapi/trim.py package/generated/api.github.com.json

Writes src/test/resources/github-openapi.json.gz, the same bytes for the same input. Texts, examples and
parameters are left out. `oneOf` becomes `anyOf`: the alternatives of GitHub's description overlap (an event
of a comment has all that an event of an issue has), so that even true answers match several.
"""
import gzip
import json
import pathlib
import sys

PATHS = """
/app
/app/installations
/app/installations/{installation_id}/access_tokens
/installation/repositories
/meta
/orgs/{org}
/orgs/{org}/events
/orgs/{org}/repos
/rate_limit
/repos/{owner}/{repo}
/repos/{owner}/{repo}/actions/runs
/repos/{owner}/{repo}/actions/runs/{run_id}
/repos/{owner}/{repo}/actions/runs/{run_id}/jobs
/repos/{owner}/{repo}/branches
/repos/{owner}/{repo}/commits
/repos/{owner}/{repo}/events
/repos/{owner}/{repo}/git/matching-refs/{ref}
/repos/{owner}/{repo}/issues
/repos/{owner}/{repo}/issues/comments
/repos/{owner}/{repo}/issues/comments/{comment_id}
/repos/{owner}/{repo}/issues/events
/repos/{owner}/{repo}/issues/{issue_number}
/repos/{owner}/{repo}/issues/{issue_number}/comments
/repos/{owner}/{repo}/issues/{issue_number}/events
/repos/{owner}/{repo}/labels
/repos/{owner}/{repo}/milestones
/repos/{owner}/{repo}/pulls
/repos/{owner}/{repo}/pulls/comments
/repos/{owner}/{repo}/pulls/comments/{comment_id}
/repos/{owner}/{repo}/pulls/{pull_number}
/repos/{owner}/{repo}/pulls/{pull_number}/comments
/repos/{owner}/{repo}/pulls/{pull_number}/reviews
/repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}
/repos/{owner}/{repo}/releases
/repos/{owner}/{repo}/releases/{release_id}
/repos/{owner}/{repo}/tags
/user
/user/repos
/users/{username}
/users/{username}/repos
""".split()

NOISE = {"description", "summary", "examples", "example", "externalDocs", "x-github", "x-multi-segment",
         "title", "default", "deprecated", "discriminator", "readOnly"}


def slim(node, names=False):
    """Without noise; `names` says that the keys of this node are names chosen by people."""
    if isinstance(node, list):
        return [slim(item) for item in node]
    if not isinstance(node, dict):
        return node
    result = {}
    for key, value in node.items():
        if names or key not in NOISE:
            result["anyOf" if key == "oneOf" and not names else key] = slim(value, key == "properties" and not names)
    return result


def references(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for item in node:
            yield from references(item)


def main(source):
    api = json.loads(pathlib.Path(source).read_text())
    answers = {}
    for path in PATHS:
        methods = {m: o for m, o in api["paths"][path].items() if m == "get" or path.endswith("access_tokens")}
        answers[path] = {m: {"responses": slim(o["responses"], names=True)} for m, o in methods.items()}
    # GitHub's description says that the account of an installation is a user and an enterprise at once.
    account = answers["/app/installations"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    account = account["items"]["properties"]["account"]
    account["anyOf"] = account.pop("allOf")
    components = {}
    todo = set(references(answers))
    while todo:
        reference = todo.pop()
        _, _, group, name = reference.split("/")
        if name in components.setdefault(group, {}):
            continue
        components[group][name] = slim(api["components"][group][name])
        todo |= set(references(components[group][name]))
    api = {"openapi": api["openapi"], "info": {"title": "GitHub v3 REST API, trimmed", "version": api["info"]["version"],
           "license": {"name": "MIT"}}, "paths": answers, "components": components}
    text = json.dumps(api, sort_keys=True, separators=(",", ":")).encode()
    target = pathlib.Path(__file__).parent.parent / "resources" / "github-openapi.json.gz"
    target.write_bytes(gzip.compress(text, mtime=0))
    print(f"{target}: {target.stat().st_size} bytes of {len(text)}")


main(sys.argv[1])
