import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { filePath } from "../../lib/providers/figma/api/file-path.ts";
import { fileVersions, listVersions, versionQuery } from "../../lib/providers/figma/api/versions.ts";
import { figma } from "../../lib/providers/figma/definition.ts";
import { countFileRead } from "../../lib/store/usage-counter.ts";

const provider = applySettings(figma);

const contract = {
  about: "Lists the versions of a Figma file, the newest first.",
  path: filePath,
  query: versionQuery.extend({ account }),
  answer: () => fileVersions,
};

export const handler = userEndpoint(contract, async ({ user, origin, path: { fileKey }, query }) => {
  const { account, ...page } = query;
  const versions = await callProvider(provider, { user, origin, account }, (call) => listVersions(call, fileKey, page));
  countFileRead(user.tenant, fileKey);
  return ok(versions);
});
