import { z } from "zod";
import type { CallAws } from "../aws/call-aws.ts";
import { callJson } from "../aws/call-json.ts";
import { hasOurTag } from "../secrets/tags.ts";

/** `foreign`: without our tag, so that `npm run secrets` does not touch it. `former`: under its name of 0.1.0 only. */
export type SecretState = "present" | "foreign" | "former";

/** The secrets of a stage by their names; those that do not exist are not in it. */
export type SecretStates = ReadonlyMap<string, SecretState>;

const pageSchema = z.object({
  SecretList: z
    .array(
      z.object({
        Name: z.string(),
        Tags: z.array(z.object({ Key: z.string().optional(), Value: z.string().optional() })).optional(),
      }),
    )
    .default([]),
  NextToken: z.string().optional(),
});

/** Reads which secrets a stage has, never a value. A secret of the last five minutes may not be listed yet. */
export async function readSecretStates(callAws: CallAws, stage: string): Promise<SecretStates> {
  const prefix = `patchbay/${stage}/`;
  const [own, former] = await Promise.all([listSecrets(callAws, prefix), listSecrets(callAws, `${stage}/`)]);
  return new Map<string, SecretState>([
    ...former.map(({ Name }) => [`patchbay/${Name}`, "former"] as const),
    ...own.map(({ Name, Tags }) => [Name, hasOurTag(stage, Tags) ? "present" : "foreign"] as const),
  ]);
}

/**
 * Lists the secrets whose names begin with the prefix, without those that are scheduled for deletion.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html
 */
async function listSecrets(callAws: CallAws, prefix: string, nextToken?: string) {
  const page = await callJson(callAws, {
    service: "secretsmanager",
    target: "secretsmanager.ListSecrets",
    input: { Filters: [{ Key: "name", Values: [prefix] }], MaxResults: 100, NextToken: nextToken },
    answer: pageSchema,
  });
  const { SecretList: found = [], NextToken: next } = page ?? {};
  const rest: typeof found = next ? await listSecrets(callAws, prefix, next) : [];
  return [...found.filter(({ Name }) => Name.startsWith(prefix)), ...rest];
}
