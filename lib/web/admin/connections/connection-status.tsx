import type { AdminConnection } from "../../api/admin/connections.ts";
import { StateMark } from "../parts/state-mark.tsx";

export const statusTexts: Readonly<Record<AdminConnection["status"], string>> = {
  connected: "Connected",
  expired: "Reconnect needed",
  pending: "Not confirmed yet",
  disconnected: "Revoked",
};

const kinds = { connected: "good", expired: "warn", pending: "warn", disconnected: "bad" } as const;

/** How a connection is, and why it is not well. */
export function ConnectionStatus({ connection: { status, lastError } }: { readonly connection: AdminConnection }) {
  return (
    <>
      <StateMark kind={kinds[status]} text={statusTexts[status]} />
      {lastError && <p class="fine">{lastError.replaceAll("_", " ")}</p>}
    </>
  );
}
