import { type AdminConnection, type ConnectionFilter, searchConnections } from "../../api/admin/connections.ts";
import { usePages } from "../../ui/use-pages.ts";
import { getProviderName, useAdmin } from "../admin-context.ts";
import { AddressLink } from "../parts/address-link.tsx";
import type { Column } from "../parts/data-table.tsx";
import { formatTenant } from "../parts/format-tenant.ts";
import { Moment, Nothing } from "../parts/moment.tsx";
import { PagedTable } from "../parts/paged-table.tsx";
import { ConnectionStatus } from "./connection-status.tsx";

export function ConnectionList({ filter }: { readonly filter: ConnectionFilter }) {
  const { api, address, providers, isOfStage } = useAdmin();
  const pages = usePages((pageToken) => searchConnections(api, filter, pageToken));
  const columns: readonly [Column<AdminConnection>, ...Column<AdminConnection>[]] = [
    {
      title: "User",
      cell: ({ id, user, email }) => (
        <>
          <AddressLink address={address} to={{ view: "connections", id }}>
            {user}
          </AddressLink>
          {email && email !== user && <p class="fine">{email}</p>}
        </>
      ),
    },
    ...(isOfStage ? [{ title: "Tenant", cell: ({ tenant }: AdminConnection) => formatTenant(tenant) }] : []),
    { title: "Provider", kind: "narrow", cell: ({ provider }) => getProviderName(providers, provider) },
    { title: "Account", cell: ({ accountName }) => accountName || <Nothing /> },
    { title: "State", cell: (connection) => <ConnectionStatus connection={connection} /> },
    { title: "Connected", kind: "narrow", cell: ({ connectedAt }) => <Moment at={connectedAt} /> },
    { title: "Last used", kind: "narrow", cell: ({ lastUsed }) => <Moment at={lastUsed} /> },
  ];
  return (
    <PagedTable
      pages={pages}
      what={["connection", "connections"]}
      columns={columns}
      toKey={({ id }) => id}
      empty={{ title: "No connections", hint: "Nobody has connected an account that fits this search." }}
    />
  );
}
