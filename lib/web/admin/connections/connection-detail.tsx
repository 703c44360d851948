import { useEffect, useRef } from "preact/hooks";
import { type AdminConnection, readAdminConnection } from "../../api/admin/connections.ts";
import { FailureNote } from "../../ui/failure-note.tsx";
import { ScopeList } from "../../ui/scope-list.tsx";
import { useLoad } from "../../ui/use-load.ts";
import { getProviderName, useAdmin } from "../admin-context.ts";
import { AddressLink } from "../parts/address-link.tsx";
import { type Fact, FactList } from "../parts/fact-list.tsx";
import { formatTenant } from "../parts/format-tenant.ts";
import { Loading } from "../parts/loading.tsx";
import { Moment } from "../parts/moment.tsx";
import { ConnectionStatus } from "./connection-status.tsx";
import { KeptAnswers } from "./kept-answers.tsx";

/** One connection: its facts, and what is kept of the provider's answers. */
export function ConnectionDetail({ id }: { readonly id: string }) {
  const { api, address, providers } = useAdmin();
  const { value, failure, reload } = useLoad(() => readAdminConnection(api, id));
  const heading = useRef<HTMLHeadingElement>(null);
  const isLoaded = value !== undefined;
  // It takes the place of the list in which it was opened.
  useEffect(() => heading.current?.focus(), [isLoaded]);
  return (
    <div class="admin-stack">
      <p>
        <AddressLink address={address} to={{ view: "connections" }}>
          All connections
        </AddressLink>
      </p>
      {failure && <FailureNote failure={failure} onRetry={() => reload()} />}
      {!value && !failure && <Loading what="the connection" />}
      {value && (
        <>
          <h3 ref={heading} tabIndex={-1}>
            {value.connection.user} at {getProviderName(providers, value.connection.provider)}
          </h3>
          <FactList facts={listFacts(value.connection)} />
          <KeptAnswers connection={value.connection} first={value.kept} onEmptied={() => reload()} />
        </>
      )}
    </div>
  );
}

function listFacts(connection: AdminConnection): readonly Fact[] {
  const { tenant, user, email, accountName, username, connectedAt, lastUsed, expiresAt, scopes } = connection;
  return [
    ["State", <ConnectionStatus connection={connection} />],
    ["User", user],
    ...(tenant ? [["Tenant", formatTenant(tenant)] as const] : []),
    ...(email ? [["E-mail address", email] as const] : []),
    ["Account", accountName],
    ...(username && username !== accountName ? [["Name at the provider", username] as const] : []),
    ["Connected", <Moment at={connectedAt} exact />],
    ["Last used", <Moment at={lastUsed} exact />],
    ["Access token until", <Moment at={expiresAt} exact />],
    ["Permissions", <ScopeList scopes={scopes} />],
    ["Id", <code>{connection.id}</code>],
  ];
}
