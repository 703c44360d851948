// When tokens cannot be stored after a code was redeemed, they are revoked at the provider at once.
import { createHash } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { GetDestination } from "../../lib/connections/callback-page.ts";
import { toItem } from "../../lib/store/item.ts";
import { logged } from "../http/lambda-environment.ts";
import { createAcme } from "../support/acme-provider.ts";
import { acceptMessage, awsError, configureProviders, startAwsStandIn } from "../support/aws-stand-in.ts";
import { openVault } from "../support/open-vault.ts";
import { json, startTestServer } from "../support/test-server.ts";
import { acmeFlow } from "./support/acme-flow.ts";

const aws = await startAwsStandIn();
const end = await startTestServer();
const { redirectCallback } = await import("../../lib/connections/callback-page.ts");
afterAll(() => Promise.all([aws.close(), end.close()]));

const now = 1_800_000_000;
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const flow = { ...acmeFlow, browser: sha256("s3cret") };
const sameBrowser = new Map([[`__Host-pb-${sha256("state-1").slice(0, 12)}`, "s3cret"]]);

beforeEach(() => {
  aws.forget();
  configureProviders(aws, { acme: "acme-client" });
  aws.on("UpdateItem", () => json({ Attributes: toItem(flow) }));
  aws.on("SendMessage", acceptMessage);
  for (const operation of ["PutItem", "TransactWriteItems"]) aws.on(operation, () => json({}));
  end.requests.length = 0;
  logged.length = 0;
  end.play = json({ access_token: "at-1", token_type: "bearer", scope: "read" });
});

interface Visit {
  readonly cookies?: ReadonlyMap<string, string>;
  readonly more?: Parameters<typeof createAcme>[1];
  readonly error?: string;
}

async function visit({ cookies = sameBrowser, more, error }: Visit = {}) {
  const query = { state: "state-1", ...(error ? { error } : { code: "code-1" }) };
  const request = { query, rawQuery: "", cookies, origin: { ip: "192.0.2.1", requestId: "r-1" } };
  const outcomes: string[] = [];
  const getDestination: GetDestination = (_, outcome) => {
    outcomes.push(outcome.status === "error" ? outcome.code : outcome.status);
    return "https://app.example.com/";
  };
  await redirectCallback({ provider: createAcme(end.url, more), route: "integrations", getDestination }, request, {
    now: () => now,
    fetch,
    vault: openVault,
  });
  const revoked = end.requests.filter(({ path }) => path === "/revoke").map(({ body }) => new URLSearchParams(body));
  return { outcomes, revoked: revoked.map((form) => form.get("token")) };
}

const storeOutage = () => awsError("InternalServerError", 500);

test.each<[string, string, Visit]>([
  ["a connection cannot be stored", "TransactWriteItems", {}],
  ["a grant cannot be held for its user", "PutItem", { cookies: new Map() }],
  ["the revocation of a held grant cannot be queued", "SendMessage", { cookies: new Map() }],
  ["a refused grant cannot be held for its revocation", "PutItem", { more: { essentialScopes: ["write"] } }],
])("gives the grant back when %s", async (_, operation, how) => {
  aws.on(operation, storeOutage);
  expect(await visit(how)).toEqual({ outcomes: ["provider_unavailable"], revoked: ["at-1"] });
});

test("does not revoke a grant that other connections may use", async () => {
  aws.on("TransactWriteItems", storeOutage);
  const { revoked } = await visit({ more: { sharedGrant: { group: "acme", tokenSets: ["default"] } } });
  expect(revoked).toEqual([]);
});

test("does not revoke a grant that was stored", async () => {
  expect(await visit()).toEqual({ outcomes: ["success"], revoked: [] });
});

test.each<[string, boolean, Visit]>([
  ["counts a store that fails", true, {}],
  ["counts a request that the provider calls wrong", true, { error: "invalid_request" }],
  ["does not count a person who declines", false, { error: "access_denied" }],
  ["does not count a person who would have to sign in", false, { error: "interaction_required" }],
  ["does not count an organization that forbids it", false, { error: "admin_policy_enforced" }],
])("for the operator's alarm %s", async (_, isCounted, how) => {
  aws.on("TransactWriteItems", storeOutage);
  await visit(how);
  expect(logged.join("").includes('"CallbackFailed"')).toBe(isCounted);
});
