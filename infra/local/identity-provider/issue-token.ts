// POST /sandbox/tokens: a signed token with any claims, so that tests need not sign in with a browser.
import { z } from "zod";
import { type Answer, jsonAnswer } from "../sandbox/exchange.ts";
import { buildClaims, type SigningKey } from "./signing-key.ts";
import { getClaims } from "./users.ts";

const tokenRequestSchema = z.strictObject({
  sub: z.string().min(1),
  claims: z.record(z.string(), z.unknown()).optional(),
  expiresIn: z.number().optional(),
  audience: z.union([z.string(), z.array(z.string())]).optional(),
  issuer: z.string().optional(),
  notBefore: z.number().optional(),
});

export async function issueToken(
  key: SigningKey,
  defaults: { readonly issuer: string; readonly audience: string },
  body: string,
): Promise<Answer> {
  const parsed = z.string().transform(parseJson).pipe(tokenRequestSchema).safeParse(body);
  if (!parsed.success) return jsonAnswer({ error: "The body does not fit", issues: parsed.error.issues }, 400);
  const claims = buildClaims(parsed.data, getClaims(parsed.data.sub), defaults);
  return jsonAnswer({ token: await key.sign(claims) });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
