import "../http/lambda-environment.ts";
import { expect, test } from "vitest";
import * as z from "zod";
import { standardizeTokenResponse } from "../../lib/oauth/token-response.ts";
import { createAcme } from "../support/acme-provider.ts";
import { fc } from "../support/properties.ts";

const provider = createAcme("https://acme.example");
const good = { access_token: "at", token_type: "bearer" };
const year = 366 * 86_400;

const standard = async (body: object, status = 200) => {
  const response = await standardizeTokenResponse(provider, Response.json(body, { status }));
  return { status: response.status, body: z.record(z.string(), z.unknown()).parse(await response.json()) };
};
const lifetime = async (expires_in: unknown) => (await standard({ ...good, expires_in })).body.expires_in;

test.each([
  [3600, 3600],
  ["3600", 3600],
  [3599.9, 3599],
  [1, 1],
  [1e12, year],
  ["999999999999", year],
  [Number.MAX_SAFE_INTEGER, year],
])("believes a lifetime of %j as %i seconds", async (given, seconds) => {
  expect(await lifetime(given)).toBe(seconds);
});

test.each([undefined, null, 0, 0.5, -1, -3600, "0", "-5", "soon", "", "1e3", "3600 ", true, [3600], { seconds: 1 }])(
  "takes a lifetime of %j for one that was not named",
  async (given) => {
    expect(await lifetime(given)).toBeUndefined();
  },
);

test("never returns a lifetime that is not a whole number between a second and a year", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.jsonValue(), fc.double(), fc.integer().map(String)), async (given) => {
      const seconds = await lifetime(given);
      expect(
        seconds === undefined || (Number.isInteger(seconds) && Number(seconds) >= 1 && Number(seconds) <= year),
      ).toBe(true);
    }),
  );
});

test("gives an error that came at status 200 the status of an error", async () => {
  expect(await standard({ error: "bad_code" })).toEqual({ status: 400, body: { error: "bad_code" } });
});

test("keeps the status of an error that has one", async () => {
  expect((await standard({ error: "invalid_client" }, 401)).status).toBe(401);
});

test("does not treat an error of null as an error", async () => {
  expect((await standard({ ...good, error: null })).status).toBe(200);
});
