// Tokens of the client itself, without a person (RFC 6749 section 4.4).
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { toSystemProvider } from "../../lib/oauth/client-auth.ts";
import type { Provider } from "../../lib/oauth/definition.ts";
import { requestClientToken } from "../../lib/oauth/token-endpoint.ts";
import { client, createAcme } from "../support/acme-provider.ts";
import { json, startTestServer } from "../support/test-server.ts";

const end = await startTestServer();
afterAll(() => end.close());
beforeEach(() => {
  end.requests.length = 0;
  end.play = json({ access_token: "at-1", token_type: "bearer", expires_in: "300", scope: "read" });
});

const ask = (more: Partial<Provider> = {}, scopes: readonly string[] = ["read", "write"]) =>
  requestClientToken(createAcme(end.url, more), client, scopes, fetch);
const sentForm = () => Object.fromEntries(new URLSearchParams(end.requests[0]?.body));

test("asks the token endpoint for the scopes, with the client's credentials", async () => {
  expect(await ask()).toEqual({ access_token: "at-1", token_type: "bearer", expires_in: 300, scope: "read" });
  expect(end.requests).toMatchObject([
    {
      method: "POST",
      path: "/token",
      headers: { authorization: `Basic ${Buffer.from("acme-client:acme-secret").toString("base64")}` },
    },
  ]);
  expect(sentForm()).toEqual({ grant_type: "client_credentials", scope: "read write" });
});

test("separates scopes as the provider does", async () => {
  await ask({ scopeSeparator: "," });
  expect(sentForm()).toMatchObject({ scope: "read,write" });
});

test("names no scope where none is wanted", async () => {
  await ask({}, []);
  expect(sentForm()).toEqual({ grant_type: "client_credentials" });
});

test("converts what is not standard, and says what went wrong", async () => {
  end.play = json({ token: "at-2" });
  const answer = await ask({ standardize: ({ token }) => ({ access_token: token, token_type: "bearer" }) });
  expect(answer.access_token).toBe("at-2");
  end.play = json({ error: "invalid_client" }, 401);
  await expect(ask()).rejects.toMatchObject({ kind: "config", code: "invalid_client" });
});

const people = createAcme("https://acme.example", { clientId: "people-client" });

test("systems use a provider as people do, unless it says otherwise", () => {
  expect(toSystemProvider({ ...people, clientCredentials: {} })).toEqual({ ...people, clientCredentials: {} });
});

test("systems use what a provider has for them", () => {
  const clientCredentials = { scopes: ["system"], clientAuth: "private-key-jwt", clientId: "system-client" } as const;
  expect(toSystemProvider({ ...people, clientCredentials })).toEqual({
    ...people,
    ...clientCredentials,
    clientCredentials,
  });
});

test("systems cannot use a provider that gives no tokens without a person", () => {
  expect(toSystemProvider(people)).toBeUndefined();
});
