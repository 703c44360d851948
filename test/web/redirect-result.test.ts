import { expect, test } from "vitest";
import { readRedirectResult } from "../../lib/web/session/redirect-result.ts";
import { fc } from "../support/properties.ts";

const page = "https://app.example/settings/integrations";
const handle = "a".repeat(43);

test("reads a plain visit", () => {
  expect(readRedirectResult(page)).toEqual({ kind: "plain" });
});

test("reads the issuer's answer", () => {
  const answer = { code: "c", state: "s", iss: "https://id.example" };
  expect(readRedirectResult(`${page}?${new URLSearchParams(answer)}`)).toEqual({ kind: "sign-in", answer });
});

test("does not mistake a provider's outcome for the issuer's answer", () => {
  const refused = { kind: "refused", provider: "slack", code: "access_denied" };
  expect(readRedirectResult(`${page}?provider=slack&status=error&error=access_denied&state=s`)).toEqual(refused);
});

test("takes no `code` for the name of a failure", () => {
  expect(readRedirectResult(`${page}?provider=slack&status=error&code=access_denied`)).toMatchObject({
    code: "internal",
  });
});

test("reads a handle from the fragment only", () => {
  const confirm = { kind: "confirm", provider: "slack", handle };
  expect(readRedirectResult(`${page}?provider=slack&status=confirm#handle=${handle}`)).toEqual(confirm);
  expect(readRedirectResult(`${page}?provider=slack&status=confirm&handle=${handle}`)).toMatchObject({
    kind: "refused",
  });
});

test("refuses a malformed handle", () => {
  const refused = { kind: "refused", provider: "slack", code: "invalid_state" };
  expect(readRedirectResult(`${page}?provider=slack&status=confirm#handle=../x`)).toEqual(refused);
});

test("reads the scopes of a reconnect link and leaves out malformed ones", () => {
  const scopes = encodeURIComponent(`repo file_variables:read https://a.example/b <b> ${"x".repeat(200)}`);
  const read = readRedirectResult(`${page}?provider=github&reconnect=g1&scopes=${scopes}`);
  expect(read).toMatchObject({ scopes: ["repo", "file_variables:read", "https://a.example/b"] });
});

test("reads a reconnect link", () => {
  const reconnect = { kind: "reconnect", provider: "github", account: "g1", scopes: [] };
  expect(readRedirectResult(`${page}?provider=github&reconnect=g1`)).toEqual(reconnect);
});

test("treats a malformed provider as a plain visit", () => {
  for (const name of ["../slack", "Slack", "slack/confirm", "%2e%2e", "a".repeat(40), ""])
    expect(readRedirectResult(`${page}?provider=${encodeURIComponent(name)}&status=success`)).toEqual({
      kind: "plain",
    });
});

test("never throws and never yields a provider that could change a path", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (provider, status, fragment) => {
      const query = new URLSearchParams({ provider, status });
      const result = readRedirectResult(`${page}?${query}#${encodeURIComponent(fragment)}`);
      if ("provider" in result) expect(result.provider).toMatch(/^[a-z][a-z0-9-]{0,31}$/);
    }),
  );
});
