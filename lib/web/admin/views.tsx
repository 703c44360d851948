import { useEffect, useRef } from "preact/hooks";
import { useAdmin } from "./admin-context.ts";
import { AuditView } from "./audit/audit-view.tsx";
import { ChannelsView } from "./channels/channels-view.tsx";
import { ConnectionsView } from "./connections/connections-view.tsx";
import { DeletionView } from "./deletion/deletion-view.tsx";
import { DeliveriesView } from "./deliveries/deliveries-view.tsx";
import { OverviewView } from "./overview/overview-view.tsx";
import { AddressLink } from "./parts/address-link.tsx";

const views = [
  { id: "overview", title: "Overview", View: OverviewView },
  { id: "connections", title: "Connections", View: ConnectionsView },
  { id: "deliveries", title: "Deliveries", View: DeliveriesView },
  { id: "channels", title: "Channels", View: ChannelsView },
  { id: "audit", title: "Audit", View: AuditView },
  { id: "deletion", title: "Deletion", View: DeletionView },
] as const;

/** The parts of the page, each with an address of its own, such as `?view=channels`. */
export function Views() {
  const { address } = useAdmin();
  const shown = views.find(({ id }) => id === address.query.view) ?? views[0];
  const heading = useRef<HTMLHeadingElement>(null);
  const lastShown = useRef(shown.id);
  useEffect(() => {
    document.title = `${shown.title} · Administration · Patchbay`;
    // Keyboard and screen reader users begin where the new part does; a first visit begins at the top.
    if (lastShown.current !== shown.id) heading.current?.focus();
    lastShown.current = shown.id;
  }, [shown]);
  return (
    <>
      <nav class="admin-parts" aria-label="Parts of the administration">
        {views.map(({ id, title }, index) => (
          <AddressLink key={id} address={address} to={index === 0 ? {} : { view: id }} current={id === shown.id}>
            {title}
          </AddressLink>
        ))}
      </nav>
      <div class="admin-part">
        <h2 ref={heading} tabIndex={-1}>
          {shown.title}
        </h2>
        <shown.View />
      </div>
    </>
  );
}
