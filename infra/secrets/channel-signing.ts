// The secret that signs the tokens of our push channels. It is generated here; no operator enters it.
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { channelSigningName } from "../names.ts";
import type { SecretStores } from "./write-secrets.ts";

const secretSchema = z.object({ current: z.string(), previous: z.string().optional() });

const generateSecret = () => randomBytes(32).toString("base64url");

/**
 * Creates the secret if there is none, or rotates it. The previous secret stays valid until the next rotation: rotate again
 * only after a week, when every channel has been renewed.
 * @returns one line for the operator
 */
export async function writeChannelSigning(
  stage: string,
  vaults: SecretStores,
  { rotate = false, make = generateSecret }: { rotate?: boolean; make?: () => string } = {},
): Promise<string> {
  const name = channelSigningName(stage);
  const before = await vaults.readSecret(name);
  if (before === undefined) {
    await vaults.writeSecret(name, JSON.stringify({ current: make() }), true);
    return `${name}: created`;
  }
  if (!rotate) return `${name}: unchanged`;
  const { current } = secretSchema.parse(JSON.parse(before));
  await vaults.writeSecret(name, JSON.stringify({ current: make(), previous: current }), false);
  return `${name}: changed, the old value is kept as the previous one; wait a week before you change it again`;
}
