import { decodeProtectedHeader, exportJWK, type FlattenedJWSInput, generateKeyPair, jwtVerify } from "jose";
import { afterAll, beforeEach, expect, test } from "vitest";
import "../http/lambda-environment.ts";
import { createPublishedKeys } from "../../lib/webhooks/published-keys.ts";
import { elapsedWithoutStalls } from "../support/elapsed-without-stalls.ts";
import { pushToken } from "../support/signing.ts";
import { answer, hang, json, startTestServer } from "../support/test-server.ts";
import { takeLog } from "./support/receiver-stage.ts";

const [first, second] = await Promise.all([pair(), pair()]);
const publishKeys = async (...names: ["g-1" | "g-2", ...("g-1" | "g-2")[]]) =>
  json({
    keys: await Promise.all(
      names.map(async (kid) => ({ ...(await exportJWK(getKey(kid).publicKey)), kid, alg: "RS256" })),
    ),
  });
const getKey = (kid: string) => (kid === "g-1" ? first : second);
function pair() {
  return generateKeyPair("RS256", { extractable: true });
}

const end = await startTestServer();
afterAll(() => end.close());
const clock = { now: 0 };
const minutes = (count: number) => count * 60_000;
let keys = createPublishedKeys(end.url);

beforeEach(async () => {
  end.requests.length = 0;
  end.play = await publishKeys("g-1");
  clock.now = minutes(1000);
  keys = createPublishedKeys(end.url, { now: () => clock.now });
});

const tokens = {
  "g-1": await pushToken({}, first.privateKey, "g-1"),
  "g-2": await pushToken({}, second.privateKey, "g-2"),
};
const isVerified = async (kid: "g-1" | "g-2") => {
  expect(decodeProtectedHeader(tokens[kid]).kid).toBe(kid);
  return jwtVerify(tokens[kid], keys).then(
    () => true,
    () => false,
  );
};

test("finds a key that was published after the others, a minute later at the latest", async () => {
  expect(await isVerified("g-1")).toBe(true);
  end.play = await publishKeys("g-1", "g-2");
  expect(await isVerified("g-2")).toBe(false);
  clock.now += minutes(1);
  expect(await isVerified("g-2")).toBe(true);
  expect(end.requests).toHaveLength(2);
});

test("forgets a key that is not published any more, an hour later", async () => {
  expect(await isVerified("g-1")).toBe(true);
  end.play = await publishKeys("g-2");
  clock.now += minutes(61);
  expect(await isVerified("g-1")).toBe(false);
});

test("works with old keys for as long as their address does not answer, asking once a minute", async () => {
  expect(await isVerified("g-1")).toBe(true);
  end.play = answer(503, "down");
  for (let minute = 0; minute < 10; minute++) {
    clock.now = minutes(1061 + minute);
    for (let n = 0; n < 5; n++) expect(await isVerified("g-1")).toBe(true);
  }
  expect(end.requests).toHaveLength(11);
});

test.each([
  ["an error page", answer(200, "<html>")],
  ["no keys", json({})],
  ["another address", answer(302, "", { location: "http://127.0.0.1:9/" })],
])("keeps its keys when it is sent %s", async (_, play) => {
  expect(await isVerified("g-1")).toBe(true);
  end.play = play;
  clock.now += minutes(61);
  expect(await isVerified("g-1")).toBe(true);
});

test("asks once for many tokens that arrive together", async () => {
  const verified = await Promise.all(Array.from({ length: 20 }, () => isVerified("g-1")));
  expect(verified).not.toContain(false);
  expect(end.requests).toHaveLength(1);
});

test("fails as our own fault without any key", async () => {
  end.play = answer(503, "down");
  const asked = Promise.resolve(
    keys({ alg: "RS256", kid: "g-1" }, {} satisfies Partial<FlattenedJWSInput> as FlattenedJWSInput),
  );
  await expect(asked).rejects.toMatchObject({ code: "provider_unavailable" });
});

test("without any key asks again after five seconds, and not before", async () => {
  end.play = answer(503, "down");
  expect(await isVerified("g-1")).toBe(false);
  end.play = await publishKeys("g-1");
  clock.now += 4999;
  expect(await isVerified("g-1")).toBe(false);
  expect(end.requests).toHaveLength(1);
  clock.now += 1;
  expect(await isVerified("g-1")).toBe(true);
});

test("says when to try again while there is no key, and logs why", async () => {
  takeLog();
  end.play = answer(503, '{"keys":[]}');
  await expect(jwtVerify(tokens["g-1"], keys)).rejects.toMatchObject({ code: "provider_unavailable", retryAfter: 5 });
  expect(takeLog()).toMatch(/"level":"WARN","message":"published keys not read".*"errorName":"Error"/);
});

test("uses its keys for an hour, and fetches them again then", async () => {
  expect(await isVerified("g-1")).toBe(true);
  clock.now += minutes(60) - 1;
  expect(await isVerified("g-1")).toBe(true);
  expect(end.requests).toHaveLength(1);
  clock.now += 1;
  expect(await isVerified("g-1")).toBe(true);
  expect(end.requests).toHaveLength(2);
});

test("does not ask again for an unknown key within a minute of its last fetch", async () => {
  expect(await isVerified("g-1")).toBe(true);
  clock.now += minutes(1) - 1;
  expect(await isVerified("g-2")).toBe(false);
  expect(end.requests).toHaveLength(1);
  clock.now += 1;
  expect(await isVerified("g-2")).toBe(false);
  expect(end.requests).toHaveLength(2);
});

test("refuses an unknown key as the token's fault while the address does not answer", async () => {
  expect(await isVerified("g-1")).toBe(true);
  end.play = answer(503, "down");
  clock.now += minutes(2);
  await expect(jwtVerify(tokens["g-2"], keys)).rejects.toMatchObject({ code: "ERR_JWKS_NO_MATCHING_KEY" });
  expect(await isVerified("g-1")).toBe(true);
});

test("does not ask again for a token whose key cannot be chosen", async () => {
  end.play = await publishKeys("g-1", "g-2");
  const nameless = decodeProtectedHeader(tokens["g-1"]);
  const ask = Promise.resolve(
    keys({ alg: nameless.alg ?? "" }, {} satisfies Partial<FlattenedJWSInput> as FlattenedJWSInput),
  );
  await expect(ask).rejects.toMatchObject({ code: "ERR_JWKS_MULTIPLE_MATCHING_KEYS" });
  clock.now += minutes(2);
  const again = Promise.resolve(
    keys({ alg: nameless.alg ?? "" }, {} satisfies Partial<FlattenedJWSInput> as FlattenedJWSInput),
  );
  await expect(again).rejects.toMatchObject({ code: "ERR_JWKS_MULTIPLE_MATCHING_KEYS" });
  expect(end.requests).toHaveLength(1);
});

test("follows no address that it is sent to", async () => {
  end.play = (response, asked) =>
    asked.path === "/moved"
      ? json({ keys: [] })(response, asked)
      : answer(302, "", { location: `${end.url}/moved` })(response, asked);
  expect(await isVerified("g-1")).toBe(false);
  expect(end.requests.map(({ path }) => path)).toEqual(["/"]);
});

test("gives up on an address that does not answer, and reads the system's clock unless told otherwise", async () => {
  const real = createPublishedKeys(end.url);
  await expect(jwtVerify(tokens["g-1"], real)).resolves.toBeDefined();
  end.play = hang;
  const { result, ms } = await elapsedWithoutStalls(() => isVerified("g-1"));
  expect(result).toBe(false);
  expect(ms).toBeLessThan(2950);
});
