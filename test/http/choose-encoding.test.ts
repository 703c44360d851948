import { expect, test } from "vitest";
import { chooseEncoding } from "../../lib/http/choose-encoding.ts";

test.each([
  ["gzip, deflate, br, zstd", "br"],
  ["br,gzip", "br"],
  ["GZIP", "gzip"],
  ["gzip;q=0.8, br;q=0.5", "gzip"],
  ["gzip ; q=1.000", "gzip"],
  ["br;q=0, gzip", "gzip"],
  ["*", "br"],
  ["*;q=0.1, br;q=0", "gzip"],
  ["br;q=0, *;q=0", undefined],
  ["br;q=none, gzip;q=1.5", undefined],
  ["identity", undefined],
  ["deflate, zstd", undefined],
  ["", undefined],
  [undefined, undefined],
])("of %j it is %s", (header, expected) => {
  expect(chooseEncoding(header)).toBe(expected);
});
