import "../../http/lambda-environment.ts";
import { describe, expect, test } from "vitest";
import { findProviderError } from "../../../lib/http/provider-error.ts";
import { createPageToken, parsePageParameters, readPageToken } from "../../../lib/providers/github/paging.ts";

const list = "/repos/octo/atlas/issues?state=all&per_page=30";
const refusal = { code: "invalid_request", members: { field: "pageToken" } };

function catchError(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

test.each([
  ["a number", "https://api.github.com/user/repos?per_page=30&page=2", { page: "2" }],
  [
    "a number at another address of the list",
    "https://api.github.com/repositories/1296269/issues?page=2",
    { page: "2" },
  ],
  [
    "a cursor",
    "https://api.github.com/repositories/1/issues?after=Y3Vyc29yOnYyOpLPAAA%3D%3D&per_page=30",
    { after: "Y3Vyc29yOnYyOpLPAAA==" },
  ],
  ["both", "https://api.github.com/repositories/1/issues?after=Yzo%3D&page=2", { page: "2", after: "Yzo=" }],
])("keeps only %s of the address of a next page", (_, url, parameters) => {
  expect(parsePageParameters(url)).toEqual(parameters);
  expect(readPageToken(list, createPageToken(list, parameters))).toEqual(parameters);
});

test.each([
  ["says nothing", "https://api.github.com/user/repos?per_page=30"],
  ["is no address", "//"],
  ["has no number", "https://api.github.com/user/repos?page=two"],
  ["has a cursor of other characters", "https://api.github.com/user/repos?after=%0d%0a"],
  ["has an endless cursor", `https://api.github.com/user/repos?after=${"x".repeat(501)}`],
])("takes a next page whose address %s for an answer that cannot be read", (_, url) => {
  expect(findProviderError(catchError(() => parsePageParameters(url)))).toMatchObject({ kind: "permanent" });
});

const good = createPageToken(list, { page: "2" });
const forgeToken = (content: string) => {
  const made = createPageToken(list, JSON.parse(content));
  return made;
};

describe("a page token", () => {
  test.each([
    ["of another list", "/repos/octo/atlas/pulls?per_page=30", good],
    ["of other filters", "/repos/octo/atlas/issues?state=open&per_page=30", good],
    ["of another size", "/repos/octo/atlas/issues?state=all&per_page=31", good],
    ["cut short", list, good.slice(0, -1)],
    ["with more to it", list, `${good}.x`],
    ["without a checksum", list, good.split(".")[0] ?? ""],
    ["that is empty", list, ""],
    ["that is an address", list, "https://api.github.com/user/repos?page=2"],
    ["made for a page that no list has", list, forgeToken('{"page":"2&per_page=100"}')],
    ["made for a page before the first", list, forgeToken('{"page":"0"}')],
  ])("%s is refused", (_, of, token) => {
    expect(catchError(() => readPageToken(of, token))).toMatchObject(refusal);
  });

  test("returns nothing but the page", () => {
    const token = forgeToken('{"page":"2","path":"/user","per_page":"100"}');
    expect(readPageToken(list, token)).toEqual({ page: "2" });
  });
});
