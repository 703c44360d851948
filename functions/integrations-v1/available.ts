import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { envelopeSchema } from "../../lib/http/envelope.ts";
import { envelopeResponse } from "../../lib/http/response.ts";
import { providers } from "../../lib/providers/index.ts";
import { readClientIds } from "../../lib/store/client-ids.ts";

const example = {
  id: "acme",
  name: "Acme",
  description: "Read and write documents.",
  category: "design",
  icon: "acme",
  scopes: ["documents:read", "documents:write"],
  configured: true,
};

const provider = () =>
  z
    .object({
      id: z.string(),
      name: z.string(),
      description: z.string(),
      category: z.string(),
      icon: z.string().describe("Which icon the page shows; it is named as the provider is."),
      scopes: z.array(z.string()).readonly(),
      configured: z.boolean(),
    })
    .meta({ examples: [example] });

const about = "Lists the providers that can be connected, and which of them are configured.";
const answer = () => envelopeSchema({ providers: z.array(provider()) });

export const handler = userEndpoint({ about, answer }, async () => {
  const clientIds = await readClientIds();
  return envelopeResponse({
    providers: providers.map(({ id, displayName, description, category, scopes }) => {
      const configured = clientIds[id] !== undefined;
      return { id, name: displayName, description, category, icon: id, scopes, configured };
    }),
  });
});
