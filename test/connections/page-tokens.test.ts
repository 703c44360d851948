// Page tokens of administrators' lists.
import { expect, test } from "vitest";
import { createConnectionPageToken, readConnectionPageToken } from "../../lib/connections/connection-page-token.ts";

const place = { pk: "owner#c%23acme#ada", sk: "conn#slack#AAAA", connectedAt: 1_800_000_000 };
const acme = ["c#acme", "t#acme"];
const invalid = expect.objectContaining({ code: "invalid_request", members: { field: "pageToken" } });
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

test("a page token leads back to its place, in the list of its tenant and in that of all", () => {
  const token = createConnectionPageToken(place);
  expect(readConnectionPageToken(token, acme)).toEqual(place);
  expect(readConnectionPageToken(token, undefined)).toEqual(place);
  expect(createConnectionPageToken(undefined)).toBeUndefined();
  expect(readConnectionPageToken(undefined, acme)).toBeUndefined();
});

// Handed-out tokens outlive a release.
test("a page token is what it was", () => {
  expect(createConnectionPageToken(place)).toBe(encode([place.pk, place.sk, place.connectedAt]));
});

test("a page token of another tenant's list is refused", () => {
  expect(() => readConnectionPageToken(createConnectionPageToken(place), ["c#globex", "t#globex"])).toThrowError(
    invalid,
  );
});

test.each([
  ["nothing", ""],
  ["no JSON", "eHh4"],
  ["another row", encode(["settings#c%23acme#ada", "slack", 1])],
  ["a subscription", encode(["owner#c%23acme#ada", "chan#slack#A#b", 1])],
  ["no time", encode([place.pk, place.sk, "1"])],
  ["a key that is not encoded", encode(["owner#c%#ada", place.sk, 1])],
  ["more", encode([place.pk, place.sk, 1, 2])],
])("a page token with %s in it is refused", (_, token) => {
  expect(() => readConnectionPageToken(token, acme)).toThrowError(invalid);
});
