import { applySettings } from "../../lib/providers/apply-settings.ts";
import { componentsCacheName, fileComponents, listComponents } from "../../lib/providers/figma/api/components.ts";
import { figma } from "../../lib/providers/figma/definition.ts";
import { publishedListEndpoint } from "../../lib/providers/figma/published-list.ts";

export const handler = publishedListEndpoint(applySettings(figma), {
  about: "Lists the components that a Figma file publishes.",
  schema: fileComponents,
  name: componentsCacheName,
  list: listComponents,
});
