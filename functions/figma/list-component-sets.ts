import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account, cachedCall, flag } from "../../lib/oauth/data-endpoint.ts";
import {
  componentSetsName,
  fileComponentSets,
  listComponentSets,
  componentsLifetime as seconds,
} from "../../lib/providers/figma/components.ts";
import { filePath } from "../../lib/providers/figma/file-request.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

const provider = providerFromEnvironment();

const contract = {
  about: "Lists the sets of variants that a Figma file publishes.",
  path: filePath,
  query: z.object({ account, refresh: flag }),
  answer: () => fileComponentSets,
};

export const handler = userEndpoint(contract, async ({ user, origin, path: { fileKey }, query }) => {
  const { account, refresh } = query;
  const kept = { name: componentSetsName(fileKey), schema: fileComponentSets, seconds, refresh };
  return ok(await cachedCall(provider, { user, origin, account }, kept, (call) => listComponentSets(call, fileKey)));
});
