import { type Delivery, type DeliveryFilter, listDeliveries } from "../../api/admin/deliveries.ts";
import { formatMoment } from "../../ui/dates.ts";
import { usePages } from "../../ui/use-pages.ts";
import { useAdmin } from "../admin-context.ts";
import type { Column } from "../parts/data-table.tsx";
import { formatTenant } from "../parts/format-tenant.ts";
import { Moment, Nothing } from "../parts/moment.tsx";
import { PagedTable } from "../parts/paged-table.tsx";
import { DeliveryOutcome } from "./delivery-status.tsx";
import { ReplayButton } from "./replay-button.tsx";

interface Props {
  readonly filter: DeliveryFilter;
  /** The provider's. */
  readonly name: string;
}

export function DeliveryList({ filter, name }: Props) {
  const { api, isOfStage } = useAdmin();
  const pages = usePages((pageToken) => listDeliveries(api, filter, pageToken));
  const columns: readonly [Column<Delivery>, ...Column<Delivery>[]] = [
    { title: "Received", kind: "narrow", cell: ({ receivedAt }) => <Moment at={receivedAt} exact /> },
    { title: "Type", cell: (delivery) => <DeliveryKind delivery={delivery} /> },
    { title: "Outcome", cell: (delivery) => <DeliveryOutcome delivery={delivery} /> },
    { title: "Tries", kind: "number", cell: ({ attempts }) => attempts },
    ...(isOfStage
      ? [{ title: "Tenants", cell: ({ tenants }: Delivery) => tenants.map(formatTenant).join(", ") || <Nothing /> }]
      : []),
    { title: "Replay", kind: "action", cell: (delivery) => <ReplayButton delivery={delivery} /> },
  ];
  return (
    <PagedTable
      pages={pages}
      what={["delivery", "deliveries"]}
      columns={columns}
      toKey={({ id }) => id}
      empty={{
        title: "No deliveries",
        hint: `Nothing of this kind came from ${name} between ${formatMoment(filter.from)} and ${formatMoment(filter.to)}.`,
      }}
    />
  );
}

function DeliveryKind({ delivery: { kind, providerDeliveryId, isReplay } }: { readonly delivery: Delivery }) {
  return (
    <>
      <code>{kind}</code> {isReplay && <span class="tag">Replay</span>}
      {providerDeliveryId && <p class="fine admin-id">{providerDeliveryId}</p>}
    </>
  );
}
