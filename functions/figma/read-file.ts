import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account, booleanFlag, callCached } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { figmaFile, readFile } from "../../lib/providers/figma/api/file.ts";
import { createFileCachePolicy } from "../../lib/providers/figma/api/file-cache.ts";
import { filePath, nodeIds, normalizeNodeIds } from "../../lib/providers/figma/api/file-path.ts";
import { figma } from "../../lib/providers/figma/definition.ts";
import { countFileRead } from "../../lib/store/usage-counter.ts";

const provider = applySettings(figma);

const contract = {
  about:
    "Reads a Figma file: its tree down to `depth`, or only the nodes of `ids`. It is kept for a day, until it changes.",
  path: filePath,
  query: z.object({
    account,
    depth: z.coerce.number().int().min(1).max(10).default(2),
    ids: nodeIds.transform(normalizeNodeIds).optional(),
    refresh: booleanFlag,
  }),
  answer: () => figmaFile,
};

export const handler = userEndpoint(contract, async ({ user, origin, path: { fileKey }, query }) => {
  const { account, refresh, depth, ids } = query;
  const { part, ...policy } = createFileCachePolicy(fileKey, { depth, ids });
  const { file } = await callCached(provider, { user, origin, account }, { ...policy, refresh }, async (call) => ({
    part,
    file: await readFile(call, fileKey, { depth, ids }),
  }));
  countFileRead(user.tenant, fileKey, file.name);
  return ok(file);
});
