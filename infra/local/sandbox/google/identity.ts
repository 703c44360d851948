// userinfo and id_token, with the real Google's issuer name.
import { generateKeyPair, SignJWT } from "jose";
import { accounts } from "./seed.ts";

export const issuer = "https://accounts.google.com";

export function getClaims(account: string) {
  const found = accounts.find(({ name }) => name === account);
  return {
    sub: found?.sub ?? "",
    email: account,
    email_verified: true,
    name: `${found?.given} Example`,
    given_name: found?.given,
    family_name: "Example",
  };
}

export type SignIdToken = (account: string, clientId: string, nonce: string | null) => Promise<string>;

/** Signs id_tokens. The emulator's are not used: their issuer is the emulator, and their subject changes with each start. */
export async function createIdTokenSigner(): Promise<SignIdToken> {
  const { privateKey } = await generateKeyPair("RS256");
  return (account, clientId, nonce) =>
    new SignJWT({ ...getClaims(account), azp: clientId, ...(nonce === null ? {} : { nonce }) })
      .setProtectedHeader({ alg: "RS256", kid: "sandbox-google", typ: "JWT" })
      .setIssuer(issuer)
      .setAudience(clientId)
      .setIssuedAt()
      .setExpirationTime("1h")
      .sign(privateKey);
}
