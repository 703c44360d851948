import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { account, callProvider } from "../../lib/provider-client/data-endpoint.ts";
import { applySettings } from "../../lib/providers/apply-settings.ts";
import { filePath } from "../../lib/providers/figma/api/file-path.ts";
import { imageQuery, renderedImages, renderImages } from "../../lib/providers/figma/api/images.ts";
import { figma } from "../../lib/providers/figma/definition.ts";
import { countFileRead } from "../../lib/store/usage-counter.ts";

const provider = applySettings(figma);

const contract = {
  about: "Renders nodes of a Figma file and tells where their images are; null for a node that cannot be rendered.",
  path: filePath,
  query: imageQuery.extend({ account }),
  answer: () => renderedImages,
};

export const handler = userEndpoint(contract, async ({ user, origin, path: { fileKey }, query }) => {
  const { account, ...options } = query;
  const images = await callProvider(provider, { user, origin, account }, (call) =>
    renderImages(call, fileKey, options),
  );
  countFileRead(user.tenant, fileKey);
  return ok(images);
});
