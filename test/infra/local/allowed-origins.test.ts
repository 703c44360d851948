import { afterEach, expect, test, vi } from "vitest";
import type { Stage } from "../../../infra/config.ts";
import { readAllowedOrigins } from "../../../infra/local/allowed-origins.ts";

afterEach(() => vi.unstubAllEnvs());

/** Loads infra/stages/local.ts as a new process would, with these variables. */
async function loadLocalStage(name: string, origins: string): Promise<Stage> {
  vi.resetModules();
  vi.stubEnv("PATCHBAY_PORT_BASE", "4400");
  vi.stubEnv("PATCHBAY_STAGE", name);
  vi.stubEnv("PATCHBAY_ALLOWED_ORIGINS", origins);
  return (await import("../../../infra/stages/local.ts")).stage;
}

test("reads origins that are separated by commas", () => {
  const text = "http://localhost:3000, http://127.0.0.1:5173,";
  expect(readAllowedOrigins({ PATCHBAY_ALLOWED_ORIGINS: text })).toEqual([
    "http://localhost:3000",
    "http://127.0.0.1:5173",
  ]);
  expect(readAllowedOrigins({})).toEqual([]);
});

test.each(["localhost:3000", "http://localhost:3000/", "http://localhost:3000/app", "*", "null", "file:///a"])(
  "refuses %s in one sentence",
  (text) => {
    expect(() => readAllowedOrigins({ PATCHBAY_ALLOWED_ORIGINS: text })).toThrow(
      `PATCHBAY_ALLOWED_ORIGINS: "${text}" is not an origin. Write scheme, host and port without a slash at the end, such as http://localhost:3000.`,
    );
  },
);

test("lets such a page call the local stack and come back to itself, but not the stack of the tests", async () => {
  const local = await loadLocalStage("local", "http://localhost:3000");
  expect(local.allowedOrigins).toEqual(["http://localhost:4400", "http://localhost:3000"]);
  expect(local.allowedRedirects).toEqual(["http://localhost:4400/", "http://localhost:3000/"]);
  expect((await loadLocalStage("test", "http://localhost:3000")).allowedOrigins).toEqual(["http://localhost:4400"]);
});
