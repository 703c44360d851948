import { componentSetsName, fileComponentSets, listComponentSets } from "../../lib/providers/figma/components.ts";
import { publishedListEndpoint } from "../../lib/providers/figma/published-list.ts";
import { providerFromEnvironment } from "../../lib/providers/index.ts";

export const handler = publishedListEndpoint(providerFromEnvironment(), {
  about: "Lists the sets of variants that a Figma file publishes.",
  schema: fileComponentSets,
  name: componentSetsName,
  list: listComponentSets,
});
