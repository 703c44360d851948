import { componentsName, fileComponents, listComponents } from "../../lib/providers/figma/components.ts";
import { publishedListEndpoint } from "../../lib/providers/figma/published-list.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

export const handler = publishedListEndpoint(providerFromEnvironment(), {
  about: "Lists the components that a Figma file publishes.",
  schema: fileComponents,
  name: componentsName,
  list: listComponents,
});
