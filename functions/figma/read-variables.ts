import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account, booleanFlag, callCached } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { filePath } from "../../lib/providers/figma/api/file-path.ts";
import {
  fileTokens,
  readTokens,
  tokensCacheName,
  tokensCacheSeconds,
} from "../../lib/providers/figma/api/variables.ts";
import { withoutChangedFile } from "../../lib/providers/figma/changed-files.ts";
import { figma } from "../../lib/providers/figma/definition.ts";
import { countFileRead } from "../../lib/store/usage-counter.ts";

const provider = applySettings(figma);

const contract = {
  about: "Reads the variables of a Figma file as design tokens (W3C format), with the values of every mode.",
  path: filePath,
  query: z.object({ account, refresh: booleanFlag }),
  answer: () => fileTokens,
};

export const handler = userEndpoint(contract, async ({ user, origin, path: { fileKey }, query }) => {
  const { account, refresh } = query;
  const cachePolicy = {
    name: tokensCacheName(fileKey),
    schema: fileTokens,
    seconds: tokensCacheSeconds,
    refresh,
    withoutChanged: withoutChangedFile(fileKey),
  };
  const tokens = await callCached(provider, { user, origin, account }, cachePolicy, (call) =>
    readTokens(call, fileKey),
  );
  countFileRead(user.tenant, fileKey);
  return ok(tokens);
});
