import type { Api } from "../client.ts";
import type { components } from "../openapi.gen.ts";

/** What was counted of a provider in some days. Shares are from 0 to 1, and null where there was nothing to count. */
export type ProviderUsage = components["schemas"]["ProviderAnalytics"];

export interface FileUsage {
  readonly key: string;
  readonly name: string;
  readonly reads: number;
  readonly lastRead: string;
}

export interface Analytics {
  readonly days: number;
  readonly providers: readonly ProviderUsage[];
  /** The most read first. */
  readonly files: readonly FileUsage[];
}

export const analyticsDays = [1, 7, 30, 90] as const;

/** @param tenant empty for all that the administrator sees */
export const readAnalytics = (api: Api, days: number, tenant: string) =>
  api.request(
    (client) => client.GET("/api/admin/analytics", { params: { query: { days, ...(tenant && { tenant }) } } }),
    ({ days, providers, files }): Analytics => ({
      days,
      providers,
      files: files.map(({ fileKey, name, reads, lastRead }) => ({
        key: fileKey,
        name: name ?? "",
        reads,
        lastRead,
      })),
    }),
  );
