import { z } from "zod";
import type { CallAws } from "../aws/call-aws.ts";
import { callJson } from "../aws/call-json.ts";
import { signingKeysAlias } from "../names.ts";

const pageSchema = z.object({
  Aliases: z.array(z.object({ AliasName: z.string(), TargetKeyId: z.string().optional() })).default([]),
  NextMarker: z.string().optional(),
});

/**
 * Reads the aliases of the keys that sign for backend services at EHRs.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html
 */
export async function readSigningKeys(callAws: CallAws, stage: string, marker?: string): Promise<ReadonlySet<string>> {
  const page = await callJson(callAws, {
    service: "kms",
    target: "TrentService.ListAliases",
    input: { Limit: 100, Marker: marker },
    answer: pageSchema,
  });
  const own = (page?.Aliases ?? []).filter(
    ({ AliasName, TargetKeyId }) => TargetKeyId && AliasName.startsWith(`${signingKeysAlias(stage)}-`),
  );
  const names = own.map(({ AliasName }) => AliasName);
  const rest = page?.NextMarker ? await readSigningKeys(callAws, stage, page.NextMarker) : [];
  return new Set([...names, ...rest]);
}
