// What may stand under a secret's name, and in which form our own secrets are stored.
import { z } from "zod";

/** What Secrets Manager has under a name. The value is undefined unless it is text. */
export type StoredSecret =
  | { readonly state: "absent" }
  | { readonly state: "deleted"; readonly deletedAt: Date }
  | { readonly state: "present"; readonly isOurs: boolean; readonly value: string | undefined };

/** @throws Error in one sentence for a secret that we may not write */
export function requireOwnSecret(name: string, stored: StoredSecret): asserts stored is WritableSecret {
  if (stored.state === "deleted") throw new Error(`The secret ${name} is being deleted: restore it first.`);
  if (stored.state === "present" && !stored.isOurs)
    throw new Error(`The secret ${name} has no tag patchbay:stage, so it is not touched.`);
}

/** How an operator makes a secret ours that somebody else made. */
export const describeTagging = (stage: string, name: string): string =>
  `If it is yours to give, run: aws secretsmanager tag-resource --secret-id ${name} --tags Key=patchbay:stage,Value=${stage}`;

type WritableSecret = Exclude<StoredSecret, { readonly state: "deleted" }>;

const secretSchema = z.object({ current: z.string().min(1), previous: z.string().min(1).optional() });

export type SecretValue = z.output<typeof secretSchema>;

/** @returns undefined when the text is not one of our secrets. Never throws: a parser's message would quote the value */
export function parseSecretValue(text: string | undefined): SecretValue | undefined {
  const parsed = secretSchema.safeParse(tryParseJson(text ?? ""));
  return parsed.success ? parsed.data : undefined;
}

/** @returns undefined when the text is not JSON */
export function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
