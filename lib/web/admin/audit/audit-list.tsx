import { type AuditEntry, type AuditFilter, listAudit } from "../../api/admin/audit.ts";
import { usePages } from "../../ui/use-pages.ts";
import { getProviderName, useAdmin } from "../admin-context.ts";
import type { Column } from "../parts/data-table.tsx";
import { formatTenant } from "../parts/format-tenant.ts";
import { Moment, Nothing } from "../parts/moment.tsx";
import { PagedTable } from "../parts/paged-table.tsx";
import { toActionText } from "./action-texts.ts";

export function AuditList({ filter }: { readonly filter: AuditFilter }) {
  const { api, providers, isOfStage } = useAdmin();
  const pages = usePages((pageToken) => listAudit(api, filter, pageToken));
  const columns: readonly [Column<AuditEntry>, ...Column<AuditEntry>[]] = [
    { title: "When", kind: "narrow", cell: ({ at }) => <Moment at={at} exact /> },
    { title: "Who", cell: ({ actor }) => actor },
    { title: "What", cell: (entry) => <Action entry={entry} /> },
    { title: "About", cell: ({ user, actor }) => (user === actor ? <Nothing /> : user) },
    ...(isOfStage ? [{ title: "Tenant", cell: ({ tenant }: AuditEntry) => formatTenant(tenant) }] : []),
    {
      title: "Provider",
      kind: "narrow",
      cell: ({ provider }) => (provider ? getProviderName(providers, provider) : <Nothing />),
    },
    { title: "From", kind: "narrow", cell: ({ ip }) => ip || <Nothing /> },
  ];
  return (
    <PagedTable
      pages={pages}
      what={["entry", "entries"]}
      columns={columns}
      toKey={({ id }) => id}
      empty={{ title: "No entries", hint: "Nothing of this kind was done in this time." }}
    />
  );
}

function Action({ entry: { action, details } }: { readonly entry: AuditEntry }) {
  return (
    <>
      {toActionText(action)}
      {details.length > 0 && (
        <details class="more">
          <summary>Details</summary>
          <dl class="admin-details">
            {details.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}
