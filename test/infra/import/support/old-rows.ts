import { encryptForC, oldKeys } from "./old-schemes.ts";
import type { OldRow } from "./run-import.ts";

export const createUser = () => `user-${crypto.randomUUID()}`;

/** Every token that these tests have made. */
export const issuedTokens = new Set<string>();

function createToken(kind: string): string {
  const token = `fake-${kind}-${crypto.randomUUID()}`;
  issuedTokens.add(token);
  return token;
}

/** An account of surface C that needs no question to the provider. */
export const createRow = (user: string, change: OldRow = {}): OldRow => ({
  user_id: user,
  integration_id: "crm",
  provider: "clio",
  access_token: encryptForC(createToken("access"), oldKeys.c),
  refresh_token: encryptForC(createToken("refresh"), oldKeys.c),
  scopes: "",
  expires_at: "2099-01-01 00:00:00+00",
  provider_user_id: "4711",
  provider_username: "Ada Example",
  created_at: "2026-01-05 10:00:00+00",
  updated_at: "2026-02-05 10:00:00+00",
  ...change,
});
