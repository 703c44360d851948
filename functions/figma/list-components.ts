import { componentsCacheName, fileComponents, listComponents } from "../../lib/providers/figma/api/components.ts";
import { publishedListEndpoint } from "../../lib/providers/figma/published-list.ts";
import { getProviderFromEnvironment } from "../../lib/providers/index.ts";

export const handler = publishedListEndpoint(getProviderFromEnvironment(), {
  about: "Lists the components that a Figma file publishes.",
  schema: fileComponents,
  name: componentsCacheName,
  list: listComponents,
});
