import type { ProviderUsage } from "../../api/admin/analytics.ts";
import { getProviderName, useAdmin } from "../admin-context.ts";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { BarChart } from "./bar-chart.tsx";
import { formatCount } from "./format-figure.ts";

interface TypeUsage {
  readonly provider: string;
  readonly type: string;
  readonly count: number;
  readonly processed: number;
  readonly failed: number;
}

const sum = (rows: readonly TypeUsage[], pick: (row: TypeUsage) => number) =>
  rows.reduce((total, row) => total + pick(row), 0);

/** What arrived, by provider and type, and how it went. */
export function WebhookUsage({ providers }: { readonly providers: readonly ProviderUsage[] }) {
  const admin = useAdmin();
  const rows = providers.flatMap(({ provider, webhooks }) =>
    webhooks.map((one): TypeUsage => ({ provider: getProviderName(admin.providers, provider), ...one })),
  );
  if (rows.length === 0) return null;
  const columns: readonly [Column<TypeUsage>, ...Column<TypeUsage>[]] = [
    { title: "Type", cell: ({ type }) => <code>{type}</code> },
    { title: "Provider", kind: "narrow", cell: ({ provider }) => provider },
    { title: "Arrived", kind: "number", cell: ({ count }) => formatCount(count) },
    { title: "Processed", kind: "number", cell: ({ processed }) => formatCount(processed) },
    { title: "Failed tries", kind: "number", cell: ({ failed }) => formatCount(failed) },
  ];
  return (
    <div class="admin-stack">
      <h3>Webhooks</h3>
      <div class="card admin-chart">
        <p class="admin-legend">
          <span class="chart-key good">Processed</span>
          <span class="chart-key bad">Failed tries</span>
          <span class="chart-key off">Waiting, ignored or arrived twice</span>
        </p>
        <BarChart
          title="Webhooks of each provider by how they went. The numbers are in the table below."
          bars={[...Map.groupBy(rows, ({ provider }) => provider)].map(([name, ofProvider]) => {
            const count = sum(ofProvider, (row) => row.count);
            const processed = sum(ofProvider, (row) => row.processed);
            const failed = sum(ofProvider, (row) => row.failed);
            return {
              name,
              text: `${formatCount(count)} arrived`,
              parts: [
                { value: processed, look: "good" },
                { value: failed, look: "bad" },
                { value: Math.max(0, count - processed - failed), look: "off" },
              ],
            };
          })}
        />
      </div>
      <DataTable
        caption="Webhooks by type"
        columns={columns}
        rows={rows}
        toKey={({ provider, type }) => `${provider} ${type}`}
      />
    </div>
  );
}
