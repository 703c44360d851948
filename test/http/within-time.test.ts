import "./lambda-environment.ts";
import { afterAll, expect, test } from "vitest";
import { findProviderError } from "../../lib/http/provider-error.ts";
import { providerFetch } from "../../lib/http/provider-fetch.ts";
import { withinTime, withinTimeOf } from "../../lib/http/within-time.ts";
import { lived } from "../support/lived.ts";
import { dribble, farEnd, hang, json } from "./far-end.ts";

const end = await farEnd();
afterAll(() => end.close());

const ask = (fetch: typeof globalThis.fetch, init: RequestInit = {}) =>
  providerFetch(end.url, init, { allowedOrigins: [end.url], fetch }).then(
    ({ status }) => status,
    (error: unknown) => findProviderError(error)?.kind,
  );

test("lets through what is answered in time", async () => {
  end.play = json({});
  expect(await ask(withinTime(5000, fetch))).toBe(200);
});

test.each([
  ["does not answer", hang],
  ["answers a byte at a time", dribble(10)],
])("ends a request to a server that %s", async (_, play) => {
  end.play = play;
  expect(await ask(withinTime(50, fetch))).toBe("transient");
});

test("counts from its making, over all requests", async () => {
  end.play = json({});
  const limited = withinTime(5000, fetch);
  expect(await ask(limited)).toBe(200);
  await expect.poll(() => ask(limited)).toBe("transient");
});

test("calls of one request share its time, those of another have their own", async () => {
  end.play = hang;
  const [first, second] = [{}, {}];
  const { ms } = await lived(async () => {
    expect(await ask(withinTimeOf(first, 50, fetch))).toBe("transient");
    expect(await ask(withinTimeOf(first, 60_000, fetch))).toBe("transient");
  });
  expect(ms).toBeLessThan(9000);
  end.play = json({});
  expect(await ask(withinTimeOf(second, 60_000, fetch))).toBe(200);
});
