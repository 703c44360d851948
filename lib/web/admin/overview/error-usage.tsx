import type { ProviderUsage } from "../../api/admin/analytics.ts";
import { getProviderName, useAdmin } from "../admin-context.ts";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { formatCount } from "./format-figure.ts";

interface ErrorCount {
  readonly provider: string;
  readonly name: string;
  readonly count: number;
}

const columns: readonly [Column<ErrorCount>, ...Column<ErrorCount>[]] = [
  { title: "Provider", cell: ({ provider }) => provider },
  { title: "Error", cell: ({ name }) => name.replaceAll(/[_-]/g, " ") },
  { title: "Calls", kind: "number", cell: ({ count }) => formatCount(count) },
];

/** Calls to providers that failed, by what to do about them; the most frequent first. */
export function ErrorUsage({ providers }: { readonly providers: readonly ProviderUsage[] }) {
  const admin = useAdmin();
  const rows = providers.flatMap(({ provider, errors }) =>
    errors.map(
      (one): ErrorCount => ({
        provider: getProviderName(admin.providers, provider),
        name: one.class,
        count: one.count,
      }),
    ),
  );
  if (rows.length === 0) return null;
  return (
    <div class="admin-stack">
      <h3>Failed calls</h3>
      <DataTable
        caption="Failed calls by provider and error"
        columns={columns}
        rows={rows.toSorted((a, b) => b.count - a.count)}
        toKey={({ provider, name }) => `${provider} ${name}`}
      />
    </div>
  );
}
