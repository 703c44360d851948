import { useMemo, useState } from "preact/hooks";
import { type DeliveryFilter, deliveryStatuses } from "../../api/admin/deliveries.ts";
import { Button } from "../../ui/button.tsx";
import { getProviderName, useAdmin } from "../admin-context.ts";
import type { Query } from "../use-address.ts";
import { DeliveryFilterForm } from "./delivery-filter-form.tsx";
import { DeliveryList } from "./delivery-list.tsx";
import { statusTexts } from "./delivery-status.tsx";
import { readPeriod } from "./period.ts";
import { ReplayDialog } from "./replay-dialog.tsx";

/** The log of webhooks, filtered by what the address says. */
export function DeliveriesView() {
  const { address, providers } = useAdmin();
  const { query, go } = address;
  // "Now" moves on when the filter is sent again, and not before, so that a replay is of what is shown.
  const [sent, setSent] = useState(0);
  const filter = useMemo(() => readFilter(query, providers[0]?.id ?? ""), [query, providers, sent]);
  const [asking, setAsking] = useState(false);
  const submit = (values: Query) => {
    setSent(sent + 1);
    go({ ...values, view: "deliveries" });
  };
  const status = filter.status || "failed";
  const name = getProviderName(providers, filter.provider);
  return (
    <>
      <p class="admin-about">
        Each webhook that a provider sent, how it went and how often it was tried. One that failed can be worked on
        again, up to 90 days later.
      </p>
      <DeliveryFilterForm
        key={JSON.stringify(query)}
        query={{ ...query, provider: filter.provider }}
        onSubmit={submit}
        actions={<Button onPress={() => setAsking(true)}>Replay all {statusTexts[status].toLowerCase()}…</Button>}
      />
      <DeliveryList key={JSON.stringify(filter)} filter={filter} name={name} />
      {asking && <ReplayDialog filter={{ ...filter, status }} name={name} onClose={() => setAsking(false)} />}
    </>
  );
}

function readFilter(query: Query, defaultProvider: string): DeliveryFilter {
  const { provider = defaultProvider, kind = "", tenant = "" } = query;
  const status = deliveryStatuses.find((one) => one === query.status) ?? "";
  return { provider, status, kind, tenant, ...readPeriod(query, Date.now()) };
}
