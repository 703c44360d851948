// The routes' table and the code must agree on the entries, and on who may call them.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findEntries } from "../../infra/bundle/entries.ts";
import { liveLambdas } from "../../infra/live-routes.ts";
import { databaseProbe } from "../../infra/mcp/probe.ts";
import type { Caller } from "../../infra/route.ts";
import { routes } from "../../infra/routes.ts";
import { jobs } from "../../infra/triggers.ts";

/** Wrappers and engine factories, with the caller they accept. */
const wrappers: Readonly<Record<string, Caller>> = {
  publicEndpoint: "nobody",
  stateEndpoint: "state",
  userEndpoint: "user",
  publishedListEndpoint: "user",
  adminEndpoint: "admin",
  serviceEndpoint: "service",
  userOrServiceEndpoint: "user-or-service",
  serviceOrAdminEndpoint: "service-or-admin",
  tenantAdminEndpoint: "admin",
  signatureEndpoint: "signature",
  pubsubEndpoint: "pubsub",
  oauthStart: "user",
  messageEndpoint: "user",
  oauthCallback: "state",
  oauthCatchCallback: "user",
  oauthConfirm: "user",
  oauthRefresh: "user",
  oauthDisconnect: "user",
};

/** Entries without a row in a table, and what answers in a stage without a database: this table is of one that has all. */
const unlisted = ["authorize-jwt", "verify-token", "oauth/result-page", "mcp/off"];

const entries = await findEntries("functions");

describe("the tables", () => {
  it("name exactly the existing entries", () => {
    const named = new Set([...routes, ...jobs, ...liveLambdas, databaseProbe].map(({ run }) => run));
    expect([...named].sort()).toEqual(entries.filter((entry) => !unlisted.includes(entry)));
  });

  it("have no duplicate method and path", () => {
    const seen = routes.map(({ on }) => on.replaceAll(/\{[^}]+\}/g, "{}"));
    expect(seen.filter((on, index) => seen.indexOf(on) !== index)).toEqual([]);
  });

  it("leave room for the OAuth flows of everybody", () => {
    const flows = routes.filter(({ run }) => /\/(start|callback)$/.test(run));
    expect(flows.filter(({ perSecond }) => perSecond < 100)).toEqual([]);
  });
});

describe("an entry", () => {
  const callers = new Map(routes.map(({ run, caller }) => [run, caller]));
  it.each([...callers].filter(([run]) => entries.includes(run)))(
    "%s is wrapped for its caller: %s",
    async (run, caller) => {
      const source = await readFile(join("functions", `${run}.ts`), "utf8");
      expect(findCaller(source)).toBe(caller);
    },
  );
});

/** The caller that a handler's wrapper accepts: `export const handler = userEndpoint(…)` → user. */
function findCaller(source: string): Caller | string {
  const wrapper = /^export const handler(?::[^=]+)? =\s*(\w+)/m.exec(source)?.[1] ?? "no wrapper";
  return wrappers[wrapper] ?? `unknown wrapper ${wrapper}`;
}
