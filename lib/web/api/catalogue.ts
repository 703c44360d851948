import type { Api } from "./client.ts";

export interface Provider {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly configured: boolean;
  /** What an account needs before it can connect, such as a shop or a region. */
  readonly params: readonly string[];
}

export const listCatalogue = (api: Api) =>
  api.request(
    (client) => client.GET("/api/integrations/available"),
    (providers): readonly Provider[] => providers,
  );
