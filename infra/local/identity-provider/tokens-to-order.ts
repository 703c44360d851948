// POST /sandbox/tokens: a signed token with any claims, so that tests need not click through a sign-in.
import { z } from "zod";
import { type Answer, json } from "../sandbox/messages.ts";
import { claimsFor, type SigningKey } from "./signing-key.ts";
import { claimsOf } from "./users.ts";

const wish = z.strictObject({
  sub: z.string().min(1),
  claims: z.record(z.string(), z.unknown()).optional(),
  expiresIn: z.number().optional(),
  audience: z.union([z.string(), z.array(z.string())]).optional(),
  issuer: z.string().optional(),
  notBefore: z.number().optional(),
});

export async function tokenToOrder(
  key: SigningKey,
  defaults: { readonly issuer: string; readonly audience: string },
  body: string,
): Promise<Answer> {
  const parsed = z.string().transform(parseJson).pipe(wish).safeParse(body);
  if (!parsed.success) return json({ error: "The body does not fit", issues: parsed.error.issues }, 400);
  const claims = claimsFor(parsed.data, claimsOf(parsed.data.sub), defaults);
  return json({ token: await key.sign(claims) });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
