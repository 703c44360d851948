// The PKCE code verifier (RFC 7636). It is stored nowhere: it follows from the `state`, which only the browser has, and from a
// salt, which only the flow's row has.
import { createHmac, randomBytes } from "node:crypto";

/** 256 random bits, as RFC 7636 section 7.1 wants them for a verifier. */
export const createVerifierSalt = (): string => randomBytes(32).toString("base64url");

/** The code verifier of a flow: 43 characters (RFC 7636 section 4.1). Whoever reads the table or the URL alone cannot compute it. */
export const deriveCodeVerifier = (state: string, salt: string): string =>
  createHmac("sha256", Buffer.from(salt, "base64url")).update(`patchbay code verifier ${state}`).digest("base64url");
