// Every route with an authorizer answers a bad token with 401 and a challenge, so that a client renews it.
import { afterAll, beforeAll, expect, test } from "vitest";
import { callersWithToken } from "../../infra/route.ts";
import { routes } from "../../infra/routes.ts";
import { lambdaContext } from "../http/lambda-context.ts";
import { allVariables } from "../infra/support/all-variables.ts";
import type { httpEvent } from "../support/events.ts";
import {
  authorize,
  aws,
  closeStandIns,
  minutes,
  secrets,
  signIdp,
  signLegacy,
  signOld,
} from "./support/several-issuers.ts";

Object.assign(process.env, { ...allVariables, ...process.env });
afterAll(closeStandIns);

const tokens = new Map<string, string>();
beforeAll(async () => {
  const expired = { exp: minutes(-2) };
  const forged: [string, string | Promise<string>][] = [
    ["no token", "a.b.c"],
    ["an expired one of the first issuer", signIdp(expired)],
    ["an expired one of the old gateway", signOld(expired)],
    ["an expired one of the legacy server", signLegacy(expired)],
    ["one of a foreign issuer", signIdp({ iss: "https://evil.example" })],
    ["one for another audience", signIdp({ aud: "other" })],
    ["one under another issuer's key", signOld({}, secrets["patchbay/test/jwt/legacy"])],
    ["one to refresh with", signLegacy({ type: "refresh" })],
  ];
  for (const [name, token] of forged) tokens.set(name, await token);
});

type Handler = (event: ReturnType<typeof httpEvent>, context: typeof lambdaContext) => Promise<HandlerAnswer>;
interface HandlerAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const withToken = routes.filter(({ caller }) => callersWithToken.has(caller));

/** The MCP server's also says where its metadata is: RFC 9728 section 5.1. */
const getChallenge = (run: string): string => {
  const metadata = `${allVariables.PUBLIC_BASE_URL}/.well-known/oauth-protected-resource/api/mcp`;
  return run === "mcp/server" ? `Bearer resource_metadata="${metadata}"` : "Bearer";
};

test("finds the routes", () => {
  expect(withToken.length).toBeGreaterThan(90);
});

test.each(withToken.map(({ on, run }) => [on, run]))("%s", async (on, run) => {
  const { handler }: { readonly handler: Handler } = await import(
    new URL(`../../functions/${run}.ts`, import.meta.url).href
  );
  for (const [name, token] of tokens) {
    const { isAuthorized, event } = await authorize(token, { on });
    const { statusCode, headers } = await handler(event, lambdaContext);
    expect([isAuthorized, statusCode, headers?.["www-authenticate"]], name).toEqual([true, 401, getChallenge(run)]);
  }
  expect(new Set(aws.calls.map(({ operation }) => operation))).toEqual(new Set(["GetSecretValue"]));
});
