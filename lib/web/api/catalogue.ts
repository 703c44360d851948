import type { Api } from "./client.ts";

export interface Provider {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly configured: boolean;
  /** Names of the values to ask for before connecting, such as a shop or a region. */
  readonly params: readonly string[];
}

export const listCatalogue = (api: Api) =>
  api.request(
    (client) => client.GET("/api/integrations/available"),
    (providers): readonly Provider[] => providers,
  );
