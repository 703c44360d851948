import type { ProviderUsage } from "../../api/admin/analytics.ts";
import { getProviderName, useAdmin } from "../admin-context.ts";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { Nothing } from "../parts/moment.tsx";
import { BarChart } from "./bar-chart.tsx";
import { formatCount, formatDuration, formatShare } from "./format-figure.ts";

/** Connections, flows, refreshes and what is kept, by provider. */
export function ConnectionUsage({ providers }: { readonly providers: readonly ProviderUsage[] }) {
  const admin = useAdmin();
  const getName = (id: string) => getProviderName(admin.providers, id);
  const total = providers.reduce((sum, { active }) => sum + active, 0);
  const columns: readonly [Column<ProviderUsage>, ...Column<ProviderUsage>[]] = [
    { title: "Provider", cell: ({ provider }) => getName(provider) },
    { title: "Active", kind: "number", cell: ({ active }) => formatCount(active) },
    { title: "New", kind: "number", cell: (usage) => formatCount(usage.new) },
    { title: "Unused for", kind: "number", cell: (usage) => formatDuration(usage.meanIdleSeconds) || <Nothing /> },
    { title: "Flows finished", kind: "number", cell: ({ conversion }) => formatShare(conversion) || <Nothing /> },
    {
      title: "Refreshes that worked",
      kind: "number",
      cell: (usage) => formatShare(usage.refreshSuccess) || <Nothing />,
    },
    { title: "Answered from kept", kind: "number", cell: (usage) => formatShare(usage.cacheHitRate) || <Nothing /> },
  ];
  return (
    <div class="admin-stack">
      <h3>Connections</h3>
      <div class="card admin-chart">
        <p class="admin-figure">
          <strong>{formatCount(total)}</strong> active {total === 1 ? "connection" : "connections"}
        </p>
        <BarChart
          title="Active connections of each provider. The numbers are in the table below."
          bars={providers.map(({ provider, active, new: made }) => ({
            name: getName(provider),
            text: made > 0 ? `${formatCount(active)}, ${formatCount(made)} new` : formatCount(active),
            parts: [{ value: active, look: "plain" }],
          }))}
        />
      </div>
      <DataTable
        caption="Connections by provider"
        columns={columns}
        rows={providers}
        toKey={({ provider }) => provider}
      />
    </div>
  );
}
