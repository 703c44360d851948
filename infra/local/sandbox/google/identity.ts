// Who Google says the user is: userinfo and id_token, under the issuer name of the real Google.
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

/** The emulator's id_token names the emulator as issuer and a new subject after each start, so we sign our own. */
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
