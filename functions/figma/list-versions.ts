import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { filePath } from "../../lib/providers/figma/api/file-path.ts";
import { fileVersions, listVersions, versionQuery } from "../../lib/providers/figma/api/versions.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";

const provider = getProviderFromEnvironment();

const contract = {
  about: "Lists the versions of a Figma file, the newest first.",
  path: filePath,
  query: versionQuery.extend({ account }),
  answer: () => fileVersions,
};

export const handler = userEndpoint(contract, async ({ user, origin, path, query }) => {
  const { account, ...page } = query;
  return ok(await callProvider(provider, { user, origin, account }, (call) => listVersions(call, path.fileKey, page)));
});
